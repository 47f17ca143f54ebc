// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "portside/host/image_source.hpp"
#include "portside/host/registry_source.hpp"

namespace portside {
namespace {

class RegistryImages final : public ImageSource {
 public:
  RegistryImages(std::shared_ptr<const RegistrySource> registry, bool policy_bypass)
      : registry_(std::move(registry)), policy_bypass_(policy_bypass) {}

  /// The access keeps the lease, which ends with it.
  std::shared_ptr<RegistryAccess> open(const AccessRequest& request) override {
    auto lease = registry_->leases().open({.repository = request.repository,
                                           .adapter_id = request.adapter_id,
                                           .holder = request.job,
                                           .policy_bypass = policy_bypass_,
                                           .valid_for = request.valid_for});
    return registry_->access(std::move(lease), request.on_bytes);
  }

 private:
  const std::shared_ptr<const RegistrySource> registry_;
  const bool policy_bypass_;
};

}  // namespace

std::shared_ptr<ImageSource> make_registry_images(std::shared_ptr<const RegistrySource> registry,
                                                  bool policy_bypass) {
  return std::make_shared<RegistryImages>(std::move(registry), policy_bypass);
}

}  // namespace portside
