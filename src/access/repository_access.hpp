// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "access/known_blobs.hpp"
#include "oci/registry_client.hpp"
#include "portside/api/registry_access.hpp"
#include "portside/host/leases.hpp"

namespace portside::access {

/// RegistryAccess over the repository of a lease.
class RepositoryAccess final : public RegistryAccess {
 public:
  /// `url`: the registry as the receiver addresses it. `options`: as the host does; the lease's
  /// credentials take the place of those in it. `now`: epoch milliseconds. `on_bytes` may be empty.
  RepositoryAccess(std::string url, oci::RegistryClientOptions options,
                   std::shared_ptr<Lease> lease, std::function<Millis()> now,
                   std::function<void(std::uint64_t)> on_bytes);

  std::string url() const override { return url_; }
  std::string repository() const override { return repository_; }
  std::string manifest(const std::string& reference, std::string& media_type,
                       const CallContext& context) override;
  void blob(const std::string& digest, ByteSink& sink, const CallContext& context) override;
  void layer(const std::string& digest, const std::string& diff_id, ByteSink& sink,
             const CallContext& context) override;
  Authorization authorization(const CallContext& context) override;
  Credentials credentials(const CallContext& context) override;

 private:
  oci::RegistryClient& client(const CallContext& context);
  void read(const std::string& digest, ByteSink& sink, const CallContext& context);

  const std::string url_;
  const oci::RegistryClientOptions options_;
  const std::shared_ptr<Lease> lease_;
  const std::string repository_;
  const std::function<Millis()> now_;
  const std::function<void(std::uint64_t)> on_bytes_;
  std::optional<oci::RegistryClient> client_;
  /// What client_ was made with.
  std::string lease_id_;
  KnownBlobs known_;
};

}  // namespace portside::access
