// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "clair/generation.hpp"
#include "clair/v2/chain_index.hpp"
#include "clair/v2/engine_version.hpp"
#include "clair/v2/layer_errors.hpp"
#include "clair/v2/namespaces.hpp"
#include "clair/v2/posts_under_way.hpp"

namespace portside::clair::v2 {

/// What all scans of an instance have in common.
struct ScanParts {
  const Clair& clair;
  Namespaces& namespaces;
  ChainIndex& index;
  EngineVersion& engine;
  PostsUnderWay& posts;
};

/// Reads what Clair has of the top of `image` and gives its rows to `sink`. Throws kNotFound when
/// Clair does not have that layer. `top` is its name.
ScanSummary read_report(const ScanParts& parts, const ImageChain& image, const std::string& top,
                        ReportSink& sink, const CallContext& context);

/// One step of a scan. The layers go to Clair one after the other, from the base; each answer
/// decides what is next:
///
///   taken            the next layer, or the report after the last
///   parent unknown   the whole chain again, once: somebody deleted a layer meanwhile
///   not fetched      the registry is asked why; the same layer once more with fresh credentials
///   no archive       the same layer once more: it may have been cut short on the way
///   timeout          Clair goes on with it: the same layer again after a pause, ten times
///   unsupported      the end: a report that says so
///
/// Each is counted for itself, from one layer to the next.
class ChainScan {
 public:
  ChainScan(const ScanParts& parts, const ScanRequest& request, RegistryAccess& registry,
            ReportSink& sink, const CallContext& context)
      : parts_(parts), request_(request), registry_(registry), sink_(sink), context_(context) {}

  ScanStep begin();

  /// `awaited` null: the step was a pause, or the answer was lost with an earlier process; the
  /// layer is posted again. Throws kStaleContinuation for a layer that the image does not have.
  ScanStep resume(const Continuation& continuation, const HttpResponse* awaited);

 private:
  ImageLayers read_layers();
  void read_image();
  ScanStep post(Continuation continuation);
  ScanStep after_answer(const Continuation& continuation, const HttpResponse& answer);
  ScanStep next_layer(const Continuation& continuation);
  ScanStep restart(const Continuation& continuation, const char* why);
  ScanStep post_again(Continuation continuation, const char* why);
  ScanStep after_timeout(Continuation continuation, const HttpResponse& answer);
  ScanStep after_fetch_failure(const Continuation& continuation);
  ScanStep report(const Continuation& continuation);
  std::string layer_text(std::size_t layer) const;

  const ScanParts parts_;
  const ScanRequest& request_;
  RegistryAccess& registry_;
  ReportSink& sink_;
  const CallContext& context_;
  ImageChain image_;
};

}  // namespace portside::clair::v2
