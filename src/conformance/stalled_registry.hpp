// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <string>

#include "conformance/backend.hpp"
#include "portside/api/registry_access.hpp"

namespace portside::conformance {

/// A repository that answers nothing before the call is over, and heeds its end.
class StalledRegistry final : public RegistryAccess {
 public:
  bool was_used() const noexcept { return was_used_; }

  std::string url() const override { return "https://registry.test"; }
  std::string repository() const override { return "library/test"; }
  std::string manifest(const std::string&, std::string&, const CallContext& context) override {
    stall(context);
  }
  void blob(const std::string&, ByteSink&, const CallContext& context) override { stall(context); }
  void layer(const std::string&, const std::string&, ByteSink&,
             const CallContext& context) override {
    stall(context);
  }
  Authorization authorization(const CallContext& context) override { stall(context); }
  Credentials credentials(const CallContext& context) override { stall(context); }

 private:
  [[noreturn]] void stall(const CallContext& context) {
    was_used_ = true;
    wait_for_the_end(context);
  }

  std::atomic<bool> was_used_{false};
};

}  // namespace portside::conformance
