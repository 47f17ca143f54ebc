// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>

#include "portside/api/error.hpp"
#include "portside/api/registry_access.hpp"
#include "portside/sdk/remote_processor.hpp"

namespace portside::sdk {

/// For requests that let the processor read nothing: everything that would read throws
/// kUnsupported.
class NoRegistryAccess final : public RegistryAccess {
 public:
  explicit NoRegistryAccess(RemoteRegistry registry) : registry_(std::move(registry)) {}

  std::string url() const override { return registry_.url; }
  std::string repository() const override { return registry_.repository; }
  std::string manifest(const std::string&, std::string&, const CallContext&) override { refuse(); }
  void blob(const std::string&, ByteSink&, const CallContext&) override { refuse(); }
  void layer(const std::string&, const std::string&, ByteSink&, const CallContext&) override {
    refuse();
  }
  Authorization authorization(const CallContext&) override { refuse(); }
  Credentials credentials(const CallContext&) override { refuse(); }

 private:
  [[noreturn]] static void refuse() {
    throw AdapterError(ErrorCode::kUnsupported,
                       "the processor needs to read the registry, and this request gives no access "
                       "to it; see RegistryAccess in the caller's processor.yaml");
  }

  const RemoteRegistry registry_;
};

}  // namespace portside::sdk
