// SPDX-License-Identifier: Apache-2.0
#include "runtime/retirement.hpp"

#include <gmock/gmock.h>

#include <latch>
#include <optional>
#include <thread>

#include "portside/host/call.hpp"
#include "recording_log_sink.hpp"
#include "runtime/adapter_slot.hpp"

namespace portside::runtime {
namespace {

using ::testing::HasSubstr;

constexpr Millis kLong = 60'000;
constexpr Millis kGrace = 50;

class RetirementTest : public ::testing::Test {
 protected:
  /// An instance whose object counts `destroyed` down.
  std::shared_ptr<Instance> instance() {
    auto made = std::make_shared<Instance>(
        std::make_shared<CallAccount>("acme"),
        [this] {
          return MadeObject{nullptr,
                            std::shared_ptr<void>(this, [this](void*) { destroyed_.count_down(); }),
                            false};
        },
        [](const std::function<void()>& job) { job(); }, [] { return Millis{0}; });
    const Call call;
    made->make_now(call.context());
    return made;
  }

  /// A call in the instance that ends when `release` says so or when it is cancelled.
  std::thread call_in(const std::shared_ptr<Instance>& instance, std::latch& begun) {
    instance->enter();
    return std::thread([this, instance, &begun] {
      const Stay stay = Stay::counted(*instance);
      const Call call({.deadline = kLong});
      offload_->run(instance->account(), "status", call.context(), [&](CallFence& fence) {
        begun.count_down();
        fence.context().wait(kLong);
      });
    });
  }

  std::latch destroyed_{1};
  std::shared_ptr<testing::RecordingLogSink> log_ = std::make_shared<testing::RecordingLogSink>();
  std::shared_ptr<Offload> offload_ = std::make_shared<Offload>(4, kGrace);
  Retirement retirement_{offload_, kGrace, log::Logger(log_, "portside")};
};

TEST_F(RetirementTest, AnIdleInstanceIsDestroyedAtOnce) {
  const auto idle = instance();
  idle->close();
  retirement_.retire(idle, kLong);
  EXPECT_TRUE(destroyed_.try_wait());
  EXPECT_TRUE(retirement_.finish({}, 0));
}

TEST_F(RetirementTest, ABusyOneAfterItsLastCall) {
  const auto busy = instance();
  std::optional<Stay> stay;
  busy->enter();
  stay.emplace(Stay::counted(*busy));
  busy->close();
  retirement_.retire(busy, kLong);
  EXPECT_FALSE(destroyed_.try_wait());
  stay.reset();
  destroyed_.wait();
  EXPECT_TRUE(retirement_.finish({}, kLong));
}

TEST_F(RetirementTest, CallsThatTakeTooLongAreCancelled) {
  const auto busy = instance();
  std::latch begun(1);
  std::thread caller = call_in(busy, begun);
  begun.wait();
  busy->close();
  retirement_.retire(busy, 1);
  destroyed_.wait();
  caller.join();
  EXPECT_TRUE(retirement_.finish({}, 0));
}

TEST_F(RetirementTest, CallsOfAnotherInstanceAreNotCancelled) {
  const auto retired = instance();
  const auto other = instance();
  std::latch begun(2);
  std::thread retired_call = call_in(retired, begun);
  std::thread other_call = call_in(other, begun);
  begun.wait();
  retired->close();
  retirement_.retire(retired, 1);
  retired_call.join();
  std::shared_ptr<void> object;
  other->close();
  EXPECT_FALSE(other->drain(0, object)) << "its call has ended";
  destroyed_.wait();
  EXPECT_TRUE(retirement_.finish({}, 0));
  // Nothing but the end of the process would end it otherwise.
  offload_->cancel(*other->account());
  other_call.join();
}

TEST_F(RetirementTest, FinishTakesOverWhatIsStillWaitedFor) {
  const auto busy = instance();
  std::latch begun(1);
  std::thread caller = call_in(busy, begun);
  begun.wait();
  busy->close();
  retirement_.retire(busy, kLong);
  EXPECT_TRUE(retirement_.finish({}, 1));
  EXPECT_TRUE(destroyed_.try_wait());
  caller.join();
}

TEST_F(RetirementTest, WhatDoesNotEndIsKeptAndSaid) {
  const auto busy = instance();
  busy->enter();
  std::optional<Stay> stay(Stay::counted(*busy));
  busy->close();
  EXPECT_FALSE(retirement_.finish({busy}, 0));
  EXPECT_FALSE(destroyed_.try_wait());
  EXPECT_THAT(log_->text(), HasSubstr("acme: a call did not end and is left behind at shutdown"));
  stay.reset();
  EXPECT_TRUE(retirement_.finish({}, 0)) << "it has ended since";
}

TEST_F(RetirementTest, WhatEndedLateGoesWithTheNextOne) {
  const auto late = instance();
  late->enter();
  std::optional<Stay> stay(Stay::counted(*late));
  late->close();
  retirement_.retire(late, 1);
  while (log_->text().find("although it was cancelled") == std::string::npos) {
    std::this_thread::yield();
  }
  EXPECT_FALSE(destroyed_.try_wait());
  stay.reset();
  const auto next = std::make_shared<Instance>(
      std::make_shared<CallAccount>("next"), [] { return MadeObject{}; },
      [](const std::function<void()>& job) { job(); }, [] { return Millis{0}; });
  next->close();
  retirement_.retire(next, kLong);
  // By the next one's coming or by the thread that waits for it, whichever is first.
  destroyed_.wait();
  EXPECT_TRUE(retirement_.finish({}, kLong));
}

}  // namespace
}  // namespace portside::runtime
