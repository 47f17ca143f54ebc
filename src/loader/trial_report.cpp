// SPDX-License-Identifier: Apache-2.0
#include "loader/trial_report.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "loader/printable.hpp"
#include "loader/probe_status.hpp"

namespace portside::loader {
namespace {

constexpr std::size_t kMaxRemembered = 4096;
constexpr std::size_t kMaxSaid = 200;
constexpr std::size_t kMaxKind = 24;

constexpr char kRemedy[] = "; ask its vendor for a working build or set plugins.probe to off";

struct Stage {
  std::string when;
  std::string expected;
};

/// A stage in words. Stages that name a kind have it behind a space.
Stage describe_stage(std::string_view stage) {
  const std::size_t space = std::min(stage.find(' '), stage.size());
  const std::string_view step = stage.substr(0, space);
  const std::string kind = printable(stage.substr(std::min(space + 1, stage.size()), kMaxKind));
  if (step == "load") return {"while being loaded", "it to load"};
  if (step == "find") return {"while its descriptor was read", "a readable descriptor"};
  if (step == "create") return {"while its " + kind + " was constructed", "an object or an error"};
  if (step == "destroy") {
    return {"while its " + kind + " was destroyed", "the destructor to return"};
  }
  return {"when the process was about to end", "it to let the process end by itself"};
}

}  // namespace

void LastLineSink::write(std::string_view piece) {
  end_.append(piece.substr(piece.size() - std::min(piece.size(), kMaxRemembered)));
  if (end_.size() > kMaxRemembered) end_.erase(0, end_.size() - kMaxRemembered);
}

std::string_view LastLineSink::line() const noexcept {
  const std::size_t last = end_.find_last_not_of("\r\n");
  if (last == std::string::npos) return {};
  const std::string_view text = std::string_view(end_).substr(0, last + 1);
  return text.substr(text.rfind('\n') + 1);
}

std::string describe_end(const TrialReport& report) {
  std::string end = "exit status " + std::to_string(report.exit.status);
  if (report.exit.signal != 0) {
    end = "signal " + std::to_string(report.exit.signal);
    if (const char* name = ::sigabbrev_np(report.exit.signal)) end += std::string(", SIG") + name;
  }
  if (report.said.empty()) return end;
  return end + "; it said: " + printable(report.said.substr(0, kMaxSaid));
}

std::optional<Refusal> orderly_trouble(const TrialReport& report) {
  const std::string said =
      report.said.empty() ? "no reason was given" : printable(report.said.substr(0, kMaxSaid));
  switch (report.exit.status) {
    case kNotLoadable:
      return Refusal{
          PluginReason::kLoadFailed,
          "cannot be loaded: " + said +
              "; expected all libraries and symbols that it needs; install what is missing"};
    case kUnusableDescriptor:
      return Refusal{PluginReason::kBadDescriptor,
                     said + "; expected the one that PORTSIDE_PLUGIN defines; rebuild the plugin"};
    case kNoObject:
      return Refusal{PluginReason::kNoObject,
                     "its object could not be constructed: " + said +
                         "; expected a constructor that needs nothing; ask its vendor"};
    default: return std::nullopt;
  }
}

std::optional<Refusal> judge_trial(const TrialReport& report) {
  const Stage stage = describe_stage(report.stage);
  if (report.exit.stopped) {
    return Refusal{PluginReason::kProbeTimedOut, "did not come back within " +
                                                     std::to_string(report.deadline) +
                                                     " ms in a trial process " + stage.when +
                                                     "; expected " + stage.expected + kRemedy};
  }
  const std::string proper_end = "done " + std::to_string(report.exit.status);
  if (report.exit.signal == 0 && report.stage == proper_end) return std::nullopt;
  return Refusal{PluginReason::kProbeCrashed, "ended a trial process " + stage.when + " (" +
                                                  describe_end(report) + "); expected " +
                                                  stage.expected + kRemedy};
}

}  // namespace portside::loader
