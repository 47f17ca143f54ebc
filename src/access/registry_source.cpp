// SPDX-License-Identifier: Apache-2.0
#include "portside/host/registry_source.hpp"

#include <utility>

#include "access/repository_access.hpp"
#include "call/system_clock.hpp"
#include "http/url.hpp"
#include "portside/api/error.hpp"

namespace portside {
namespace {

oci::RegistryClientOptions options_of(const Config& config) {
  if (config.registry.url.empty()) {
    throw AdapterError(ErrorCode::kConfigInvalid,
                       "registry.url is missing: scanners and processors read images there");
  }
  oci::RegistryClientOptions options;
  options.url = http::parse_url(config.registry.url).origin();
  options.token_hosts = config.registry.token_hosts;
  options.foreign_hosts = config.registry.foreign_hosts;
  options.ca_file = config.registry.ca_file;
  options.client_cert = config.registry.client_cert;
  options.client_key = config.registry.client_key;
  options.min_tls = config.registry.min_tls;
  options.proxy = config.http.proxy.reveal();
  for (const std::string& host : config.http.no_proxy) {
    options.no_proxy += (options.no_proxy.empty() ? "" : ",") + host;
  }
  options.http = oci::registry_http_client(options);
  return options;
}

}  // namespace

struct RegistrySource::Impl {
  oci::RegistryClientOptions options;
  std::map<std::string, std::string> addresses;
  std::shared_ptr<Leases> leases;
};

RegistrySource::RegistrySource(const Config& config, std::shared_ptr<Leases> leases)
    : impl_(new Impl{options_of(config), config.registry.addresses, std::move(leases)}) {}

RegistrySource::~RegistrySource() = default;

Leases& RegistrySource::leases() const noexcept {
  return *impl_->leases;
}

std::string RegistrySource::url_for(const std::string& adapter_id) const {
  const auto found = impl_->addresses.find(adapter_id);
  return found == impl_->addresses.end() ? impl_->options.url : found->second;
}

std::shared_ptr<RegistryAccess> RegistrySource::access(
    std::shared_ptr<Lease> lease, std::function<void(std::uint64_t bytes)> on_bytes) const {
  std::string url = url_for(lease->request().adapter_id);
  return std::make_shared<access::RepositoryAccess>(
      std::move(url), impl_->options, std::move(lease), &system_now, std::move(on_bytes));
}

}  // namespace portside
