// SPDX-License-Identifier: Apache-2.0
#include "clair/v4/index_request.hpp"

#include <nlohmann/json.hpp>

#include "clair/v4/api.hpp"
#include "clair/web_address.hpp"
#include "portside/api/error.hpp"

namespace portside::clair::v4 {
namespace {

void check_layer(const SourcedLayer& layer) {
  if (!is_clair_digest(layer.digest)) {
    throw AdapterError(ErrorCode::kInvalidArgument,
                       "the manifest names a layer by a digest that Clair does not take; it takes "
                       "sha256 and sha512 in lower case",
                       layer.digest.substr(0, 200));
  }
  check_layer_address(layer.digest, layer.source.url);
  // Clair would write them into its own request to the registry.
  if (has_controls(layer.source.authorization)) {
    throw AdapterError(ErrorCode::kInvalidArgument,
                       "the registry's credentials hold a line end or another control character "
                       "and cannot be sent to Clair");
  }
}

}  // namespace

void refuse_encrypted(const std::vector<ImageLayer>& layers) {
  for (const ImageLayer& layer : layers) {
    if (layer.is_left_out || !layer.media_type.ends_with("+encrypted")) continue;
    throw AdapterError(ErrorCode::kUnsupported,
                       "layer " + layer.digest +
                           " is encrypted; Clair has no key for it: scan the image before it is "
                           "encrypted");
  }
}

std::string index_request(const std::string& digest, const std::vector<SourcedLayer>& layers) {
  nlohmann::json list = nlohmann::json::array();
  for (const SourcedLayer& layer : layers) {
    check_layer(layer);
    nlohmann::json entry = {{"hash", layer.digest}, {"uri", layer.source.url}};
    if (!layer.source.authorization.empty()) {
      // Clair wants all values of a header field in an array.
      entry["headers"]["Authorization"] = nlohmann::json::array({layer.source.authorization});
    }
    list.push_back(std::move(entry));
  }
  const nlohmann::json body = {{"hash", digest}, {"layers", std::move(list)}};
  return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace portside::clair::v4
