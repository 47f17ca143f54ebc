// SPDX-License-Identifier: Apache-2.0
#include "portside/host/signal_watch.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <latch>
#include <string>
#include <thread>

#include "error_of.hpp"

namespace portside {
namespace {

TEST(SignalWatch, ActsOnItsSignalOnAThreadOfItsOwn) {
  std::latch acted(1);
  std::thread::id id;
  const SignalWatch watch(SIGHUP, [&] {
    id = std::this_thread::get_id();
    acted.count_down();
  });
  ASSERT_EQ(::kill(::getpid(), SIGHUP), 0);
  acted.wait();
  EXPECT_NE(id, std::this_thread::get_id());
}

TEST(SignalWatch, ASignalThatComesWhileItActsIsNotLost) {
  std::latch acting(1);
  std::latch sent(1);
  std::latch acted_twice(2);
  std::atomic<int> acts = 0;
  const SignalWatch watch(SIGHUP, [&] {
    if (++acts == 1) {
      acting.count_down();
      sent.wait();
    }
    if (acts <= 2) acted_twice.count_down();
  });
  ::kill(::getpid(), SIGHUP);
  acting.wait();
  ::kill(::getpid(), SIGHUP);
  sent.count_down();
  acted_twice.wait();
  EXPECT_EQ(acts, 2);
}

TEST(SignalWatch, LeavesOtherSignalsAlone) {
  std::latch acted(1);
  std::atomic<int> acts = 0;
  const SignalWatch first(SIGUSR1, [&] { ++acts; });
  const SignalWatch second(SIGUSR2, [&] { acted.count_down(); });
  ::kill(::getpid(), SIGUSR2);
  acted.wait();
  EXPECT_EQ(acts, 0);
}

TEST(SignalWatch, EndsWhileNothingHappens) {
  {
    const SignalWatch watch(SIGHUP, [] { ADD_FAILURE() << "there was no signal"; });
  }
  // What arrives when nobody watches waits for the next one, as blocked signals do.
  ::kill(::getpid(), SIGHUP);
  std::latch acted(1);
  const SignalWatch watch(SIGHUP, [&] { acted.count_down(); });
  acted.wait();
}

TEST(SignalWatch, RefusesWhatCannotBeWaitedFor) {
  for (const int signal : {SIGKILL, SIGSTOP, 0, -1, 1000}) {
    const AdapterError error = testing::error_of([&] { SignalWatch(signal, [] {}); });
    EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(error.message, "signal " + std::to_string(signal) +
                                 " cannot be watched; expected one that a program can wait for, as "
                                 "SIGHUP");
  }
}

}  // namespace
}  // namespace portside
