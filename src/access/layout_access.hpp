// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "access/known_blobs.hpp"
#include "oci/layout.hpp"
#include "portside/api/registry_access.hpp"

namespace portside::access {

/// RegistryAccess over an OCI image layout. Nobody else can read there: authorization() and
/// credentials() throw kUnsupported.
class LayoutAccess final : public RegistryAccess {
 public:
  /// `on_bytes` is told how many bytes of blobs and layers were read; may be empty.
  LayoutAccess(std::shared_ptr<const oci::Layout> layout, std::string repository,
               std::function<void(std::uint64_t bytes)> on_bytes);

  /// `oci:` and the folder.
  std::string url() const override;
  std::string repository() const override { return repository_; }
  std::string manifest(const std::string& reference, std::string& media_type,
                       const CallContext& context) override;
  void blob(const std::string& digest, ByteSink& sink, const CallContext& context) override;
  void layer(const std::string& digest, const std::string& diff_id, ByteSink& sink,
             const CallContext& context) override;
  Authorization authorization(const CallContext& context) override;
  Credentials credentials(const CallContext& context) override;

 private:
  [[noreturn]] void cannot_be_pulled() const;

  const std::shared_ptr<const oci::Layout> layout_;
  const std::string repository_;
  const std::function<void(std::uint64_t bytes)> on_bytes_;
  KnownBlobs known_;
};

}  // namespace portside::access
