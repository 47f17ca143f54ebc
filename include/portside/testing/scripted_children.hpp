// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "portside/api/byte_sink.hpp"
#include "portside/api/call_context.hpp"
#include "portside/api/child_command.hpp"
#include "portside/api/error.hpp"
#include "portside/testing/throw_if_over.hpp"

namespace portside::testing {

/// Answers HostServices::run_child() from a script, in order; no process is started. A command that
/// is not the next of the script is a test failure, and so is what is left of the script in the
/// destructor or in verify().
class ScriptedChildren {
 public:
  /// What became of one program.
  struct Result {
    std::int32_t status = 0;
    std::string out = {};
    std::string err = {};
    /// It could not be started, or was stopped: thrown after the output was written.
    std::optional<AdapterError> error = {};
    /// The context waits this long for it.
    Millis duration = 0;
  };

  ScriptedChildren() = default;
  ~ScriptedChildren() { verify(); }
  ScriptedChildren(const ScriptedChildren&) = delete;
  ScriptedChildren& operator=(const ScriptedChildren&) = delete;

  /// Adds a program to the end of the script.
  void expect(std::vector<std::string> argv, Result result) {
    const std::lock_guard lock(mutex_);
    script_.emplace_back(std::move(argv), std::move(result));
  }

  /// Makes each program that was not run a test failure, and drops it.
  void verify() {
    const std::lock_guard lock(mutex_);
    for (const auto& [argv, result] : script_) {
      ADD_FAILURE() << "expected a program that was not run: " << joined(argv);
    }
    script_.clear();
  }

  /// All commands so far. [any]
  std::vector<ChildCommand> commands() const {
    const std::lock_guard lock(mutex_);
    return commands_;
  }

  /// As HostServices::run_child(). An unexpected command throws kInternal, besides being a failure.
  std::int32_t run(const ChildCommand& command, ByteSink& out, ByteSink& err,
                   const CallContext& context) {
    check(command);
    throw_if_over(context);
    const Result result = next_for(command);
    if (result.duration > 0 && !context.wait(result.duration)) throw_if_over(context);
    if (!result.out.empty()) out.write(result.out);
    if (!result.err.empty()) err.write(result.err);
    if (result.error) throw AdapterError(*result.error);
    return result.status;
  }

 private:
  static std::string joined(const std::vector<std::string>& argv) {
    std::string text;
    for (const std::string& word : argv) text += (text.empty() ? "" : " ") + word;
    return text;
  }

  static void check(const ChildCommand& command) {
    const bool absolute = !command.argv.empty() && command.argv.front().starts_with('/');
    const std::string& folder = command.working_directory;
    if (absolute && (folder.empty() || folder.starts_with('/'))) return;
    throw AdapterError(ErrorCode::kInvalidArgument, "the command '" + joined(command.argv) +
                                                        "' in the folder '" + folder +
                                                        "' does not name them by absolute paths");
  }

  Result next_for(const ChildCommand& command) {
    const std::lock_guard lock(mutex_);
    commands_.push_back(command);
    if (script_.empty() || script_.front().first != command.argv) {
      const std::string expected = script_.empty() ? "no program" : joined(script_.front().first);
      ADD_FAILURE() << "unexpected program " << joined(command.argv) << "; expected " << expected;
      throw AdapterError(ErrorCode::kInternal, "the script of the test has no such program");
    }
    Result result = std::move(script_.front().second);
    script_.pop_front();
    return result;
  }

  mutable std::mutex mutex_;
  std::deque<std::pair<std::vector<std::string>, Result>> script_;
  std::vector<ChildCommand> commands_;
};

}  // namespace portside::testing
