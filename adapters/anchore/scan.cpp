// SPDX-License-Identifier: Apache-2.0
#include "anchore/scan.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "anchore/errors.hpp"
#include "anchore/find_image.hpp"
#include "anchore/image_name.hpp"
#include "anchore/image_request.hpp"
#include "anchore/policy_check.hpp"
#include "anchore/report.hpp"
#include "anchore/scan_summary.hpp"
#include "portside/sdk/back_off.hpp"
#include "portside/sdk/image_manifest.hpp"

namespace portside::anchore {
namespace {

constexpr sdk::BackOff kLooks = {5'000, 30'000};
constexpr int kMostFailures = 5;
/// Somebody else deletes the record of the registry whenever it is about to be changed.
constexpr int kMostVanishedRecords = 3;

bool is_success(const HttpResponse& answer) {
  return answer.status >= 200 && answer.status < 300;
}

/// "" is a config that the host does not know.
bool is_image(const ScanRequest& request) {
  const std::string& type = request.image.config_media_type;
  return type.empty() || sdk::is_image_config(type);
}

/// A record can be some seconds late.
AdapterError image_missing() {
  return AdapterError(ErrorCode::kScanFailed,
                      "Anchore does not know the image that it was given; somebody may have "
                      "deleted it there")
      .retry_in(kLooks.first);
}

AdapterError analysis_failed() {
  return AdapterError(ErrorCode::kScanFailed,
                      "Anchore's analysis of the image failed; the log of its analyzer says why, "
                      "and the next scan has it try again")
      .no_retry();
}

AdapterError analysis_overdue(Millis timeout, const std::string& status) {
  return AdapterError(ErrorCode::kScanFailed,
                      "Anchore has not analysed the image within " +
                          std::to_string(timeout / 1'000) +
                          " seconds ('analysis_timeout_seconds'): it is '" + status +
                          "' still. Its analyzers are busy, or stuck: look at how many there are, "
                          "and at their logs");
}

}  // namespace

Scan::Scan(const Api& api, FeedsCache& feeds, const ScanRequest& request, RegistryAccess& registry,
           ReportSink& sink, const CallContext& context)
    : api_(api),
      feeds_(feeds),
      request_(request),
      registry_(registry),
      sink_(sink),
      context_(context) {}

ScanStep Scan::begin() {
  if (!is_image(request_)) return ScanStep::done(summary_of_no_image());
  Continuation at;
  at.api = api_.version();
  return put_credentials(std::move(at));
}

ScanStep Scan::begin_again() {
  if (!is_image(request_)) return begin();
  const auto image = find_image(api_, request_.image.digest, context_);
  // It has forgotten the image, is about to, or has to try again.
  const bool is_gone = !image || image->image_status == "deleting";
  if (is_gone || image->analysis == Analysis::kFailed) return begin();
  Continuation at;
  at.step = Step::kAnalysis;
  at.api = api_.version();
  at.digest = image->digest;
  at.since = now();
  at.refresh = true;
  return looked(std::move(at), *image);
}

ScanStep Scan::resume(Continuation at, const HttpResponse* awaited) {
  switch (at.step) {
    case Step::kCredentials:
    case Step::kCredentialsAgain:
      if (awaited == nullptr) return put_credentials(std::move(at));
      return with_credentials(std::move(at), *awaited);
    case Step::kImage:
      if (awaited == nullptr) return post(std::move(at));
      return posted(std::move(at), *awaited);
    case Step::kFeeds:
      if (awaited != nullptr) return with_feeds(std::move(at), *awaited);
      at.step = Step::kAnalysis;
      return look(std::move(at));
    case Step::kAnalysis:
    case Step::kReport: break;
  }
  return look(std::move(at));
}

ScanStep Scan::put_credentials(Continuation at) {
  if (config().use_anchore_configured_credentials) return post(std::move(at));
  const Credentials credentials = registry_.credentials(context_);
  if (credentials.kind == CredentialKind::kNone) return post(std::move(at));
  const ImageName name = image_name(request_.image, config());
  at.step = Step::kCredentials;
  return ScanStep::pending_on(
      api_.post_registry(name, registry_record(name, credentials, config())), to_json(at),
      "giving Anchore credentials for the repository");
}

ScanStep Scan::put_credentials_again(Continuation at) {
  const ImageName name = image_name(request_.image, config());
  at.step = Step::kCredentialsAgain;
  return ScanStep::pending_on(
      api_.put_registry(name, registry_record(name, registry_.credentials(context_), config())),
      to_json(at), "giving Anchore new credentials for the repository");
}

ScanStep Scan::with_credentials(Continuation at, const HttpResponse& answer) {
  if (is_success(answer)) return post(std::move(at));
  const AnchoreFailure failure =
      anchore_failure(answer, "Anchore did not take credentials for the registry");
  // Scans of one repository may put theirs in place at the same time; any of them will do.
  if (at.step == Step::kCredentials && failure.kind == Failure::kRegistryExists) {
    return put_credentials_again(std::move(at));
  }
  const bool has_vanished =
      at.step == Step::kCredentialsAgain && failure.kind == Failure::kNotFound;
  if (has_vanished && ++at.failures <= kMostVanishedRecords) return put_credentials(std::move(at));
  throw AdapterError(failure.error);
}

ScanStep Scan::post(Continuation at) {
  const ImageName name = image_name(request_.image, config());
  // What others brought must not look as if it were ours: we delete what is.
  const auto known = find_image(api_, request_.image.digest, context_);
  const bool is_ours = !known || known->owner == config().owner;
  at.step = Step::kImage;
  at.failures = 0;
  return ScanStep::pending_on(
      api_.post_image(
          image_request(name, is_ours ? config().owner : std::string(), now(), api_.version())),
      to_json(at), "Anchore asks the registry for the image");
}

ScanStep Scan::posted(Continuation at, const HttpResponse& answer) {
  if (!is_success(answer)) {
    const AnchoreFailure failure = anchore_failure(answer, "Anchore did not take the image");
    const bool can_renew = failure.kind == Failure::kRegistryCredentials && at.renewals == 0 &&
                           !config().use_anchore_configured_credentials;
    if (!can_renew) throw AdapterError(failure.error);
    ++at.renewals;
    return put_credentials(std::move(at));
  }
  const ImageRecord image = read_image_record(answer);
  at.step = Step::kAnalysis;
  at.digest = image.digest;
  at.since = now();
  return looked(std::move(at), image);
}

ScanStep Scan::look(Continuation at) {
  std::optional<ImageRecord> image;
  try {
    image = find_image(api_, at.digest, context_);
    if (!image) throw image_missing();
  } catch (const AdapterError& error) {
    if (context_.cancelled()) throw;
    return tolerate(std::move(at), error);
  }
  at.failures = 0;
  return looked(std::move(at), *image);
}

ScanStep Scan::looked(Continuation at, const ImageRecord& image) {
  if (image.analysis == Analysis::kAnalyzed) return finish(std::move(at), image);
  if (image.analysis == Analysis::kFailed) throw analysis_failed();
  return wait(std::move(at), image.status);
}

ScanStep Scan::wait(Continuation at, const std::string& status) const {
  const Millis left = at.since + config().analysis_timeout - now();
  if (left <= 0) throw analysis_overdue(config().analysis_timeout, status);
  ++at.polls;
  const Millis pause = sdk::back_off(kLooks, at.polls, at.digest);
  return ScanStep::pending_for(std::min(pause, left), to_json(at), "analysis: " + status);
}

/// A scan of half an hour is not to fail by a request that does.
ScanStep Scan::tolerate(Continuation at, const AdapterError& error) const {
  if (!error.can_retry || ++at.failures > kMostFailures) throw AdapterError(error);
  const Millis pause = error.retry_after ? std::max(*error.retry_after, kLooks.first)
                                         : sdk::back_off(kLooks, at.failures, at.digest);
  return ScanStep::pending_for(pause, to_json(at), "asking Anchore again: " + error.message);
}

ScanStep Scan::with_feeds(Continuation at, const HttpResponse& answer) {
  try {
    if (answer.status != 200) throw anchore_error(answer, "Anchore did not tell of its feeds");
    feeds_.learn(read_feeds(answer), now());
  } catch (const AdapterError& error) {
    api_.anchore().host.log(LogLevel::kWarning,
                            "the age of Anchore's data stays unknown: " + error.message, {});
  }
  at.step = Step::kReport;
  return look(std::move(at));
}

ScanStep Scan::finish(Continuation at, const ImageRecord& image) {
  if (at.step != Step::kReport && !feeds_.fresh(now())) {
    at.step = Step::kFeeds;
    return ScanStep::pending_on(api_.get_feeds(), to_json(at), "asking how old the data is");
  }
  const auto facts = read_vulnerabilities(api_, image, at.refresh, sink_, context_);
  if (!facts) return wait(std::move(at), "not_analyzed");
  ScanSummary summary = scan_summary(api_, image, *facts, feeds_.last());
  if (config().policy_check) summary.check = judgement(image);
  return ScanStep::done(std::move(summary));
}

/// A report is worth having without it.
ImageCheck Scan::judgement(const ImageRecord& image) const {
  try {
    const ImageName name = image_name(request_.image, config());
    return check_policy(api_, image.digest, name.full_tag, context_);
  } catch (const AdapterError& error) {
    if (context_.cancelled()) throw;
    ImageCheck unknown;
    unknown.reason = error.message;
    unknown.checked_at = now();
    return unknown;
  }
}

}  // namespace portside::anchore
