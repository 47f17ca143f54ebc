// SPDX-License-Identifier: Apache-2.0
//
// From the first look at an image to the end of its analysis; the credentials that Anchore is given
// are in scan_credentials.cpp, what becomes of a new tag in scan_tag.cpp, the report in
// scan_report.cpp.
#include "anchore/scan.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "anchore/errors.hpp"
#include "anchore/find_image.hpp"
#include "anchore/image_name.hpp"
#include "anchore/image_request.hpp"
#include "anchore/scan_summary.hpp"
#include "portside/sdk/back_off.hpp"
#include "portside/sdk/image_manifest.hpp"

namespace portside::anchore {
namespace {

constexpr sdk::BackOff kLooks = {5'000, 30'000};
constexpr int kMostFailures = 5;
/// How long an image that was not there is taken to be still unknown to Anchore.
constexpr Millis kLookHolds = 10'000;

bool is_failed(const ImageRecord& image) {
  return image.analysis == Analysis::kFailed;
}

/// On its way out, whatever its analysis came to.
bool is_deleting(const ImageRecord& image) {
  return image.image_status == "deleting";
}

/// "" is a config that the host does not know.
bool is_image(const ScanRequest& request) {
  const std::string& type = request.image.config_media_type;
  return type.empty() || sdk::is_image_config(type);
}

AdapterError image_forgotten() {
  return AdapterError(ErrorCode::kStaleContinuation,
                      "Anchore does not know the image any more that it was given; somebody may "
                      "have deleted it there");
}

AdapterError analysis_failed(const ImageRecord& image) {
  return AdapterError(ErrorCode::kScanFailed,
                      "Anchore's analysis of the image failed; the log of its analyzer says why, "
                      "and the next scan has it try again",
                      image.status_detail)
      .no_retry();
}

/// Not kScanFailed: the host is to call abandon_scan().
AdapterError analysis_overdue(Millis timeout, const std::string& why) {
  return AdapterError(ErrorCode::kDeadlineExceeded,
                      "Anchore has not analysed the image within " +
                          std::to_string(timeout / 1'000) +
                          " seconds ('analysis_timeout_seconds'): " + why)
      .no_retry();
}

/// What a request answered that was answered before in the same scan: not Anchore, but something in
/// front of it that is without it for a while.
bool passes(const AdapterError& error) {
  return error.can_retry || error.code == ErrorCode::kScannerBadAnswer;
}

}  // namespace

Scan::Scan(const Api& api, ScanMemory& memory, const ScanRequest& request, RegistryAccess& registry,
           ReportSink& sink, const CallContext& context)
    : api_(api),
      feeds_(memory.feeds),
      records_(memory.records),
      told_tags_(memory.told_tags),
      request_(request),
      registry_(registry),
      sink_(sink),
      context_(context) {}

const ImageName& Scan::name() {
  if (!name_) name_ = image_name(request_.image, config());
  return *name_;
}

ScanStep Scan::begin() {
  if (!is_image(request_)) return ScanStep::done(summary_of_no_image());
  // What cannot be named is refused before anybody is asked.
  static_cast<void>(name());
  Continuation at;
  at.api = api_.version();
  return look(at);
}

ScanStep Scan::begin_again() {
  if (!is_image(request_)) return begin();
  Continuation at;
  at.api = api_.version();
  at.digest = known_digest(request_);
  at.refresh = true;
  return look(at);
}

ScanStep Scan::resume(Continuation at, const HttpResponse* awaited) {
  if (!at.for_tag) return go_on(std::move(at), awaited);
  try {
    return go_on(at, awaited);
  } catch (const AdapterError& error) {
    return without_tag(std::move(at), error);
  }
}

ScanStep Scan::go_on(Continuation at, const HttpResponse* awaited) {
  if (awaited == nullptr) return send(std::move(at));
  switch (at.step) {
    case Step::kFind: return found(std::move(at), *awaited);
    case Step::kFindAgain: return found_again(std::move(at), *awaited);
    case Step::kCredentials:
    case Step::kCredentialsAgain: return with_credentials(std::move(at), *awaited);
    case Step::kImage: return posted(std::move(at), *awaited);
    case Step::kMatch: return matched(std::move(at), *awaited);
    case Step::kFeeds: return with_feeds(std::move(at), *awaited);
    case Step::kAnalysis:
    case Step::kLookForReport: break;
  }
  return seen(std::move(at), *awaited);
}

ScanStep Scan::send(Continuation at) {
  switch (at.step) {
    case Step::kCredentials:
    case Step::kCredentialsAgain: return put_credentials(std::move(at));
    case Step::kImage: return post(std::move(at));
    case Step::kMatch: return match_again(std::move(at));
    case Step::kFeeds: at.step = Step::kAnalysis; break;
    case Step::kFind:
    case Step::kFindAgain:
    case Step::kAnalysis:
    case Step::kLookForReport: break;
  }
  return look(at);
}

ScanStep Scan::look(const Continuation& at) const {
  return look_after(0, at, "looking at the image");
}

ScanStep Scan::look_after(Millis pause, const Continuation& at, const std::string& note) const {
  const std::string& digest = at.digest.empty() ? request_.image.digest : at.digest;
  return ScanStep::pending_on_after(pause, api_.get_image(digest), to_json(at), note);
}

/// The record of the registry is left alone where nothing is to be pulled: a scan that ends at once
/// would leave one behind whose credentials end with it, under the pull of another scan.
ScanStep Scan::found(Continuation at, const HttpResponse& answer) {
  const std::optional<ImageRecord> image = found_image(answer);
  // What others brought must not look as if it were ours: we delete what is.
  at.is_foreign = image && image->owner != config().owner;
  if (!image) {
    at.refresh = false;
    at.digest.clear();
    at.since = now();
  }
  if (image && is_deleting(*image)) return wait(std::move(at), image->image_status);
  if (!image || is_failed(*image)) return put_credentials(std::move(at));
  const bool is_under_way = image->analysis == Analysis::kPending;
  // Its pull may depend on credentials that end before this scan does.
  if (is_under_way && !at.refresh) return put_credentials(std::move(at));
  at.digest = image->digest;
  at.step = Step::kAnalysis;
  at.since = now();
  const bool is_analysed = image->analysis == Analysis::kAnalyzed;
  if (is_analysed && !at.refresh && is_new_tag(answer)) return give_tag(std::move(at));
  return looked(std::move(at), *image);
}

/// Anchore may have taken minutes to try the credentials.
ScanStep Scan::post_or_look(Continuation at) {
  const bool may_have_come = at.digest.empty() && !at.is_foreign && at.since > 0;
  if (!may_have_come || now() - at.since <= kLookHolds) return post(std::move(at));
  at.step = Step::kFindAgain;
  return look(at);
}

/// Whatever it is now: it is posted, and only its owner is of interest.
ScanStep Scan::found_again(Continuation at, const HttpResponse& answer) {
  try {
    const std::optional<ImageRecord> image = found_image(answer);
    at.is_foreign = image && image->owner != config().owner;
  } catch (const AdapterError& error) {
    return tolerate(std::move(at), error);
  }
  return post(std::move(at));
}

ScanStep Scan::post(Continuation at) {
  at.step = Step::kImage;
  at.failures = 0;
  const std::string owner = at.is_foreign ? std::string() : config().owner;
  return ScanStep::pending_on(api_.post_image(image_request(name(), owner, now(), api_.version())),
                              to_json(at), "Anchore asks the registry for the image");
}

ScanStep Scan::posted(Continuation at, const HttpResponse& answer) {
  if (!is_success(answer)) {
    const AnchoreFailure failure = anchore_failure(answer, "Anchore did not take the image");
    if (failure.kind == Failure::kRegistryCredentials) {
      if (auto again = renew(std::move(at))) return *std::move(again);
    }
    throw AdapterError(failure.error);
  }
  const ImageRecord image = read_image_record(answer);
  at.step = Step::kAnalysis;
  at.digest = image.digest;
  at.since = now();
  if (at.for_tag) {
    told_tags_.add(request_.image.digest, name().full_tag);
    // What comes next is not the tag's any more, and its errors count.
    at.for_tag = false;
    return look(at);
  }
  return looked(std::move(at), image);
}

ScanStep Scan::seen(Continuation at, const HttpResponse& answer) {
  std::optional<ImageRecord> image;
  try {
    image = found_image(answer);
  } catch (const AdapterError& error) {
    return tolerate(std::move(at), error);
  }
  if (image) return looked(std::move(at), *image);
  // A record can be some seconds late.
  if (++at.failures > kMostFailures) throw image_forgotten();
  return look_after(kLooks.first, at, "Anchore does not show the image yet");
}

ScanStep Scan::looked(Continuation at, const ImageRecord& image) {
  if (is_deleting(image)) {
    // It is posted again when it is gone.
    at.step = Step::kFind;
    return wait(std::move(at), image.image_status);
  }
  if (image.analysis == Analysis::kAnalyzed) return finish(std::move(at), image);
  if (is_failed(image)) {
    // An analyzer may have pulled with credentials that had ended: posted again it is queued again.
    if (auto again = renew(std::move(at))) return *std::move(again);
    throw analysis_failed(image);
  }
  at.failures = 0;
  return wait(std::move(at), image.status);
}

ScanStep Scan::wait(Continuation at, const std::string& status) const {
  if (at.since == 0) at.since = now();
  const Millis left = at.since + config().analysis_timeout - now();
  if (left <= 0) {
    throw analysis_overdue(config().analysis_timeout,
                           "it is '" + status +
                               "' still. Its analyzers are busy, or stuck: look at how many there "
                               "are, and at their logs");
  }
  ++at.polls;
  const Millis pause = sdk::back_off(kLooks, at.polls, request_.image.digest);
  return look_after(std::min(pause, left), at, "analysis: " + status);
}

/// A scan of half an hour is not to fail by a request that does.
ScanStep Scan::tolerate(Continuation at, const AdapterError& error) const {
  if (!passes(error) || ++at.failures > kMostFailures) throw AdapterError(error);
  const Millis pause = error.retry_after
                           ? std::max(*error.retry_after, kLooks.first)
                           : sdk::back_off(kLooks, at.failures, request_.image.digest);
  const bool is_analysis = at.step == Step::kAnalysis;
  const Millis begun = is_analysis ? at.since : now();
  const Millis left = begun + config().analysis_timeout - now();
  if (left <= 0) {
    throw analysis_overdue(config().analysis_timeout,
                           "how far it is could not be asked at the end. " + error.message);
  }
  return look_after(std::min(pause, left), at, "asking Anchore again: " + error.message);
}

}  // namespace portside::anchore
