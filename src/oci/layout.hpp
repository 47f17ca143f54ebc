// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "oci/manifest.hpp"
#include "oci/registry_client.hpp"
#include "portside/api/byte_sink.hpp"
#include "portside/api/call_context.hpp"

namespace portside::oci {

/// Images in a folder (OCI image specification, "Image Layout"). Nothing in it is trusted: what
/// comes out was compared with its digest, and links are not followed out of it. [any]
class Layout {
 public:
  /// Reads `oci-layout` and `index.json`. Throws kNotFound (no folder, no layout in it), kIo,
  /// kUnsupported (a layout of another version) and what parse_manifest() throws.
  explicit Layout(std::string folder);

  const std::string& folder() const noexcept { return folder_; }

  /// The manifest that `version` names: a digest, a name of index.json
  /// (`org.opencontainers.image.ref.name`, the text or what follows its last colon), or `latest`
  /// where none is called so: the only one there is. index.json itself is that when it lists the
  /// platforms of one image. Throws kNotFound (lists the names that there are),
  /// kInvalidArgument (several are called so), kIntegrity, kIo,
  /// kTooLarge.
  FetchedManifest manifest(const std::string& version, const CallContext& context) const;

  /// Throws kRegistryNotFound (no such blob), kIntegrity, kIo, kCancelled, kDeadlineExceeded.
  void blob(const std::string& digest, std::optional<std::uint64_t> size, ByteSink& sink,
            const CallContext& context) const;

  /// What index.json calls its entries, in its order.
  std::vector<std::string> names() const;

 private:
  FetchedManifest read_manifest(const std::string& digest, std::string media_type,
                                const CallContext& context) const;
  [[noreturn]] void refuse_several(const std::string& version) const;
  std::string some_names() const;
  FetchedManifest only_manifest(const CallContext& context) const;

  const std::string folder_;
  std::string index_text_;
  Manifest index_;
};

}  // namespace portside::oci
