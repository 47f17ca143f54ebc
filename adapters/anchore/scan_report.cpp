// SPDX-License-Identifier: Apache-2.0
//
// The end of a scan: the age of the data, the report, and Anchore's judgement.
#include <utility>

#include "anchore/errors.hpp"
#include "anchore/image_name.hpp"
#include "anchore/policy_check.hpp"
#include "anchore/report.hpp"
#include "anchore/scan.hpp"
#include "anchore/scan_summary.hpp"

namespace portside::anchore {
namespace {

constexpr Millis kPauseForFeeds = 1'000;
/// Who has worked so long for nobody has probably come to an end.
constexpr Millis kLongMatch = 50'000;

AdapterError report_forgotten(const AdapterError& error) {
  return AdapterError(ErrorCode::kStaleContinuation,
                      "Anchore has forgotten the image that it had analysed", error.message);
}

/// Knows whether anything went into the report: only while it is empty can it be asked for again.
class WatchedSink final : public ReportSink {
 public:
  explicit WatchedSink(ReportSink& sink) : sink_(sink) {}

  void vulnerability(const Vulnerability& row) override {
    is_used_ = true;
    sink_.vulnerability(row);
  }
  ByteSink& document(const std::string& media_type) override {
    is_used_ = true;
    return sink_.document(media_type);
  }
  bool is_used() const { return is_used_; }

 private:
  ReportSink& sink_;
  bool is_used_ = false;
};

}  // namespace

ScanStep Scan::with_feeds(Continuation at, const HttpResponse& answer) {
  try {
    if (answer.status != 200) throw anchore_error(answer, "Anchore did not tell of its feeds");
    feeds_.learn(read_feeds(answer), now());
  } catch (const AdapterError& error) {
    if (feeds_.failed(now())) {
      api_.anchore().host.log(LogLevel::kWarning,
                              "the age of Anchore's data stays unknown: " + error.message, {});
    }
  }
  at.step = Step::kLookForReport;
  return look(at);
}

/// Anchore may think for minutes, and no thread is to wait for that: what it matched is in its
/// cache then, from where the report is read.
ScanStep Scan::match_again(Continuation at) {
  at.step = Step::kMatch;
  at.asked_at = now();
  return ScanStep::pending_on(api_.refresh_vulnerabilities(at.digest), to_json(at),
                              "Anchore matches again");
}

ScanStep Scan::matched(Continuation at, const HttpResponse& answer) {
  at.step = Step::kAnalysis;
  if (answer.status == 200) {
    at.refresh = false;
    at.failures = 0;
    return look(at);
  }
  const AnchoreFailure failure = anchore_failure(answer, "Anchore did not match again");
  if (failure.kind == Failure::kNotAnalyzed) return wait(std::move(at), "not_analyzed");
  if (failure.kind == Failure::kNotFound) throw report_forgotten(failure.error);
  const bool was_cut_off = answer.status == 0 || answer.status == 504;
  if (was_cut_off && now() - at.asked_at >= kLongMatch) {
    at.refresh = false;
    at.since = now();
  }
  return tolerate(std::move(at), failure.error);
}

ScanStep Scan::finish(Continuation at, const ImageRecord& image) {
  if (at.refresh) return match_again(std::move(at));
  if (at.step == Step::kLookForReport) return report(std::move(at), image);
  switch (feeds_.next(now())) {
    case FeedsTurn::kAsk:
      at.step = Step::kFeeds;
      return ScanStep::pending_on(api_.get_feeds(), to_json(at), "asking how old the data is");
    case FeedsTurn::kWait:
      at.step = Step::kAnalysis;
      return look_after(kPauseForFeeds, at, "another scan asks how old the data is");
    case FeedsTurn::kGoOn: break;
  }
  at.step = Step::kLookForReport;
  return report(std::move(at), image);
}

ScanStep Scan::report(Continuation at, const ImageRecord& image) {
  WatchedSink sink(sink_);
  std::optional<ReportFacts> facts;
  try {
    facts = read_vulnerabilities(api_, image, sink, context_);
  } catch (const AdapterError& error) {
    if (context_.cancelled() || sink.is_used()) throw;
    if (error.code == ErrorCode::kNotFound) throw report_forgotten(error);
    return tolerate(std::move(at), error);
  }
  if (!facts) return wait(std::move(at), "not_analyzed");
  ScanSummary summary = scan_summary(api_, image, *facts, feeds_.last());
  if (config().policy_check) summary.check = judgement(image);
  return ScanStep::done(std::move(summary));
}

/// A report is worth having without it.
ImageCheck Scan::judgement(const ImageRecord& image) {
  try {
    return check_policy(api_, image.digest, name().full_tag, context_);
  } catch (const AdapterError& error) {
    if (context_.cancelled()) throw;
    ImageCheck unknown;
    unknown.reason = error.message;
    unknown.checked_at = now();
    return unknown;
  }
}

}  // namespace portside::anchore
