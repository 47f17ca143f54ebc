// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/require_registry.hpp"

#include "portside/api/error.hpp"
#include "portside/api/registry_access.hpp"

namespace portside::sdk {

void require_registry(const RegistryAccess& registry, const std::string& scanner) {
  const std::string url = registry.url();
  if (url.rfind("http://", 0) == 0 || url.rfind("https://", 0) == 0) return;
  throw AdapterError(ErrorCode::kUnsupported,
                     scanner + " reads images from a registry by itself, and " + url +
                         " is none; push the image to a registry, or scan it with an adapter that "
                         "reads images on its own (offline)");
}

}  // namespace portside::sdk
