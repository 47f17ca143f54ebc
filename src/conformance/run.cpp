// SPDX-License-Identifier: Apache-2.0
#include "conformance/run.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "conformance/report_line.hpp"
#include "conformance/table.hpp"
#include "loader/trial_report.hpp"
#include "portside/host/call.hpp"
#include "process/child_process.hpp"

namespace portside::conformance {
namespace {

constexpr const char* kNotePresent = "note-present";
constexpr const char* kLoadNow = "load-now";

/// How a child ended that gave no result.
CheckResult no_result(const process::ChildExit& exit, std::string_view stage, std::string_view said,
                      Millis time_limit) {
  const std::string where =
      stage.empty() ? "before the plugin's code ran" : "in " + std::string(stage);
  if (exit.stopped) {
    return failed(
        "the check did not come back within " + std::to_string(time_limit) + " ms, " + where,
        "every call to return",
        "give every wait a deadline; a debugger attached to the process shows where");
  }
  const loader::TrialReport report{exit, stage, said, time_limit};
  return {CheckStatus::kCrashed,
          "the process of this check ended " + where + " (" + loader::describe_end(report) +
              "); expected it to come to its end; run it in a debugger: portside plugins "
              "run-check"};
}

CheckResult run_child(const std::string& id, const RunOptions& options) {
  const Call call({.deadline = options.time_limit});
  loader::LastLineSink out;
  loader::LastLineSink said;
  // The plugin finds the environment that it would have in a host.
  const process::ChildExit exit = process::run(
      options.command(id), process::Environment::kInherited, out, said, call.context());
  const ReportLine last = read_line(out.line());
  const bool ended = exit.signal == 0 && exit.status == 0 && !exit.stopped;
  if (ended && last.result) return *last.result;
  return no_result(exit, last.stage.value_or(""), said.line(), options.time_limit);
}

/// Runs several at a time; an exception ends all of them.
class Batch {
 public:
  Batch(const std::vector<std::string>& ids, const RunOptions& options)
      : ids_(ids), options_(options) {}

  std::map<std::string, CheckResult> run() {
    {
      std::vector<std::jthread> workers;
      for (int i = 0; i < options_.at_once; ++i) workers.emplace_back([this] { work(); });
    }
    if (error_) std::rethrow_exception(error_);
    return std::move(results_);
  }

 private:
  void work() {
    for (std::size_t i = next_++; i < ids_.size(); i = next_++) {
      try {
        CheckResult result = run_child(ids_[i], options_);
        const std::lock_guard lock(mutex_);
        results_[ids_[i]] = std::move(result);
      } catch (...) {
        const std::lock_guard lock(mutex_);
        error_ = std::current_exception();
        next_ = ids_.size();
      }
    }
  }

  const std::vector<std::string>& ids_;
  const RunOptions& options_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  std::map<std::string, CheckResult> results_;
  std::exception_ptr error_;
};

bool is_bad(const CheckResult& result) noexcept {
  return result.status >= CheckStatus::kFailed;
}

bool reads_only(const std::string& id) {
  return id == "single-export" || id == "no-static-ctors";
}

/// The checks that come after note-present and load-now.
std::map<std::string, CheckResult> run_rest(std::vector<std::string> ids, bool fit, bool loads,
                                            const RunOptions& options) {
  std::map<std::string, CheckResult> results;
  std::erase_if(ids, [&](const std::string& id) {
    if (id == kNotePresent || id == kLoadNow) return true;
    if (fit && (loads || reads_only(id))) return false;
    results[id] = skipped("the plugin cannot be loaded", "see note-present and load-now");
    return true;
  });
  results.merge(Batch(ids, options).run());
  return results;
}

}  // namespace

std::vector<CheckReport> run_checks(const std::vector<std::string>& ids,
                                    const RunOptions& options) {
  auto results = Batch({kNotePresent, kLoadNow}, options).run();
  results.merge(run_rest(ids, !is_bad(results[kNotePresent]), !is_bad(results[kLoadNow]), options));
  std::vector<CheckReport> reports;
  for (const std::string& id : ids) reports.push_back({id, results.at(id)});
  return reports;
}

std::string summary(const std::vector<CheckReport>& reports) {
  std::string text;
  for (const CheckStatus status :
       {CheckStatus::kCrashed, CheckStatus::kFailed, CheckStatus::kWarning, CheckStatus::kSkipped,
        CheckStatus::kPassed}) {
    const auto count = std::ranges::count_if(
        reports, [status](const CheckReport& report) { return report.result.status == status; });
    if (count == 0) continue;
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " " +
            std::string(testing::check_status_name(status));
  }
  return text.empty() ? "no checks" : text;
}

bool conforms(const std::vector<CheckReport>& reports) noexcept {
  return std::ranges::none_of(reports,
                              [](const CheckReport& report) { return is_bad(report.result); });
}

}  // namespace portside::conformance
