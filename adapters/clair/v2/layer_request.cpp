// SPDX-License-Identifier: Apache-2.0
#include "clair/v2/layer_request.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "clair/web_address.hpp"
#include "portside/api/error.hpp"

namespace portside::clair::v2 {
namespace {

/// Of Clair 2: api/v1/routes.go, maxBodySize. What is longer is cut there and then does not parse.
constexpr std::size_t kMaxRequestBytes = std::size_t{1} << 20U;

/// Above the 900 s that Clair 2 gives itself by default (api.timeout), so that its own answer comes
/// before ours.
constexpr Millis kPostTimeout = 930'000;

std::string layer_body(const Chain& chain, std::size_t index, const LayerSource& source) {
  using Ordered = nlohmann::ordered_json;
  Ordered layer{{"Name", chain[index].name}, {"Path", source.url}};
  // Without it Clair 2 leaves a connection to the registry open for each layer.
  layer["Headers"]["Connection"] = "close";
  if (!source.authorization.empty()) layer["Headers"]["Authorization"] = source.authorization;
  const std::size_t parent = last_posted(chain, index);
  if (parent != kNoLayer) layer["ParentName"] = chain[parent].name;
  layer["Format"] = "Docker";
  return Ordered{{"Layer", std::move(layer)}}.dump(-1, ' ', false,
                                                   Ordered::error_handler_t::replace);
}

bool ends_in(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

}  // namespace

void refuse_unreadable(const std::vector<ImageLayer>& layers) {
  for (const ImageLayer& layer : layers) {
    if (layer.is_left_out) continue;
    const bool is_encrypted = ends_in(layer.media_type, "+encrypted");
    if (!is_encrypted && !ends_in(layer.media_type, "zstd")) continue;
    throw AdapterError(ErrorCode::kUnsupported,
                       "layer " + layer.digest + (is_encrypted ? " is encrypted" : " is zstd") +
                           "; Clair 2 reads plain tar, gzip, bzip2 and xz: push the image with "
                           "gzip layers, or scan it with another scanner");
  }
}

HttpRequest layer_request(const ClairConfig& config, const Chain& chain, std::size_t index,
                          const LayerSource& source) {
  const std::string& digest = chain[index].image.digest;
  check_layer_address(digest, source.url);
  if (has_controls(source.authorization)) {
    throw AdapterError(ErrorCode::kInvalidArgument,
                       "the registry's authorization for layer " + digest +
                           " has control characters and cannot be a header value");
  }
  HttpRequest request;
  request.method = "POST";
  request.url = config.indexer_url + "/v1/layers";
  request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  request.body = layer_body(chain, index, source);
  request.timeout = config.index_timeout > 0 ? config.index_timeout : kPostTimeout;
  if (request.body.size() > kMaxRequestBytes) {
    throw AdapterError(ErrorCode::kTooLarge,
                       "the request for layer " + digest + " has " +
                           std::to_string(request.body.size()) + " bytes; Clair 2 reads " +
                           std::to_string(kMaxRequestBytes) +
                           ": the registry's address or token for it is too long");
  }
  return request;
}

}  // namespace portside::clair::v2
