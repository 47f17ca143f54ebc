// SPDX-License-Identifier: Apache-2.0
#include "scripted_scanner.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

namespace portside::testing {
namespace {

struct OwnStruct {
  int value = 7;
};

constexpr std::array<const char*, 14> kModes = {"ok",
                                                "pending",
                                                "await",
                                                "unchanged",
                                                "slow",
                                                "ignore_cancel",
                                                "throw_std",
                                                "throw_int",
                                                "throw_own_struct",
                                                "throw_adapter_error",
                                                "pending_for_nothing",
                                                "large_continuation",
                                                "refuse_configuration",
                                                "slow_configuration"};

/// Counts a call as long as it lasts.
class CallCount {
 public:
  CallCount(std::atomic<int>& calls, std::atomic<int>& now, std::atomic<int>& most) : now_(now) {
    ++calls;
    const int at_once = ++now;
    int seen = most.load();
    while (seen < at_once && !most.compare_exchange_weak(seen, at_once)) {
    }
  }
  ~CallCount() { --now_; }
  CallCount(const CallCount&) = delete;
  CallCount& operator=(const CallCount&) = delete;

 private:
  std::atomic<int>& now_;
};

HttpRequest request_to(const std::string& url) {
  HttpRequest request;
  request.url = url;
  request.idempotent = true;
  return request;
}

}  // namespace

void ScriptedScanner::configure(const Json& config, HostServices& host) {
  host_ = &host;
  if (config.absent()) return;
  const auto document = nlohmann::json::parse(config.text);
  mode_ = document.value("mode", "ok");
  url_ = document.value("url", "");
  release_file_ = document.value("release_file", "");
  duration_ = document.value("for", std::int64_t{0});
  const bool known = std::find(kModes.begin(), kModes.end(), mode_) != kModes.end();
  if (!known || mode_ == "refuse_configuration") {
    throw AdapterError(ErrorCode::kConfigInvalid, "mode: found " + mode_ + ", expected another",
                       "/mode: " + mode_);
  }
  if (mode_ == "slow_configuration") {
    std::this_thread::sleep_for(std::chrono::milliseconds(duration_));
  }
}

ScannerInfo ScriptedScanner::describe() const {
  ScannerInfo info;
  info.name = "Scripted";
  info.vendor = "Portside tests";
  info.version = "1.2.3";
  info.capabilities.push_back({"vulnerability", {}, {"application/json"}, {}});
  info.properties.text = nlohmann::json{{"mode", mode_}}.dump();
  return info;
}

ScannerStatus ScriptedScanner::status(const CallContext& context) {
  act(context);
  return ScannerBase::status(context);
}

ScanStep ScriptedScanner::scan_image(const ScanRequest& request, RegistryAccess&, ReportSink& sink,
                                     const CallContext& context) {
  const CallCount count(calls_, now_, most_at_once_);
  context.progress({"scan", 0, 1});
  act(context);
  if (mode_ == "pending") return ScanStep::pending_for(10, {R"({"step":1})"}, "waiting");
  if (mode_ == "await") return ScanStep::pending_on(request_to(url_), {R"({"step":1})"}, "asking");
  if (mode_ == "unchanged") return ScanStep::unchanged();
  if (mode_ == "pending_for_nothing") return ScanStep::pending_for(0, {R"({"step":1})"});
  if (mode_ == "large_continuation") {
    return ScanStep::pending_for(10, {'"' + std::string(kMaxContinuationBytes, 'x') + '"'});
  }
  return finish(request, sink);
}

ScanStep ScriptedScanner::resume_scan(const ScanRequest& request, const Json& continuation,
                                      const HttpResponse* awaited, RegistryAccess&,
                                      ReportSink& sink, const CallContext& context) {
  const CallCount count(calls_, now_, most_at_once_);
  context.progress({"scan", 1, 1});
  if (continuation.text != R"({"step":1})") {
    throw AdapterError(ErrorCode::kStaleContinuation, "not mine: " + continuation.text);
  }
  ScanStep step = finish(request, sink);
  if (awaited != nullptr) step.summary.coverage.notes.push_back("answer: " + awaited->body);
  return step;
}

void ScriptedScanner::act(const CallContext& context) const {
  if (mode_ == "throw_adapter_error") {
    throw AdapterError(ErrorCode::kScannerUnavailable, "the scanner is out", "for lunch")
        .retry_in(1500);
  }
  if (mode_ == "throw_std") throw std::runtime_error("a plain standard exception");
  if (mode_ == "throw_int") throw 42;
  if (mode_ == "throw_own_struct") throw OwnStruct{};
  if (mode_ == "ignore_cancel") wait_for_release();
  if (mode_ == "slow" && !context.wait(duration_)) {
    throw AdapterError(ErrorCode::kCancelled, "stopped while it was slow");
  }
}

void ScriptedScanner::wait_for_release() const {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (::access(release_file_.c_str(), F_OK) != 0 && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

ScanStep ScriptedScanner::finish(const ScanRequest& request, ReportSink& sink) {
  Vulnerability row;
  row.id = "CVE-2024-3094";
  row.package = "xz-utils";
  row.version = "5.6.0-0.2";
  row.fixed_version = "5.6.1+really5.4.5-1";
  row.severity = Severity::kCritical;
  sink.vulnerability(row);
  sink.document("application/json").write(R"({"image":")" + request.image.digest + "\"}");

  const auto scans = host_->state().get("scans");
  host_->state().write({{"scans", std::to_string(scans ? std::stoi(*scans) + 1 : 1)}});
  host_->log(LogLevel::kInfo, "scanned", {R"({"packages":1})"});

  ScanSummary summary;
  summary.coverage.outcome = CoverageOutcome::kScanned;
  summary.coverage.os = "debian 12";
  summary.coverage.packages = 1;
  summary.metadata.text =
      nlohmann::json{{"calls", calls_.load()}, {"most_at_once", most_at_once_.load()}}.dump();
  return ScanStep::done(summary);
}

}  // namespace portside::testing
