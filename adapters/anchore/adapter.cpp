// SPDX-License-Identifier: Apache-2.0
#include "anchore/adapter.hpp"

#include <utility>

#include "anchore/continuation.hpp"
#include "anchore/deletion.hpp"
#include "anchore/errors.hpp"
#include "anchore/find_image.hpp"
#include "anchore/image_name.hpp"
#include "anchore/notification.hpp"
#include "anchore/owner.hpp"
#include "anchore/policy_check.hpp"
#include "anchore/scan.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/require_registry.hpp"

namespace portside::anchore {
namespace {

/// For a version that a report is only to be told.
constexpr Millis kVersionLimit = 3'000;
constexpr Millis kAskAgain = 600'000;

}  // namespace

void AnchoreScanner::configure(const Json& config, HostServices& host) {
  config_ = parse_config(config);
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

/// Which API answers is found out once: a server that is exchanged for one of the other API answers
/// with errors that say so, and needs a reload.
Api AnchoreScanner::api(const CallContext& context) {
  {
    const std::scoped_lock lock(mutex_);
    if (version_.api != 0) return {*anchore_, version_.api};
  }
  return {*anchore_, detect(context, config_.timeout).api};
}

/// For what writes to images whose they are, or asks.
Api AnchoreScanner::owning_api(const CallContext& context) {
  const Api api = this->api(context);
  const std::scoped_lock lock(mutex_);
  if (config_.owner.empty()) config_.owner = kept_owner(*host_);
  return api;
}

/// What the configuration says of the API, or was found out before, counts for more than what the
/// server tells now: one gateway's answer must not change every scan.
ServerVersion AnchoreScanner::detect(const CallContext& context, Millis limit) {
  const ServerVersion found = detect_version(*anchore_, context, limit);
  const std::scoped_lock lock(mutex_);
  if (version_.api == 0) version_.api = found.api;
  version_.service = found.service;
  return version_;
}

/// Where the configuration says which API answers, nobody had to; a path that is closed is not
/// asked at each scan.
bool AnchoreScanner::is_worth_asking() {
  const Millis now = host_->now();
  const std::scoped_lock lock(mutex_);
  const bool was_asked = asked_at_ > 0 && now >= asked_at_ && now - asked_at_ < kAskAgain;
  if (was_asked || !version_.service.empty()) return false;
  asked_at_ = now;
  return true;
}

std::string AnchoreScanner::service_version() const {
  const std::scoped_lock lock(mutex_);
  return version_.service;
}

ScannerStatus AnchoreScanner::status(const CallContext& context) {
  ScannerStatus status;
  try {
    const ServerVersion version = version_for_status(context);
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

/// Where the configuration says which API answers, `/version` may be closed.
ServerVersion AnchoreScanner::version_for_status(const CallContext& context) {
  try {
    return detect(context, config_.timeout);
  } catch (const AdapterError&) {
    if (config_.api_version == ApiVersion::kAuto || context.cancelled()) throw;
    return {config_.api_version == ApiVersion::kV1 ? 1 : 2, {}};
  }
}

/// A permission that is missing says that the credentials are good.
void AnchoreScanner::check_credentials(const Api& api, const CallContext& context) {
  const HttpResponse answer = anchore_->http.send(api.get_status(), nullptr, context);
  if (answer.status == 200 || answer.status == 403) return;
  throw anchore_error(answer, "Anchore did not tell its state");
}

/// Each question for the status shows whether our credentials are good.
void AnchoreScanner::add_feeds(ScannerStatus& status, const Api& api, const CallContext& context) {
  auto feeds = memory_.feeds.fresh(host_->now());
  if (feeds) {
    check_credentials(api, context);
  } else {
    const HttpResponse answer = anchore_->http.send(api.get_feeds(), nullptr, context);
    if (answer.status == 403) {
      status.message +=
          "; its user may not ask for feeds, so that the age of its data stays "
          "unknown";
      return;
    }
    if (answer.status != 200) throw anchore_error(answer, "Anchore did not tell of its feeds");
    feeds = read_feeds(answer);
    memory_.feeds.learn(*feeds, host_->now());
  }
  status.data_updated_at = feeds->updated_at;
  if (feeds->never_synced) {
    status.message += "; its feeds have not brought a record yet, so that its reports are empty";
  }
}

ScanStep AnchoreScanner::with_version(ScanStep step, const CallContext& context) {
  if (step.kind != StepKind::kDone) return step;
  if (is_worth_asking()) {
    try {
      detect(context, kVersionLimit);
    } catch (const AdapterError&) {  // NOLINT(bugprone-empty-catch): the report is worth having
    }
  }
  step.summary.scanner_version = service_version();
  return step;
}

ScanStep AnchoreScanner::scan_image(const ScanRequest& request, RegistryAccess& registry,
                                    ReportSink& sink, const CallContext& context) {
  sdk::require_registry(registry, "Anchore");
  const Api api = owning_api(context);
  return with_version(Scan(api, memory_, request, registry, sink, context).begin(), context);
}

ScanStep AnchoreScanner::rescan_image(const ScanRequest& request, RegistryAccess& registry,
                                      ReportSink& sink, const CallContext& context) {
  sdk::require_registry(registry, "Anchore");
  const Api api = owning_api(context);
  return with_version(Scan(api, memory_, request, registry, sink, context).begin_again(), context);
}

ScanStep AnchoreScanner::resume_scan(const ScanRequest& request, const Json& text,
                                     const HttpResponse* awaited, RegistryAccess& registry,
                                     ReportSink& sink, const CallContext& context) {
  Continuation at = parse_continuation(text);
  const Api api = owning_api(context);
  if (at.api != api.version()) {
    throw AdapterError(ErrorCode::kStaleContinuation,
                       "the scan was begun with version " + std::to_string(at.api) +
                           " of Anchore's API, and another one answers now");
  }
  Scan scan(api, memory_, request, registry, sink, context);
  return with_version(scan.resume(std::move(at), awaited), context);
}

void AnchoreScanner::abandon_scan(const ScanRequest&, const Json& text,
                                  const CallContext& context) {
  const Continuation at = parse_continuation(text);
  // Before the answer to the POST nothing says that it waits for us, and what is only to be told of
  // a tag, or matched again, is analysed.
  const bool is_analysed = at.for_tag || at.step == Step::kMatch;
  if (at.digest.empty() || at.step == Step::kFind || is_analysed) return;
  stop_analysis(owning_api(context), at.digest, context);
}

void AnchoreScanner::notify_image_deleted(const ScanRequest& request, const CallContext& context) {
  if (config_.on_delete == OnDelete::kKeep) return;
  forget_image(owning_api(context), request, context);
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
  std::string full_tag;
  try {
    full_tag = image_name(request.image, config_).full_tag;
  } catch (const AdapterError& error) {
    // Of this image nothing can be said; of others it can.
    if (error.code != ErrorCode::kUnsupported) throw;
    ImageCheck unknown;
    unknown.reason = error.message;
    unknown.checked_at = host_->now();
    return unknown;
  }
  return check_policy(api(context), known_digest(request), full_tag, context);
}

}  // namespace portside::anchore
