// SPDX-License-Identifier: Apache-2.0
#include "clair/v2/chain_scan.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "clair/v2/json_answer.hpp"
#include "clair/v2/layer_coverage.hpp"
#include "clair/v2/layer_report.hpp"
#include "clair/v2/layer_request.hpp"
#include "portside/api/error.hpp"

namespace portside::clair::v2 {
namespace {

constexpr int kReportOk = 200;
constexpr int kMaxTimeouts = 10;
constexpr Millis kFirstPause = 5'000;
constexpr Millis kLongestPause = 60'000;
/// Between two looks whether another scan has posted the layer.
constexpr Millis kPauseForOther = 2'000;

/// 5, 10, 20, 40, 60, 60, ... seconds.
Millis pause_after(int timeouts) {
  Millis pause = kFirstPause;
  while (--timeouts > 0 && pause < kLongestPause) pause *= 2;
  return std::min(pause, kLongestPause);
}

PostEnd end_of(PostOutcome outcome) {
  if (outcome == PostOutcome::kTaken) return PostEnd::kTaken;
  return outcome == PostOutcome::kWorkGoesOn ? PostEnd::kGoesOn : PostEnd::kFailed;
}

/// Why a layer was posted once more; kept in Continuation::state, as its attempts are Clair's
/// timeouts.
constexpr const char kDamaged[] = "archive;";
constexpr const char kNotRead[] = "fetch;";

bool was_posted_again(const Continuation& continuation, const char* why) {
  return continuation.state.find(why) != std::string::npos;
}

/// Where Clair was told to fetch a layer, without what may be secret in an address.
std::string host_of(const std::string& url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string::npos) return "its address";
  return url.substr(0, url.find_first_of("/?#", scheme + 3));
}

}  // namespace

ScanSummary read_report(const ScanParts& parts, const ImageChain& image, const std::string& top,
                        ReportSink& sink, const CallContext& context) {
  LayerReport report(image.chain, sink);
  const HttpResponse answer = get_json(
      parts.clair, "/v1/layers/" + top + "?features&vulnerabilities", report.json(), context);
  const LayerFacts& facts = report.facts();
  if (is_unknown_there(answer) && facts.vulnerabilities == 0) {
    throw AdapterError(ErrorCode::kNotFound, "Clair does not have the layer " + top);
  }
  if (answer.status != kReportOk) throw answer_error(answer, "Clair did not give its report");
  if (!facts.is_there) {
    throw AdapterError(ErrorCode::kScannerBadAnswer, "Clair's report has no layer in it");
  }
  std::optional<bool> has_data;
  if (facts.vulnerabilities == 0 && facts.features > 0 && !facts.os.empty()) {
    has_data = parts.namespaces.has_data(facts.os, context);
  }
  return report_summary(facts, image, top, has_data);
}

ScanStep ChainScan::begin() {
  ImageLayers layers = read_layers();
  if (!layers.is_scannable) {
    return ScanStep::done(empty_summary(layers.outcome, std::move(layers.notes)));
  }
  image_ = {name_layers(layers.layers, parts_.clair.host.crypto()), std::move(layers.notes)};
  Continuation continuation;
  continuation.generation = 2;
  continuation.layer = next_posted(image_.chain, 0);
  if (continuation.layer == kNoLayer) {
    return ScanStep::done(empty_summary(CoverageOutcome::kNothingToScan, std::move(image_.notes)));
  }
  parts_.index.remember(request_.image.digest, image_);
  return post(std::move(continuation));
}

ScanStep ChainScan::resume(const Continuation& continuation, const HttpResponse* awaited) {
  read_image();
  if (continuation.layer >= image_.chain.size() ||
      image_.chain[continuation.layer].image.is_left_out) {
    throw AdapterError(ErrorCode::kStaleContinuation,
                       "the scan was at a layer that the image does not have");
  }
  if (awaited == nullptr) return post(continuation);
  return after_answer(continuation, *awaited);
}

ImageLayers ChainScan::read_layers() {
  ImageLayers layers = read_image_layers(request_, parts_.clair.config, registry_, context_);
  if (layers.is_scannable) refuse_unreadable(layers.layers);
  return layers;
}

/// From the index, which begin() put it into: a manifest for each layer would be many.
void ChainScan::read_image() {
  if (auto known = parts_.index.find(request_.image.digest)) {
    image_ = std::move(*known);
    return;
  }
  ImageLayers layers = read_layers();
  image_ = {name_layers(layers.layers, parts_.clair.host.crypto()), std::move(layers.notes)};
}

ScanStep ChainScan::post(Continuation continuation) {
  const ChainLayer& layer = image_.chain[continuation.layer];
  const std::string text = layer_text(continuation.layer);
  context_.progress({"index", continuation.layer, image_.chain.size()});
  if (!parts_.posts.begin(layer.name, request_.image.digest, parts_.clair.host.now())) {
    continuation.step = "other";
    return ScanStep::pending_for(
        kPauseForOther, to_json(continuation),
        text + ": another scan is having it indexed, or it is being deleted");
  }
  continuation.step = "post";
  try {
    const LayerSource source = layer_source(layer.image, parts_.clair.config,
                                            parts_.clair.registry_http, registry_, context_);
    return ScanStep::pending_on(
        layer_request(parts_.clair.config, image_.chain, continuation.layer, source),
        to_json(continuation), "indexing " + text);
  } catch (...) {
    parts_.posts.end(layer.name, PostEnd::kFailed, parts_.clair.host.now());
    throw;
  }
}

ScanStep ChainScan::after_answer(const Continuation& continuation, const HttpResponse& answer) {
  const std::string text = layer_text(continuation.layer);
  const PostOutcome outcome = post_outcome(answer);
  parts_.posts.end(image_.chain[continuation.layer].name, end_of(outcome), parts_.clair.host.now());
  if (answer.status == 0) throw no_answer_error(answer, text);
  switch (outcome) {
    case PostOutcome::kTaken:
      parts_.engine.saw(engine_of_answer(answer.body));
      return next_layer(continuation);
    case PostOutcome::kUnsupportedOs:
      return ScanStep::done(
          unsupported_summary(image_, image_.chain[continuation.layer].image.digest));
    case PostOutcome::kParentUnknown:
      return restart(continuation, "Clair has lost the layer below ");
    case PostOutcome::kNotFetched: return after_fetch_failure(continuation);
    case PostOutcome::kNoArchive:
      if (!was_posted_again(continuation, kDamaged)) return post_again(continuation, kDamaged);
      break;
    case PostOutcome::kWorkGoesOn: return after_timeout(continuation, answer);
    case PostOutcome::kFailed: break;
  }
  throw post_error(answer, text);
}

ScanStep ChainScan::next_layer(const Continuation& continuation) {
  const std::size_t next = next_posted(image_.chain, continuation.layer + 1);
  if (next == kNoLayer) return report(continuation);
  Continuation following = continuation;
  following.layer = next;
  following.attempt = 0;
  following.state.clear();
  return post(std::move(following));
}

ScanStep ChainScan::restart(const Continuation& continuation, const char* why) {
  if (continuation.restarts > 0) {
    throw AdapterError(ErrorCode::kScanFailed,
                       why + layer_text(continuation.layer) +
                           " twice in one scan; somebody deletes layers or resets its database "
                           "while images are scanned")
        .no_retry();
  }
  Continuation again;
  again.generation = 2;
  again.restarts = 1;
  again.layer = next_posted(image_.chain, 0);
  return post(std::move(again));
}

ScanStep ChainScan::post_again(Continuation continuation, const char* why) {
  continuation.state += why;
  return post(std::move(continuation));
}

ScanStep ChainScan::after_timeout(Continuation continuation, const HttpResponse& answer) {
  const std::string text = layer_text(continuation.layer);
  if (++continuation.attempt > kMaxTimeouts) throw post_error(answer, text);
  continuation.step = "timeout";
  return ScanStep::pending_for(pause_after(continuation.attempt), to_json(continuation),
                               text + ": Clair needs longer than its api.timeout");
}

/// Clair's sentence is the same for a refusal, a missing layer and a broken network.
ScanStep ChainScan::after_fetch_failure(const Continuation& continuation) {
  const ChainLayer& layer = image_.chain[continuation.layer];
  const bool is_foreign = !layer.image.foreign_url.empty();
  const LayerProbe probe =
      is_foreign ? LayerProbe::kReadable : probe_layer(layer.image.digest, registry_, context_);
  if (probe == LayerProbe::kReadable && !was_posted_again(continuation, kNotRead)) {
    return post_again(continuation, kNotRead);
  }
  if (is_foreign) {
    throw AdapterError(ErrorCode::kScanFailed,
                       "Clair could not fetch " + layer_text(continuation.layer) + " from " +
                           host_of(layer.image.foreign_url) +
                           ", where its manifest says that it lies; set foreign_layers to false to "
                           "scan without it");
  }
  const std::string& base = parts_.clair.config.layer_base_url;
  throw fetch_error(probe, layer_text(continuation.layer),
                    host_of(base.empty() ? registry_.url() : base));
}

ScanStep ChainScan::report(const Continuation& continuation) {
  const std::size_t top = last_posted(image_.chain, image_.chain.size());
  context_.progress({"report", image_.chain.size(), image_.chain.size()});
  try {
    return ScanStep::done(read_report(parts_, image_, image_.chain[top].name, sink_, context_));
  } catch (const AdapterError& error) {
    if (error.code != ErrorCode::kNotFound) throw;
    return restart(continuation, "Clair has lost ");
  }
}

std::string ChainScan::layer_text(std::size_t layer) const {
  return "layer " + std::to_string(layer + 1) + " of " + std::to_string(image_.chain.size()) +
         " (" + image_.chain[layer].image.digest + ")";
}

}  // namespace portside::clair::v2
