// SPDX-License-Identifier: Apache-2.0
#include "clair/v2/clair2.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "clair/v2/affected_images.hpp"
#include "clair/v2/json_answer.hpp"
#include "clair/v2/layer_coverage.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/http_answer.hpp"

namespace portside::clair::v2 {
namespace {

constexpr int kDeleted = 200;
constexpr std::size_t kNamesShown = 20;

std::string status_message(const std::vector<std::string>& names) {
  if (names.empty()) {
    return "Clair 2 answers, but has no namespace yet: its first update is not done, and until "
           "then it finds nothing in any image";
  }
  std::string shown;
  for (std::size_t i = 0; i < std::min(names.size(), kNamesShown); ++i) {
    shown += (i == 0 ? "" : ", ") + names[i];
  }
  if (names.size() > kNamesShown) shown += ", ...";
  return sdk::excerpt("Clair 2 answers; it has namespaces: " + shown);
}

void delete_layer(const Clair& clair, const std::string& name, const CallContext& context) {
  HttpRequest request;
  request.method = "DELETE";
  request.url = clair.config.indexer_url + "/v1/layers/" + name;
  request.idempotent = true;
  request.timeout = clair.config.timeout;
  const HttpResponse answer = clair.http.send(request, nullptr, context);
  if (answer.status == kDeleted || is_unknown_there(answer)) return;
  throw answer_error(answer, "Clair did not delete layer " + name);
}

/// Deletes the lowest layer of the image that Clair has and no other image needs. A scan of another
/// image that begins meanwhile is either seen in the index, which it is put into before it posts,
/// or waits to post the layer until it is gone. Of two images that are being deleted neither is in
/// the index any more, so that one of them, or both, take the layers that they share along.
void delete_own_layers(const ScanParts& parts, const Chain& chain, const std::string& image,
                       const CallContext& context) {
  for (const ChainLayer& layer : chain) {
    if (layer.image.is_left_out) continue;
    const PostsUnderWay::Deletion deletion(parts.posts, layer.name);
    if (parts.index.is_shared(layer.name, image)) continue;
    return delete_layer(parts.clair, layer.name, context);
  }
}

}  // namespace

Clair2::Clair2(const Clair& clair)
    : clair_(clair), namespaces_(clair_), index_(clair.host.state()), engine_(clair.host.state()) {}

ScannerStatus Clair2::status(const CallContext& context) {
  ScannerStatus status;
  try {
    const std::vector<std::string> names = namespaces_.names(context);
    status.reachable = true;
    status.message = status_message(names);
    nlohmann::json extra{{"generation", 2}, {"namespaces", names}};
    status.extra.text = extra.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  } catch (const AdapterError& error) {
    if (context.cancelled()) throw;
    status.message = error.message;
  }
  return status;
}

ScanStep Clair2::scan(const ScanRequest& request, RegistryAccess& registry, ReportSink& sink,
                      const CallContext& context) {
  return ChainScan(parts(), request, registry, sink, context).begin();
}

ScanStep Clair2::resume(const ScanRequest& request, const Continuation& continuation,
                        const HttpResponse* awaited, RegistryAccess& registry, ReportSink& sink,
                        const CallContext& context) {
  return ChainScan(parts(), request, registry, sink, context).resume(continuation, awaited);
}

ScanSummary Clair2::latest_report(const ScanRequest& request, ReportSink& sink,
                                  const CallContext& context) {
  const ImageChain image = index_.find(request.image.digest).value_or(ImageChain{});
  const std::size_t top = last_posted(image.chain, image.chain.size());
  std::string name;
  if (top != kNoLayer) {
    name = image.chain[top].name;
  } else if (request.previous) {
    name = read_metadata(request.previous->scan_metadata).top_layer;
  }
  if (!is_layer_name(name)) {
    throw AdapterError(ErrorCode::kNotFound,
                       "nothing is known of a scan of " + request.image.digest + " by Clair");
  }
  ScanSummary summary = read_report(parts(), image, name, sink, context);
  // Which layers were left out is known only from then.
  if (image.chain.empty()) summary.metadata = request.previous->scan_metadata;
  return summary;
}

bool Clair2::is_outdated(const ScanRequest& request, const CallContext&) {
  if (!request.previous) return false;
  if (!index_.find(request.image.digest)) return true;
  const int engine = read_metadata(request.previous->scan_metadata).engine;
  return engine > 0 && engine < engine_.newest();
}

void Clair2::image_deleted(const ScanRequest& request, const CallContext& context) {
  const std::string& digest = request.image.digest;
  const auto image = index_.begin_deletion(digest);
  if (image && clair_.config.on_delete == OnDelete::kRemove) {
    delete_own_layers(parts(), image->chain, digest, context);
  }
  index_.end_deletion(digest);
}

RescanTargets Clair2::affected_images(const std::string& notification, const CallContext& context) {
  return find_affected_images(clair_, index_, notification, context);
}

void Clair2::forget_notification(const std::string& notification, const CallContext& context) {
  delete_notification(clair_, notification, context);
}

}  // namespace portside::clair::v2
