// SPDX-License-Identifier: Apache-2.0
#include "clair/adapter.hpp"

#include <utility>

#include "clair/detection.hpp"
#include "clair/notification.hpp"
#include "clair/policy_check.hpp"
#include "clair/v2/clair2.hpp"
#include "clair/v4/clair4.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/config_document.hpp"
#include "portside/sdk/require_registry.hpp"

namespace portside::clair {

void ClairScanner::configure(const Json& config, HostServices& host) {
  config_ = parse_config(config);
  host_ = &host;
  HttpClient* registry_http = nullptr;
  if (config_.resolve_redirects) {
    HttpOptions registry;
    registry.origins = {sdk::origin_of(config_.layer_base_url)};
    registry_http = &host.http(registry);
  }
  clair_ = std::make_unique<Clair>(Clair{config_, host, host.http(config_.http), registry_http});
  clair2_ = std::make_unique<v2::Clair2>(*clair_);
  clair4_ = std::make_unique<v4::Clair4>(*clair_);
  if (config_.version == Version::k2) found_ = clair2_.get();
  if (config_.version == Version::k4) found_ = clair4_.get();
}

ScannerInfo ClairScanner::describe() const {
  ScannerInfo info;
  info.name = "Clair";
  info.vendor = "Project Quay";
  info.capabilities = {{"vulnerability", {}, {}, {}}};
  if (config_.check.enabled) info.capabilities.push_back({"image-check", {}, {}, {}});
  return info;
}

/// A generation that was found stays: a server that is exchanged for one of the other generation
/// answers with errors that say so, and needs a reload.
Generation& ClairScanner::generation(const CallContext& context) {
  {
    const std::scoped_lock lock(mutex_);
    if (found_ != nullptr) return *found_;
  }
  Generation& found = generation_of(detect_generation(*clair_, context));
  const std::scoped_lock lock(mutex_);
  found_ = &found;
  return found;
}

Generation& ClairScanner::generation_of(int number) {
  return number == 2 ? *clair2_ : *clair4_;
}

ScannerStatus ClairScanner::status(const CallContext& context) {
  try {
    return generation(context).status(context);
  } catch (const AdapterError& error) {
    if (context.cancelled() || context.time_left() <= 0) throw;
    ScannerStatus status;
    status.message = error.message;
    return status;
  }
}

ScanStep ClairScanner::scan_image(const ScanRequest& request, RegistryAccess& registry,
                                  ReportSink& sink, const CallContext& context) {
  sdk::require_registry(registry, "Clair");
  return generation(context).scan(request, registry, sink, context);
}

ScanStep ClairScanner::rescan_image(const ScanRequest& request, RegistryAccess& registry,
                                    ReportSink& sink, const CallContext& context) {
  Generation& clair = generation(context);
  if (!clair.is_outdated(request, context)) {
    try {
      return ScanStep::done(clair.latest_report(request, sink, context));
    } catch (const AdapterError& error) {
      if (error.code != ErrorCode::kNotFound) throw;  // else it has forgotten the image
    }
  }
  sdk::require_registry(registry, "Clair");
  return clair.scan(request, registry, sink, context);
}

ScanStep ClairScanner::resume_scan(const ScanRequest& request, const Json& text,
                                   const HttpResponse* awaited, RegistryAccess& registry,
                                   ReportSink& sink, const CallContext& context) {
  const Continuation continuation = parse_continuation(text);
  Generation& clair = generation(context);
  if (&clair != &generation_of(continuation.generation)) {
    throw AdapterError(ErrorCode::kStaleContinuation, "the scan was begun with Clair " +
                                                          std::to_string(continuation.generation) +
                                                          ", and another generation answers now");
  }
  return clair.resume(request, continuation, awaited, registry, sink, context);
}

void ClairScanner::notify_image_deleted(const ScanRequest& request, const CallContext& context) {
  // What Clair 2 is not told, the adapter's own index of layers forgets all the same.
  Generation& clair = config_.on_delete == OnDelete::kKeep ? *clair2_ : generation(context);
  clair.image_deleted(request, context);
}

AcceptedNotification ClairScanner::accept_notification(const Notification& call) {
  const ClairNotification notification = accept(call, config_, *host_);
  return {notification.name, to_json(notification)};
}

RescanTargets ClairScanner::handle_notification(const Json& token, const CallContext& context) {
  const ClairNotification notification = parse_notification(token);
  return generation_of(notification.generation).affected_images(notification.name, context);
}

void ClairScanner::acknowledge_notification(const Json& token, const CallContext& context) {
  const ClairNotification notification = parse_notification(token);
  generation_of(notification.generation).forget_notification(notification.name, context);
}

ImageCheck ClairScanner::check_image(const ScanRequest& request, RegistryAccess*,
                                     const CallContext& context) {
  if (!config_.check.enabled) {
    throw AdapterError(ErrorCode::kUnsupported,
                       "Clair has no judgement of its own; 'check' in the adapter's configuration "
                       "makes one of its latest answer");
  }
  PolicyCheck check(config_.check);
  ImageCheck unknown;
  unknown.checked_at = host_->now();
  try {
    const ScanSummary summary = generation(context).latest_report(request, check, context);
    return check.judge(summary.coverage, host_->now());
  } catch (const AdapterError& error) {
    // Clair answers, and cannot say: it has not seen the image, or has no data yet.
    if (error.code != ErrorCode::kNotFound && error.code != ErrorCode::kScannerUnavailable) throw;
    unknown.reason = error.message;
    if (error.code == ErrorCode::kNotFound) unknown.reason += "; scan it first";
  }
  return unknown;
}

}  // namespace portside::clair
