// SPDX-License-Identifier: Apache-2.0
//
// How a host reads its registry, and lets plugins read it.
//
//   portside::RegistrySource registry(config, std::make_shared<portside::Leases>(provider, notes));
//   auto lease = registry.leases().open({.repository = "library/nginx", .adapter_id = "clair",
//                                        .holder = job_id, .valid_for = 3'600'000});
//   auto access = registry.access(lease);
//   scanner->scan_image(request, *access, sink, call.context());
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "portside/api/error.hpp"
#include "portside/api/registry_access.hpp"
#include "portside/host/config.hpp"
#include "portside/host/leases.hpp"

namespace portside {

/// The registry of a configuration, as its scanners and processors see it. [any]
class RegistrySource {
 public:
  /// Of `config`: registry.url, ca_file, token_hosts, foreign_hosts, addresses; http.proxy and
  /// no_proxy. registry.user and password are not used: credentials come from leases alone. A
  /// later configuration needs another RegistrySource. `leases` is not null. Throws kConfigInvalid
  /// (certificate authorities that cannot be read; no registry.url), and kInvalidArgument for
  /// addresses that cannot be, which load_config() refuses.
  RegistrySource(const Config& config, std::shared_ptr<Leases> leases);
  ~RegistrySource();
  RegistrySource(const RegistrySource&) = delete;
  RegistrySource& operator=(const RegistrySource&) = delete;

  Leases& leases() const noexcept;

  /// The registry's address as an adapter has to use it: registry.addresses, else registry.url.
  std::string url_for(const std::string& adapter_id) const;

  /// Access to the repository of a lease, for one call at a time. Its credentials are issued when a
  /// method needs them; a lease that has ended makes methods throw kInvalidArgument. Manifests,
  /// blobs and layers are read at registry.url, whatever address the adapter has. `on_bytes` is
  /// told how many bytes of blobs and layers came, as they are stored, on the thread that reads
  /// them; it does not throw.
  std::shared_ptr<RegistryAccess> access(
      std::shared_ptr<Lease> lease, std::function<void(std::uint64_t bytes)> on_bytes = {}) const;

 private:
  struct Impl;
  const std::unique_ptr<const Impl> impl_;
};

}  // namespace portside
