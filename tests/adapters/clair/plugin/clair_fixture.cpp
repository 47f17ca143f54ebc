// SPDX-License-Identifier: Apache-2.0
#include "clair_fixture.hpp"

namespace portside::testing {
namespace {

void admit_with_token(MemoryRegistryAccess& access, const AccessRequest&) {
  Authorization authorization;
  authorization.header = kRegistryToken;
  access.set_authorization(authorization);
}

}  // namespace

ClairFixture::ClairFixture() : PluginFixture("clair", PORTSIDE_CLAIR_PLUGIN, admit_with_token) {}

void ClairFixture::put_image(int number, const std::vector<int>& layers) {
  nlohmann::json manifest = {
      {"config",
       {{"mediaType", "application/vnd.oci.image.config.v1+json"}, {"digest", digest_number(999)}}},
      {"layers", nlohmann::json::array()}};
  for (const int layer : layers) {
    manifest["layers"].push_back({{"mediaType", "application/vnd.oci.image.layer.v1.tar+gzip"},
                                  {"digest", layer_digest(layer)},
                                  {"size", 100}});
  }
  images_->put_manifest(digest_number(number), manifest.dump());
}

}  // namespace portside::testing
