// SPDX-License-Identifier: Apache-2.0
#include "portside/host/signal_watch.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "portside/api/error.hpp"
#include "process/file_descriptor.hpp"

namespace portside {
namespace {

[[noreturn]] void cannot_watch(int signal, const std::string& reason) {
  throw AdapterError(ErrorCode::kOverloaded,
                     "signal " + std::to_string(signal) + " cannot be watched: " + reason);
}

/// The signal as a set, blocked in this thread.
sigset_t blocked(int signal) {
  sigset_t set;
  ::sigemptyset(&set);
  const bool waitable = signal != SIGKILL && signal != SIGSTOP && ::sigaddset(&set, signal) == 0;
  if (!waitable) {
    throw AdapterError(
        ErrorCode::kInvalidArgument,
        "signal " + std::to_string(signal) +
            " cannot be watched; expected one that a program can wait for, as SIGHUP");
  }
  const int error = ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  if (error != 0) cannot_watch(signal, std::generic_category().message(error));
  return set;
}

/// A thread begins with the mask of the one that starts it: without this the watching thread would
/// take the signals that somebody blocks later in order to watch them.
class AllSignalsBlocked {
 public:
  AllSignalsBlocked() {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, &before_);
  }
  ~AllSignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  AllSignalsBlocked(const AllSignalsBlocked&) = delete;
  AllSignalsBlocked& operator=(const AllSignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace

class SignalWatch::Impl {
 public:
  Impl(int signal, std::function<void()> act) : act_(std::move(act)) {
    const sigset_t set = blocked(signal);
    signals_ = process::FileDescriptor(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
    end_ = process::FileDescriptor(::eventfd(0, EFD_CLOEXEC));
    if (signals_.get() < 0 || end_.get() < 0) {
      cannot_watch(signal, std::generic_category().message(errno));
    }
    const AllSignalsBlocked for_the_thread;
    try {
      thread_ = std::thread([this] { watch(); });
    } catch (const std::system_error& error) {
      cannot_watch(signal, error.what());
    }
  }

  ~Impl() {
    ::eventfd_write(end_.get(), 1);
    thread_.join();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

 private:
  void watch() {
    std::array<pollfd, 2> waits{pollfd{end_.get(), POLLIN, 0}, pollfd{signals_.get(), POLLIN, 0}};
    for (;;) {
      if (::poll(waits.data(), waits.size(), -1) < 0) continue;  // interrupted
      if (waits[0].revents != 0) return;
      // Before the work: a signal that comes while it runs means that it has to be done again.
      if (take_signal()) act_();
    }
  }

  bool take_signal() {
    signalfd_siginfo taken{};
    return ::read(signals_.get(), &taken, sizeof(taken)) == sizeof(taken);
  }

  const std::function<void()> act_;
  process::FileDescriptor signals_;
  process::FileDescriptor end_;
  std::thread thread_;
};

SignalWatch::SignalWatch(int signal, std::function<void()> act)
    : impl_(std::make_unique<Impl>(signal, std::move(act))) {}

SignalWatch::~SignalWatch() = default;

}  // namespace portside
