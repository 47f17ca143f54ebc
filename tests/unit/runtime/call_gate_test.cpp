// SPDX-License-Identifier: Apache-2.0
#include "runtime/call_gate.hpp"

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

#include "error_of.hpp"
#include "portside/api/error.hpp"
#include "portside/host/call.hpp"

namespace portside::runtime {
namespace {

using testing::code_of;

TEST(CallGate, LetsCallsInUntilItIsClosed) {
  CallGate gate;
  gate.enter();
  gate.close();
  EXPECT_EQ(code_of([&] { gate.enter(); }), ErrorCode::kShuttingDown);
  EXPECT_FALSE(gate.wait_empty(1));
  gate.leave();
  EXPECT_TRUE(gate.wait_empty(0));
}

TEST(CallGate, IsEmptyBeforeTheFirstCall) {
  CallGate gate;
  EXPECT_TRUE(gate.wait_empty(0));
  gate.close();
  EXPECT_TRUE(gate.wait_empty(0));
}

TEST(CallGate, WakesWhoWaitsForTheLastCall) {
  CallGate gate;
  gate.enter();
  gate.close();
  std::thread leaver([&] { gate.leave(); });
  EXPECT_TRUE(gate.wait_empty(60'000));
  leaver.join();
}

TEST(CallGate, GivesOneTurnAtATime) {
  CallGate gate;
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 100; ++round) {
        gate.take_turn(nullptr);
        const int now = ++inside;
        if (now > most) most = now;
        std::this_thread::yield();
        --inside;
        gate.give_turn();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(most, 1);
}

TEST(CallGate, WaitingForATurnEndsWithTheCall) {
  CallGate gate;
  gate.take_turn(nullptr);
  Call cancelled;
  cancelled.cancel();
  EXPECT_EQ(code_of([&] { gate.take_turn(&cancelled.context()); }), ErrorCode::kCancelled);
  const Call brief({.deadline = 1});
  EXPECT_EQ(code_of([&] { gate.take_turn(&brief.context()); }), ErrorCode::kDeadlineExceeded);
  gate.give_turn();
  gate.take_turn(&cancelled.context());
}

}  // namespace
}  // namespace portside::runtime
