// SPDX-License-Identifier: Apache-2.0
#include "cli/interruption.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <future>

#include "error_of.hpp"

namespace portside::cli {
namespace {

/// In a process of its own: signals stay blocked.
template <typename Act>
void in_a_child(Act act, int code) {
  EXPECT_EXIT(
      {
        act();
        std::_Exit(42);
      },
      ::testing::ExitedWithCode(code), "");
}

TEST(InterruptionDeathTest, CancelsWhatIsWatched) {
  in_a_child(
      [] {
        Interruption interruption;
        std::promise<void> cancelled;
        interruption.watch([&] { cancelled.set_value(); });
        if (interruption.happened()) std::_Exit(1);
        ::kill(::getpid(), SIGTERM);
        cancelled.get_future().wait();
        bool at_once = false;
        interruption.watch([&] { at_once = true; });
        if (!at_once) std::_Exit(2);
        if (testing::code_of([&] { interruption.throw_if_happened(); }) != ErrorCode::kCancelled) {
          std::_Exit(3);
        }
      },
      42);
}

TEST(InterruptionDeathTest, ForgetsWhatIsCleared) {
  in_a_child(
      [] {
        Interruption interruption;
        interruption.watch([] { std::_Exit(1); });
        interruption.clear();
        std::promise<void> cancelled;
        interruption.watch([&] { cancelled.set_value(); });
        ::kill(::getpid(), SIGINT);
        cancelled.get_future().wait();
      },
      42);
}

TEST(InterruptionDeathTest, EndsAtOnceTheSecondTime) {
  in_a_child(
      [] {
        Interruption interruption;
        std::promise<void> cancelled;
        interruption.watch([&] { cancelled.set_value(); });
        ::kill(::getpid(), SIGINT);
        cancelled.get_future().wait();
        ::kill(::getpid(), SIGTERM);
        std::promise<void> never;
        never.get_future().wait();
      },
      1);
}

}  // namespace
}  // namespace portside::cli
