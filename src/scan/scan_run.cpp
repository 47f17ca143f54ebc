// SPDX-License-Identifier: Apache-2.0
//
// The steps; what follows an error is in scan_run_failure.cpp, the report in scan_run_end.cpp.
#include "scan/scan_run.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "crypto/digest.hpp"
#include "oci/manifest.hpp"
#include "runtime/offloaded_scanner.hpp"
#include "scan/awaited_request.hpp"
#include "scan/current_error.hpp"
#include "scan/image_types.hpp"
#include "scan/readable_report.hpp"

namespace portside::scan {
namespace {

/// Credentials outlive the scan by this.
constexpr Millis kLeaseMargin = 60'000;
constexpr Millis kLongestLease = Millis{365} * 24 * 3'600 * 1'000;

template <typename Rows>
void move_behind(Rows& kept, Rows&& more) {
  if (kept.empty()) {
    kept = std::move(more);
  } else {
    std::ranges::move(more, std::back_inserter(kept));
  }
}

std::string job_name() {
  return "scan-" + crypto::hex(crypto::random_bytes(8));
}

}  // namespace

ScanRun::ScanRun(ScanParts& parts, Job& job)
    : parts_(parts),
      job_(job),
      order_(job.order()),
      deadline_(order_.deadline > 0 ? order_.deadline : parts.options.deadline) {
  request_->image = order_.image;
  request_->wanted = order_.wanted;
}

bool ScanRun::turn(std::optional<Awaited> awaited, OnTurnEnd on_end) noexcept {
  if (!begun_) {
    begun_ = true;
    deadline_at_ = parts_.steady_now() + deadline_;
    started_at_ = parts_.now();
    job_.board().event(ScanEvent::kStarted);
  }
  std::optional<Turn> turn;
  std::shared_ptr<runtime::StepCall> step;
  try {
    turn = turn_without_step(awaited);
    if (!turn) step = step_call(std::move(awaited));
  } catch (...) {
    turn = failed(current_error("the scan of " + name()));
  }
  if (!turn) return make_step(step, std::move(on_end));
  end_call();
  on_end(std::move(*turn));
  return true;
}

/// What is to be done before a step; a turn when that leaves none to be made.
std::optional<Turn> ScanRun::turn_without_step(const std::optional<Awaited>& awaited) {
  if (job_.cancelled()) return give_up(was_cancelled());
  if (left() <= 0) return give_up(overdue());
  if (unstored_) return commit();
  if (awaited && awaited->refused) return give_up(*awaited->refused);
  begin_call();
  prepare(call_->context());
  if (why_unsupported_.empty()) return std::nullopt;
  if (!info_) info_ = adapter_->describe();
  ScanSummary summary;
  summary.coverage.outcome = CoverageOutcome::kUnsupported;
  summary.coverage.notes.push_back(why_unsupported_);
  return done(std::move(summary));
}

void ScanRun::begin_call() {
  CallOptions options;
  options.deadline = std::max<Millis>(left(), 1);
  options.on_progress = [this](const Progress& progress) { job_.board().call_says(progress); };
  call_ = std::make_shared<Call>(std::move(options));
  running_.emplace(job_, *call_);
}

void ScanRun::end_call() {
  running_.reset();
  call_.reset();
}

/// What the first step needs; goes on where an earlier attempt failed.
void ScanRun::prepare(const CallContext& context) {
  if (is_prepared_) return;
  if (!adapter_) adapter_ = parts_.plugins.scanner(order_.adapter_id);
  if (!access_) {
    auto access = parts_.images->open(
        {.repository = order_.image.repository,
         .adapter_id = order_.adapter_id,
         .job = job_name(),
         .valid_for = std::min(deadline_ + kLeaseMargin, kLongestLease),
         .on_bytes = [this](std::uint64_t bytes) { job_.board().bytes_came(bytes); }});
    access_ = std::make_shared<WatchedAccess>(std::move(access), order_.image.digest, job_.board());
    if (request_->image.registry_url.empty()) request_->image.registry_url = access_->url();
  }
  if (!has_looked_up_) look_up_previous();
  if (order_.unsupported.empty() && request_->image.config_media_type.empty()) read_types(context);
  why_unsupported_ = why_unsupported();
  is_prepared_ = true;
}

void ScanRun::look_up_previous() {
  std::string why_not;
  previous_ = readable_report(*parts_.reports, order_.image.digest, order_.adapter_id, &why_not);
  if (!why_not.empty()) {
    job_.board().event(ScanEvent::kProgress, why_not + "; it is taken for none");
  }
  if (previous_) {
    request_->previous = Previous{previous_->scan_metadata, previous_->coverage.data_updated_at,
                                  previous_->scanner_version};
  }
  has_looked_up_ = true;
}

/// For an order that names the image by its digest alone.
void ScanRun::read_types(const CallContext& context) {
  std::string media_type;
  const std::string text = access_->manifest(order_.image.digest, media_type, context);
  const oci::Manifest manifest = oci::parse_manifest(text, media_type);
  if (manifest.is_index) {
    throw AdapterError(ErrorCode::kInvalidArgument,
                       name() + " is an index of several images; resolve it, and scan each");
  }
  ImageReference& image = request_->image;
  image.manifest_media_type = manifest.media_type;
  image.artifact_type = manifest.artifact_type;
  image.config_media_type = manifest.config.media_type;
  read_why_unsupported_ = scan::why_unsupported(manifest);
}

std::string ScanRun::why_unsupported() const {
  if (!order_.unsupported.empty()) return order_.unsupported;
  if (!read_why_unsupported_.empty()) return read_why_unsupported_;
  return portside::why_unsupported(request_->image);
}

std::shared_ptr<runtime::StepCall> ScanRun::step_call(std::optional<Awaited> awaited) {
  auto step = std::make_shared<runtime::StepCall>();
  step->request = request_;
  step->describes = !info_;
  step->registry = access_.get();
  step->sink = &sink_.emplace(parts_.options.max_report_bytes - kept_bytes_);
  step->context = std::shared_ptr<const CallContext>(call_, &call_->context());
  if (continuation_) {
    step->method = runtime::StepCall::Method::kResume;
    step->continuation = *continuation_;
    if (awaited) step->awaited = std::move(awaited->response);
  } else if (order_.mode == ScanMode::kRescan && request_->previous) {
    step->method = runtime::StepCall::Method::kRescan;
  }
  return step;
}

bool ScanRun::make_step(const std::shared_ptr<const runtime::StepCall>& step, OnTurnEnd on_end) {
  auto ended = [this, has_answer = step->awaited.has_value(), on_end = std::move(on_end)](
                   runtime::StepEnd end) { on_end(step_ended(has_answer, std::move(end))); };
  // Kept by a thread that is left to the adapter.
  const std::shared_ptr<ScannerAdapter> adapter = adapter_;
  if (auto* const offloaded = dynamic_cast<runtime::OffloadedScanner*>(adapter.get())) {
    return offloaded->make_step_here(step, std::move(ended));
  }
  runtime::StepEnd end;
  try {
    end = runtime::make_step(*adapter, *step, *step->registry, *step->sink, *step->context);
  } catch (...) {
    end.error = current_error("the scan of " + name());
  }
  ended(std::move(end));
  return true;
}

Turn ScanRun::step_ended(bool has_answer, runtime::StepEnd end) noexcept {
  end_call();
  if (end.error) {
    sink_.reset();
    return failed(std::move(*end.error));
  }
  if (end.info) info_ = std::move(end.info);
  // To send a request once more is not yet a success.
  const bool is_sent_again = !has_answer && end.step->await && continuation_ &&
                             continuation_->text == end.step->continuation.text;
  if (!is_sent_again) failures_ = 0;
  try {
    return after(std::move(*end.step));
  } catch (...) {
    return failed(current_error("the scan of " + name()));
  }
}

Turn ScanRun::after(ScanStep step) {
  keep_rows();
  job_.board().step_succeeded();
  if (step.kind != StepKind::kPending) {
    continuation_.reset();
    return step.kind == StepKind::kDone ? done(std::move(step.summary)) : unchanged();
  }
  continuation_ = std::move(step.continuation);
  Turn turn;
  const Millis pause = std::min(step.retry_after, deadline_);
  // One that reaches beyond the deadline ends there.
  if (pause > 0) turn.resume_at = std::min(parts_.steady_now() + pause, deadline_at_);
  turn.then = Turn::Then::kPause;
  if (step.await && (pause <= 0 || turn.resume_at < deadline_at_)) {
    turn.then = Turn::Then::kAwait;
    turn.deadline_at = deadline_at_;
    turn.request = std::move(*step.await);
    turn.request.max_body = std::min(turn.request.max_body, parts_.options.max_awaited_body);
    turn.limit = std::clamp<Millis>(left(), 1, parts_.options.await_limit);
    // Before anybody is told, who may configure the adapter anew.
    if (turn.resume_at > 0) turn.client = client_for(parts_, job_, turn.request);
  }
  job_.board().event(ScanEvent::kParked, step.note);
  return turn;
}

/// The rows of a step that did not throw.
void ScanRun::keep_rows() {
  kept_bytes_ += sink_->bytes();
  VulnerabilityReport rows = sink_->take();
  move_behind(kept_.vulnerabilities, std::move(rows.vulnerabilities));
  move_behind(kept_.documents, std::move(rows.documents));
  sink_.reset();
}

}  // namespace portside::scan
