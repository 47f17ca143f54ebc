// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "portside/host/call.hpp"
#include "process/child_process.hpp"
#include "string_sink.hpp"

namespace portside::testing {

struct Outcome {
  process::ChildExit exit;
  std::string out;
  std::string err;
};

/// Runs `command` to its end, which is expected within a minute.
inline Outcome run_command(const ChildCommand& command,
                           process::Environment environment = process::Environment::kGiven) {
  const Call call;
  StringSink out;
  StringSink err;
  const process::ChildExit exit = process::run(command, environment, out, err, call.context());
  return {exit, out.text(), err.text()};
}

inline ChildCommand command_of(std::vector<std::string> argv) {
  ChildCommand command;
  command.argv = std::move(argv);
  return command;
}

/// A script for /bin/sh, which finds the usual programs.
inline ChildCommand shell(std::string script) {
  ChildCommand command = command_of({"/bin/sh", "-c", std::move(script)});
  command.environment = {{"PATH", "/usr/bin:/bin"}};
  return command;
}

}  // namespace portside::testing
