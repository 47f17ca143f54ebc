// SPDX-License-Identifier: Apache-2.0
#include "cli/image_places.hpp"

#include <utility>

#include "portside/host/credential_provider.hpp"
#include "portside/host/leases.hpp"
#include "portside/host/registry_source.hpp"

namespace portside::cli {
namespace {

Credentials credentials_of(const RegistryOptions& registry) {
  Credentials credentials;
  if (registry.user.empty()) return credentials;
  credentials.kind = CredentialKind::kBasic;
  credentials.user = registry.user;
  credentials.secret = registry.password.reveal();
  return credentials;
}

}  // namespace

std::shared_ptr<ImageSource> open_images(Config config, const RegistryLogin& login,
                                         const ImageName& image) {
  if (!image.folder.empty()) return make_layout_images(image.folder);
  config.registry = choose_registry(config, login, image.host);
  auto leases = std::make_shared<Leases>(static_credentials(credentials_of(config.registry)));
  return make_registry_images(std::make_shared<RegistrySource>(config, std::move(leases)));
}

}  // namespace portside::cli
