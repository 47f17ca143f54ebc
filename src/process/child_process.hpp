// SPDX-License-Identifier: Apache-2.0
//
// The only place of Portside that starts processes.
#pragma once

#include "portside/api/byte_sink.hpp"
#include "portside/api/call_context.hpp"
#include "portside/api/child_command.hpp"

namespace portside::process {

/// How a child ended.
struct ChildExit {
  /// Exit status, meaningful when `signal` is 0.
  int status = 0;
  /// The signal that ended it, or 0.
  int signal = 0;
  /// True when it was killed because the call was cancelled or overdue. run() reports it and does
  /// not throw, so that a caller can say what the child was doing.
  bool stopped = false;
};

enum class Environment {
  kGiven,     ///< exactly `command.environment`
  kInherited  ///< that of this process, for children that stand in for it
};

/// Runs `command` and waits for it; see HostServices::run_child for the rules. Its output goes to
/// `out` and `err` on this thread, in pieces of up to 64 KiB. On cancellation the whole process
/// group gets SIGTERM and, 500 ms later, SIGKILL; when a sink throws, SIGKILL at once, and the
/// exception passes on. For a call that is over before the child was started, none is: `stopped`,
/// by SIGTERM.
///
/// No child is left behind: what is left of the group when the child has ended gets SIGKILL, at
/// once when the output has ended, else after 500 ms. A grandchild that keeps the pipes open does
/// not delay the return by more than that.
///
/// Throws kInvalidArgument (no program, a path that is not absolute, a zero byte or a malformed
/// name in the environment), kIo (cannot be started: names program and cause; its exit status was
/// lost because this program ignores SIGCHLD or waits for all children elsewhere).
ChildExit run(const ChildCommand& command, Environment environment, ByteSink& out, ByteSink& err,
              const CallContext& context);

}  // namespace portside::process
