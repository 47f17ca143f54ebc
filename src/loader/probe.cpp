// SPDX-License-Identifier: Apache-2.0
#include "loader/probe.hpp"

#include <unistd.h>

#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "loader/trial_report.hpp"
#include "portside/api/error.hpp"
#include "portside/host/call.hpp"
#include "process/child_process.hpp"

namespace portside::loader {
namespace {

constexpr char kProgramName[] = "portside-probe";

std::vector<std::string> usual_places() {
  std::vector<std::string> places;
  std::error_code failed;
  const auto running = std::filesystem::read_symlink("/proc/self/exe", failed);
  if (!failed) {
    const auto folder = running.parent_path();
    places.push_back(folder / kProgramName);
    places.push_back((folder / "../libexec/portside" / kProgramName).lexically_normal());
  }
  places.push_back(std::filesystem::path(PORTSIDE_LIBEXEC_DIR) / kProgramName);
  return places;
}

bool is_program(const std::string& path) {
  std::error_code ignored;
  return path.front() == '/' && std::filesystem::is_regular_file(path, ignored) &&
         ::access(path.c_str(), X_OK) == 0;
}

std::string joined(const std::vector<std::string>& places) {
  std::string text;
  for (const std::string& place : places) text += (text.empty() ? "" : ", ") + place;
  return text;
}

}  // namespace

Probe::Probe(std::string program, Millis deadline)
    : program_(std::move(program)), deadline_(deadline) {}

Probe::Verdict Probe::check(const std::string& real_path, const FileIdentity& identity) {
  Trial& trial = trial_of(identity);
  const std::lock_guard one_at_a_time(trial.mutex);
  if (!trial.done) {
    trial.verdict = run(real_path);
    trial.done = true;
  }
  return trial.verdict;
}

Probe::Trial& Probe::trial_of(const FileIdentity& identity) {
  const std::lock_guard lock(mutex_);
  return trials_[identity];
}

Probe::Verdict Probe::run(const std::string& real_path) const {
  ChildCommand command;
  command.argv = {program_, real_path};
  LastLineSink stages;
  LastLineSink said;
  CallOptions options;
  options.deadline = deadline_;
  const Call call(options);
  // The plugin finds the environment that it would have in this process.
  const process::ChildExit exit =
      process::run(command, process::Environment::kInherited, stages, said, call.context());
  const TrialReport report{exit, stages.line(), said.line(), deadline_};
  if (report.stage.empty()) {
    throw AdapterError(ErrorCode::kIo, "the probe program " + program_ + " ended (" +
                                           describe_end(report) +
                                           ") before it looked at a plugin; expected it to run on "
                                           "this system; install the one of this version or set "
                                           "plugins.probe to off");
  }
  Verdict verdict;
  verdict.refusal = judge_trial(report);
  if (!verdict.refusal) verdict.trouble = orderly_trouble(report);
  return verdict;
}

std::string find_probe_program(const std::string& configured) {
  const auto places = configured.empty() ? usual_places() : std::vector{configured};
  for (const std::string& place : places) {
    if (is_program(place)) return place;
  }
  throw AdapterError(ErrorCode::kConfigInvalid,
                     std::string("the program ") + kProgramName + " was not found: looked for " +
                         joined(places) +
                         "; expected the absolute path of an executable file; install it there, "
                         "or say where it is (HostOptions::probe_program)");
}

}  // namespace portside::loader
