// SPDX-License-Identifier: Apache-2.0
#include "portside/host/run_to_completion.hpp"

#include <optional>
#include <utility>

#include "portside/api/error.hpp"
#include "portside/host/call.hpp"
#include "portside/host/vulnerability_report.hpp"
#include "scan/no_answer.hpp"
#include "scan/scanner_is_through.hpp"

namespace portside {
namespace {

constexpr Millis kAbandonDeadline = 10'000;

class Completion {
 public:
  Completion(ScannerAdapter& adapter, const ScanRequest& request, RegistryAccess& registry,
             const CallContext& context, const SendAwaited& send, ScanMode mode)
      : adapter_(adapter),
        request_(request),
        registry_(registry),
        context_(context),
        send_(send),
        mode_(mode) {}

  ScanStep run(ReportSink& sink) {
    CollectingReportSink rows;
    for (;;) {
      ScanStep step = next_step(rows);
      if (step.kind == StepKind::kDone) hand_over(rows.take(), sink);
      if (step.kind != StepKind::kPending) return step;
      continuation_ = std::move(step.continuation);
      wait_for(step);
    }
  }

 private:
  ScanStep next_step(CollectingReportSink& rows) {
    const std::optional<HttpResponse> answer = std::exchange(answer_, std::nullopt);
    if (!continuation_) return first_step(rows);
    try {
      return adapter_.resume_scan(request_, *continuation_, answer ? &*answer : nullptr, registry_,
                                  rows, context_);
    } catch (const AdapterError& error) {
      if (context_.cancelled() && !scan::scanner_is_through(error)) give_up();
      if (error.code != ErrorCode::kStaleContinuation || began_afresh_) throw;
    }
    began_afresh_ = true;
    continuation_.reset();
    rows.take();
    return first_step(rows);
  }

  ScanStep first_step(ReportSink& rows) {
    return mode_ == ScanMode::kRescan ? adapter_.rescan_image(request_, registry_, rows, context_)
                                      : adapter_.scan_image(request_, registry_, rows, context_);
  }

  void wait_for(const ScanStep& step) {
    if (step.retry_after > 0) context_.wait(step.retry_after);
    if (context_.cancelled()) give_up();
    if (!step.await) return;
    if (!send_) {
      abandon();
      throw AdapterError(ErrorCode::kUnsupported,
                         "the scanner awaits a request, and this host has nothing to send it with");
    }
    answer_ = send(*step.await);
    if (context_.cancelled()) give_up();
  }

  /// The context has ended while the scan is pending.
  [[noreturn]] void give_up() const {
    abandon();
    const bool is_overdue = context_.time_left() <= 0;
    throw AdapterError(is_overdue ? ErrorCode::kDeadlineExceeded : ErrorCode::kCancelled,
                       is_overdue ? "the scan took longer than its call may"
                                  : "the scan was cancelled while its scanner worked");
  }

  HttpResponse send(const HttpRequest& request) const {
    try {
      return send_(request, context_);
    } catch (const AdapterError& error) {
      return scan::no_answer(error);
    }
  }

  /// One attempt, whose failure is nobody's concern.
  void abandon() const {
    try {
      const Call call({.deadline = kAbandonDeadline});
      adapter_.abandon_scan(request_, *continuation_, call.context());
    } catch (const AdapterError&) {
    }
  }

  static void hand_over(const VulnerabilityReport& rows, ReportSink& sink) {
    for (const Vulnerability& row : rows.vulnerabilities) sink.vulnerability(row);
    for (const VulnerabilityReport::Document& document : rows.documents) {
      sink.document(document.media_type).write(document.content);
    }
  }

  ScannerAdapter& adapter_;
  const ScanRequest& request_;
  RegistryAccess& registry_;
  const CallContext& context_;
  const SendAwaited& send_;
  const ScanMode mode_;
  std::optional<Json> continuation_;
  std::optional<HttpResponse> answer_;
  bool began_afresh_ = false;
};

}  // namespace

ScanStep run_to_completion(ScannerAdapter& adapter, const ScanRequest& request,
                           RegistryAccess& registry, ReportSink& sink, const CallContext& context,
                           const SendAwaited& send, ScanMode mode) {
  return Completion(adapter, request, registry, context, send, mode).run(sink);
}

}  // namespace portside
