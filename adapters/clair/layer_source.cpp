// SPDX-License-Identifier: Apache-2.0
#include "clair/layer_source.hpp"

#include <string_view>
#include <utility>

#include "portside/api/error.hpp"
#include "portside/sdk/config_document.hpp"
#include "portside/sdk/http_answer.hpp"
#include "portside/sdk/image_manifest.hpp"

namespace portside::clair {
namespace {

/// Ends the reading of a layer as soon as its beginning has come.
class FirstPiece final : public ByteSink {
 public:
  void write(std::string_view) override {
    has_come = true;
    throw AdapterError(ErrorCode::kUnsupported, "enough of the layer was read");
  }
  bool has_come = false;
};

std::string registry_url(const ClairConfig& config, RegistryAccess& registry) {
  std::string url = config.layer_base_url.empty() ? registry.url() : config.layer_base_url;
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

bool has_line_break(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

/// Header injection into the requests that Clair sends on our behalf.
void check_authorization(const std::string& header) {
  if (!has_line_break(header)) return;
  throw AdapterError(ErrorCode::kInvalidArgument,
                     "the credentials for the registry have a line break in them; Clair cannot be "
                     "given them");
}

/// What is unreachable here is the registry, and not the scanner that the client speaks of.
HttpResponse asked(HttpClient& http, const HttpRequest& request, const CallContext& context) {
  try {
    return http.send(request, nullptr, context);
  } catch (AdapterError& error) {
    if (error.code == ErrorCode::kScannerUnreachable) error.code = ErrorCode::kRegistryUnreachable;
    throw;
  }
}

/// The address that the registry sends readers of the layer to; "" when it serves it itself.
std::string redirect_of(const LayerSource& source, const ClairConfig& config, HttpClient& http,
                        const CallContext& context) {
  HttpRequest request;
  request.url = source.url;
  request.headers = {{"Range", "bytes=0-0"}};
  if (!source.authorization.empty()) {
    request.headers.emplace_back("Authorization", source.authorization);
  }
  request.idempotent = true;
  request.max_body = 64U << 10U;
  request.timeout = config.timeout;
  const HttpResponse response = asked(http, request, context);
  if (response.status < 300 || response.status > 399) return {};
  const auto location = sdk::header_of(response, "Location");
  const bool is_usable =
      location && !has_line_break(*location) &&
      (location->substr(0, 7) == "http://" || location->substr(0, 8) == "https://");
  if (is_usable) return std::string(*location);
  if (location && location->substr(0, 1) == "/" && location->substr(0, 2) != "//") {
    return sdk::origin_of(source.url) + std::string(*location);
  }
  throw AdapterError(ErrorCode::kRegistryBadAnswer,
                     "the registry redirects readers of a layer to no address; expected a Location "
                     "with http:// or https://");
}

ImageLayer layer_of(const sdk::ManifestLayer& from, const ClairConfig& config) {
  ImageLayer layer;
  layer.digest = from.digest;
  layer.media_type = from.media_type;
  if (!sdk::is_foreign_layer(from.media_type)) return layer;
  if (config.foreign_layers && !from.urls.empty()) {
    layer.foreign_url = from.urls.front();
  } else {
    layer.is_left_out = true;
  }
  return layer;
}

std::string note_on_left_out(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " layer" : " layers") +
         " that must not be distributed (Windows) left out; 'foreign_layers' in the adapter's "
         "configuration lets Clair read such layers from where their manifest says";
}

}  // namespace

ImageLayers read_image_layers(const ScanRequest& request, const ClairConfig& config,
                              RegistryAccess& registry, const CallContext& context) {
  ImageLayers image;
  std::string media_type;
  const sdk::ImageManifest manifest = sdk::read_image_manifest(
      registry.manifest(request.image.digest, media_type, context), request.image.digest);
  if (!sdk::is_image_config(manifest.config_media_type)) {
    image.is_scannable = false;
    image.outcome = CoverageOutcome::kUnsupported;
    image.notes.push_back(
        "this is no container image (its config is of another media type); Clair "
        "scans container images only");
    return image;
  }
  std::size_t left_out = 0;
  for (const sdk::ManifestLayer& each : manifest.layers) {
    image.layers.push_back(layer_of(each, config));
    left_out += image.layers.back().is_left_out ? 1 : 0;
  }
  if (left_out > 0) image.notes.push_back(note_on_left_out(left_out));
  if (left_out == image.layers.size()) {
    image.is_scannable = false;
    image.outcome = CoverageOutcome::kNothingToScan;
    if (image.layers.empty()) image.notes.emplace_back("the image has no layers");
  }
  return image;
}

LayerSource layer_source(const ImageLayer& layer, const ClairConfig& config, HttpClient* http,
                         RegistryAccess& registry, const CallContext& context) {
  if (!layer.foreign_url.empty()) return {layer.foreign_url, {}};
  LayerSource source;
  source.url =
      registry_url(config, registry) + "/v2/" + registry.repository() + "/blobs/" + layer.digest;
  source.authorization = registry.authorization(context).header;
  check_authorization(source.authorization);
  if (http == nullptr) return source;
  std::string target = redirect_of(source, config, *http, context);
  if (target.empty()) return source;
  return {std::move(target), {}};
}

LayerProbe probe_layer(const std::string& digest, RegistryAccess& registry,
                       const CallContext& context) {
  FirstPiece sink;
  try {
    registry.blob(digest, sink, context);
  } catch (const AdapterError& error) {
    if (sink.has_come) return LayerProbe::kReadable;
    switch (error.code) {
      case ErrorCode::kRegistryNotFound: return LayerProbe::kMissing;
      case ErrorCode::kRegistryAuthentication: return LayerProbe::kRefused;
      case ErrorCode::kRegistryUnreachable:
      case ErrorCode::kRegistryUnavailable: return LayerProbe::kRegistryDown;
      default: throw;  // which says more than Clair's sentence
    }
  }
  return LayerProbe::kReadable;
}

}  // namespace portside::clair
