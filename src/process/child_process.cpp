// SPDX-License-Identifier: Apache-2.0
#include "process/child_process.hpp"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <string>
#include <system_error>

#include "portside/api/error.hpp"
#include "process/child.hpp"
#include "process/command_rules.hpp"

namespace portside::process {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kGrace{500};
constexpr std::size_t kPieceBytes = std::size_t{64} * 1024;

/// How often a call without a descriptor is asked whether it is cancelled.
constexpr milliseconds kCancelInterval{50};

/// Accompanies a child from its start to its end.
class Supervisor {
 public:
  Supervisor(Child& child, ByteSink& out, ByteSink& err, const CallContext& context)
      : child_(child), out_(out), err_(err), context_(context), cancel_fd_(context.cancel_fd()) {}

  ChildExit run() {
    while (!ended_ || child_.out().open() || child_.err().open()) {
      wait();
      if (Clock::now() < alarm_) continue;
      // What the child itself wrote has been passed on by now: a pipe holds one piece, and wait()
      // has read at least one since the child ended.
      if (ended_) break;
      child_.signal_group(SIGKILL);
      alarm_ = Clock::time_point::max();
    }
    child_.signal_group(SIGKILL);
    ChildExit how = child_.reap();
    how.stopped = stopped_;
    return how;
  }

 private:
  /// Waits until something happens, and deals with it.
  void wait() {
    std::array<pollfd, 4> events{{{child_.out().get(), POLLIN, 0},
                                  {child_.err().get(), POLLIN, 0},
                                  {ended_ ? -1 : child_.end_fd(), POLLIN, 0},
                                  {ended_ || stopped_ ? -1 : cancel_fd_, POLLIN, 0}}};
    if (::poll(events.data(), events.size(), timeout()) < 0 && errno != EINTR) {
      throw AdapterError(ErrorCode::kIo, "waiting for a child process failed: " +
                                             std::generic_category().message(errno));
    }
    if (events[0].revents != 0) pass_on(child_.out(), out_);
    if (events[1].revents != 0) pass_on(child_.err(), err_);
    if (events[2].revents != 0) note_end();
    if (!ended_ && !stopped_ && context_.cancelled()) stop();
  }

  int timeout() const {
    auto left = Clock::duration::max();
    if (alarm_ != Clock::time_point::max()) left = alarm_ - Clock::now();
    if (cancel_fd_ < 0 && !stopped_) left = std::min<Clock::duration>(left, kCancelInterval);
    if (left == Clock::duration::max()) return -1;
    return static_cast<int>(std::max<Millis>(std::chrono::ceil<milliseconds>(left).count(), 0));
  }

  void pass_on(FileDescriptor& pipe, ByteSink& sink) {
    const ssize_t size = ::read(pipe.get(), piece_.data(), piece_.size());
    if (size > 0) {
      sink.write({piece_.data(), static_cast<std::size_t>(size)});
    } else if (size == 0 || (errno != EAGAIN && errno != EINTR)) {
      pipe.close();
    }
  }

  void note_end() {
    ended_ = true;
    alarm_ = std::min(alarm_, Clock::now() + kGrace);
  }

  void stop() {
    stopped_ = true;
    child_.signal_group(SIGTERM);
    alarm_ = Clock::now() + kGrace;
  }

  Child& child_;
  ByteSink& out_;
  ByteSink& err_;
  const CallContext& context_;
  const int cancel_fd_;
  std::string piece_ = std::string(kPieceBytes, '\0');
  bool ended_ = false;
  bool stopped_ = false;
  /// When patience ends: with the child after SIGTERM, with its pipes after its end.
  Clock::time_point alarm_ = Clock::time_point::max();
};

}  // namespace

ChildExit run(const ChildCommand& command, Environment environment, ByteSink& out, ByteSink& err,
              const CallContext& context) {
  check_command(command);
  if (context.cancelled()) return {0, SIGTERM, true};
  Child child(command, environment);
  return Supervisor(child, out, err, context).run();
}

}  // namespace portside::process
