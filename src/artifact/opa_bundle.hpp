// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace portside::artifact {

/// What a file of a bundle is.
enum class OpaFile : std::uint8_t { kAsNamed, kManifest, kPolicy, kData };

/// What a bundle of the Open Policy Agent holds, whatever it is packed in.
class OpaBundle {
 public:
  /// Counts and lists a file, and returns where its content belongs; null for what nobody reads.
  /// `path` is from the root of the bundle, and says what the file is where nothing else does.
  /// Throws kTooLarge for more than 10,000 files, and for a files_json() of more than 4 MiB.
  std::string* add_file(std::string_view path, std::uint64_t size,
                        OpaFile file = OpaFile::kAsNamed);

  /// `.manifest` (Open Policy Agent, "Bundles"), and the README; "" without one.
  std::string manifest;
  std::string readme;

  /// `[{"name":"policy.rego","size":123}]`, in the order of the bundle.
  std::string files_json() const;

  /// The members of an artifact's attributes, those of its config first: `revision`, `roots` and
  /// `rego_version` as the manifest says them, `policies` and `data_files`, which are numbers of
  /// files. `config` may be anything.
  std::string attributes(std::string_view config) const;

 private:
  std::string files_;
  std::size_t count_ = 0;
  std::size_t policies_ = 0;
  std::size_t data_files_ = 0;
};

}  // namespace portside::artifact
