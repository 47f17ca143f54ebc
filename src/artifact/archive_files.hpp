// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "archive/unpacker.hpp"
#include "oci/manifest.hpp"
#include "portside/api/error.hpp"
#include "portside/api/registry_access.hpp"
#include "portside/sdk/tar_reader.hpp"

namespace portside::artifact {

/// What reading an archive may cost; more throws kTooLarge. Helm itself unpacks no more.
inline constexpr std::uint64_t kMaxUnpackedBytes = std::uint64_t{100} << 20U;
inline constexpr std::uint64_t kMaxArchiveEntries = 100'000;
/// Of a file that is kept.
inline constexpr std::uint64_t kMaxFileBytes = std::uint64_t{4} << 20U;

/// Is shown each file of an archive, its path without `/` and `./` at the beginning. Returns the
/// text that its content is to be put into, in the place of what is there, or null.
using ChooseFile = std::function<std::string*(std::string_view path, std::uint64_t size)>;

/// Reads chosen files out of a tar that streams past, packed by gzip, zstd or nothing. Links are no
/// files, and nothing is looked for outside.
class ArchiveFiles final : public ByteSink, private sdk::TarVisitor {
 public:
  /// `what` names the archive in messages: `the chart sha256:...`.
  ArchiveFiles(ChooseFile choose, const std::string& what);

  /// Throws kTooLarge. Of a damaged archive the rest is passed over: whether it came so from the
  /// registry is known when its digest was compared.
  void write(std::string_view piece) override;
  /// To be called once, after the last piece. Throws kMalformedData for a damaged archive.
  void finish();

 private:
  bool entry(const sdk::TarEntry& entry) override;
  void content(std::string_view piece) override;
  void content_end() override {}

  template <typename Act>
  void note_damage(Act act);

  const ChooseFile choose_;
  const std::string what_;
  sdk::TarReader tar_;
  archive::Unpacker unpacker_;
  std::string* chosen_ = nullptr;
  std::optional<AdapterError> damage_;
};

/// The same for a blob of a registry. An archive of no bytes has no files. Throws what the above
/// and RegistryAccess throw, and kTooLarge for a blob of more than kMaxUnpackedBytes as it is
/// stored.
void read_archive(RegistryAccess& registry, const oci::Descriptor& blob, const std::string& what,
                  ChooseFile choose, const CallContext& context);

}  // namespace portside::artifact
