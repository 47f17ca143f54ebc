// SPDX-License-Identifier: Apache-2.0
#include "anchore/adapter.hpp"

#include <utility>

#include "anchore/continuation.hpp"
#include "anchore/deletion.hpp"
#include "anchore/errors.hpp"
#include "anchore/image_name.hpp"
#include "anchore/notification.hpp"
#include "anchore/policy_check.hpp"
#include "anchore/scan.hpp"
#include "portside/api/error.hpp"

namespace portside::anchore {

void AnchoreScanner::configure(const Json& config, HostServices& host) {
  config_ = parse_config(config);
  if (config_.owner.empty()) config_.owner = host.instance_id();
  host_ = &host;
  anchore_ = std::make_unique<Anchore>(Anchore{config_, host, host.http(config_.http)});
  if (config_.api_version == ApiVersion::kV1) version_.api = 1;
  if (config_.api_version == ApiVersion::kV2) version_.api = 2;
}

ScannerInfo AnchoreScanner::describe() const {
  ScannerInfo info;
  info.name = "Anchore";
  info.vendor = "Anchore, Inc.";
  info.capabilities = {{"vulnerability", {}, {}, {}}, {"image-check", {}, {}, {}}};
  return info;
}

/// What was found stays: a server that is exchanged for one of the other API answers with errors
/// that say so, and needs a reload.
Api AnchoreScanner::api(const CallContext& context) {
  {
    const std::scoped_lock lock(mutex_);
    if (version_.api != 0) return {*anchore_, version_.api};
  }
  return {*anchore_, detect(context).api};
}

/// What the configuration says of the API counts for more than what the server does.
ServerVersion AnchoreScanner::detect(const CallContext& context) {
  ServerVersion found = detect_version(*anchore_, context);
  if (config_.api_version == ApiVersion::kV1) found.api = 1;
  if (config_.api_version == ApiVersion::kV2) found.api = 2;
  const std::scoped_lock lock(mutex_);
  version_ = found;
  return found;
}

std::string AnchoreScanner::service_version() const {
  const std::scoped_lock lock(mutex_);
  return version_.service;
}

ScannerStatus AnchoreScanner::status(const CallContext& context) {
  ScannerStatus status;
  try {
    const ServerVersion version = detect(context);
    status.version = version.service;
    status.message = version.api == 1 ? "Anchore Engine (API v1)" : "Anchore Enterprise (API v2)";
    add_feeds(status, Api(*anchore_, version.api), context);
    status.reachable = true;
  } catch (const AdapterError& error) {
    if (context.cancelled() || context.time_left() <= 0) throw;
    status.message = error.message;
  }
  return status;
}

/// Also the first call that shows whether our credentials are good.
void AnchoreScanner::add_feeds(ScannerStatus& status, const Api& api, const CallContext& context) {
  auto feeds = feeds_.fresh(host_->now());
  if (!feeds) {
    const HttpResponse answer = anchore_->http.send(api.get_feeds(), nullptr, context);
    if (answer.status == 403) {
      status.message +=
          "; its user may not ask for feeds, so that the age of its data stays "
          "unknown";
      return;
    }
    if (answer.status != 200) throw anchore_error(answer, "Anchore did not tell of its feeds");
    feeds = read_feeds(answer);
    feeds_.learn(*feeds, host_->now());
  }
  status.data_updated_at = feeds->updated_at;
  if (feeds->never_synced) {
    status.message += "; its feeds have not brought a record yet, so that its reports are empty";
  }
}

ScanStep AnchoreScanner::with_version(ScanStep step) const {
  if (step.kind == StepKind::kDone) step.summary.scanner_version = service_version();
  return step;
}

ScanStep AnchoreScanner::scan_image(const ScanRequest& request, RegistryAccess& registry,
                                    ReportSink& sink, const CallContext& context) {
  const Api api = this->api(context);
  return with_version(Scan(api, feeds_, request, registry, sink, context).begin());
}

ScanStep AnchoreScanner::rescan_image(const ScanRequest& request, RegistryAccess& registry,
                                      ReportSink& sink, const CallContext& context) {
  const Api api = this->api(context);
  return with_version(Scan(api, feeds_, request, registry, sink, context).begin_again());
}

ScanStep AnchoreScanner::resume_scan(const ScanRequest& request, const Json& text,
                                     const HttpResponse* awaited, RegistryAccess& registry,
                                     ReportSink& sink, const CallContext& context) {
  Continuation at = parse_continuation(text);
  const Api api = this->api(context);
  if (at.api != api.version()) {
    throw AdapterError(ErrorCode::kStaleContinuation,
                       "the scan was begun with version " + std::to_string(at.api) +
                           " of Anchore's API, and another one answers now");
  }
  Scan scan(api, feeds_, request, registry, sink, context);
  return with_version(scan.resume(std::move(at), awaited));
}

void AnchoreScanner::notify_image_deleted(const ScanRequest& request, const CallContext& context) {
  if (config_.on_delete == OnDelete::kKeep) return;
  forget_image(api(context), request, context);
}

AcceptedNotification AnchoreScanner::accept_notification(const Notification& call) {
  return accept(call, config_, *host_);
}

RescanTargets AnchoreScanner::handle_notification(const Json& token, const CallContext&) {
  return targets_of(token);
}

/// Anchore does not ask whether a webhook call was handled.
void AnchoreScanner::acknowledge_notification(const Json&, const CallContext&) {}

ImageCheck AnchoreScanner::check_image(const ScanRequest& request, RegistryAccess*,
                                       const CallContext& context) {
  const ImageName name = image_name(request.image, config_);
  return check_policy(api(context), request.image.digest, name.full_tag, context);
}

}  // namespace portside::anchore
