// SPDX-License-Identifier: Apache-2.0
#include "portside/host/call.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "portside/api/error.hpp"

namespace portside {
namespace {

constexpr Millis kForever = std::numeric_limits<Millis>::max();

/// Comes back when the deadline of `context` has passed.
void pass_deadline(const CallContext& context) {
  while (context.wait(60'000)) {
  }
}

TEST(CallTest, RejectsDeadlinesThatAreNotPositive) {
  for (const Millis deadline : {Millis{0}, Millis{-1}, std::numeric_limits<Millis>::min()}) {
    try {
      const Call call({.deadline = deadline});
      ADD_FAILURE() << "accepted " << deadline;
    } catch (const AdapterError& error) {
      EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
      EXPECT_NE(error.message.find(std::to_string(deadline)), std::string::npos) << error.message;
    }
  }
}

TEST(CallTest, IsRunningAtFirst) {
  const Call call({.deadline = 60'000});
  EXPECT_FALSE(call.context().cancelled());
  EXPECT_GT(call.context().time_left(), 0);
  EXPECT_LE(call.context().time_left(), 60'000);
}

TEST(CallTest, IsOverAfterItsDeadline) {
  const Call call({.deadline = 20});
  pass_deadline(call.context());
  EXPECT_TRUE(call.context().cancelled());
  EXPECT_EQ(call.context().time_left(), 0);
  EXPECT_FALSE(call.context().wait(1));
}

TEST(CallTest, IsOverAfterCancel) {
  Call call;
  call.cancel();
  EXPECT_TRUE(call.context().cancelled());
  EXPECT_GT(call.context().time_left(), 0) << "a cancelled call would look like an overdue one";
  EXPECT_FALSE(call.context().wait(kForever));
  call.cancel();
  EXPECT_TRUE(call.context().cancelled());
}

TEST(CallTest, TakesTheLongestDeadline) {
  Call call({.deadline = kForever});
  EXPECT_FALSE(call.context().cancelled());
  EXPECT_GT(call.context().time_left(), Millis{100} * 365 * 24 * 3600 * 1000);
  EXPECT_TRUE(call.context().wait(1));
}

TEST(CallTest, WaitsAtLeastTheWantedTime) {
  const Call call({.deadline = 60'000});
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(call.context().wait(20));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(20));
}

TEST(CallTest, DoesNotWaitWhenNothingIsToBeWaitedFor) {
  Call call({.deadline = 60'000});
  for (const Millis none : {Millis{0}, Millis{-1}, std::numeric_limits<Millis>::min()}) {
    EXPECT_TRUE(call.context().wait(none)) << none;
  }
  call.cancel();
  EXPECT_FALSE(call.context().wait(0));
}

TEST(CallTest, WaitEndsWithTheDeadline) {
  const auto begin = std::chrono::steady_clock::now();
  const Call call({.deadline = 20});
  EXPECT_FALSE(call.context().wait(kForever));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(20));
}

TEST(CallTest, CancelWakesAllWhoWait) {
  Call call({.deadline = kForever});
  std::atomic<int> begun{0};
  std::atomic<int> stopped{0};
  std::vector<std::thread> waiting;
  for (int i = 0; i < 4; ++i) {
    waiting.emplace_back([&] {
      ++begun;
      if (!call.context().wait(kForever)) ++stopped;
    });
  }
  while (begun < 4) std::this_thread::yield();
  call.cancel();
  for (std::thread& thread : waiting) thread.join();
  EXPECT_EQ(stopped, 4);
}

TEST(CallTest, ForwardsProgress) {
  std::vector<std::string> seen;
  CallOptions options;
  options.on_progress = [&](const Progress& progress) {
    seen.push_back(progress.phase + ' ' + std::to_string(progress.done) + '/' +
                   std::to_string(progress.total));
  };
  const Call call(options);
  call.context().progress({"pull", 1, 3});
  call.context().progress({"match", 0, 0});
  EXPECT_EQ(seen, (std::vector<std::string>{"pull 1/3", "match 0/0"}));
}

TEST(CallTest, ProgressWithoutWatcherOrWithOneThatThrowsIsHarmless) {
  const Call unwatched;
  unwatched.context().progress({"pull", 1, 3});

  int calls = 0;
  CallOptions options;
  options.on_progress = [&](const Progress&) {
    ++calls;
    throw std::runtime_error("watcher");
  };
  const Call call(options);
  call.context().progress({"pull", 1, 3});
  EXPECT_EQ(calls, 1);
}

TEST(CallTest, KeepsTheIdentityThatItIsGiven) {
  CallOptions options;
  options.request_id = "job-17";
  options.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const Call call(options);
  EXPECT_EQ(call.context().request_id(), options.request_id);
  EXPECT_EQ(call.context().traceparent(), options.traceparent);
}

TEST(CallTest, MakesARequestIdOfItsOwn) {
  const Call one;
  const Call other;
  const std::string id = one.context().request_id();
  EXPECT_EQ(id.size(), 16U);
  EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos) << id;
  EXPECT_EQ(id, one.context().request_id());
  EXPECT_NE(id, other.context().request_id());
  EXPECT_EQ(one.context().traceparent(), "");
}

}  // namespace
}  // namespace portside
