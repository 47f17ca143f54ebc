// SPDX-License-Identifier: Apache-2.0
#include "runtime/adapter_slot.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "error_of.hpp"

namespace portside::runtime {
namespace {

std::shared_ptr<Instance> instance() {
  return std::make_shared<Instance>(
      std::make_shared<CallAccount>("acme"), [] { return MadeObject{}; },
      [](const std::function<void()>& job) { job(); }, [] { return Millis{0}; });
}

bool is_empty(Instance& instance) {
  std::shared_ptr<void> object;
  return instance.drain(0, object);
}

TEST(AdapterSlot, LeadsToItsInstance) {
  const auto first = instance();
  AdapterSlot slot("acme", first);
  EXPECT_EQ(&slot.enter().instance(), first.get());
  EXPECT_EQ(slot.current(), first);
  EXPECT_EQ(slot.id(), "acme");
}

TEST(AdapterSlot, ACallStaysWhereItBegan) {
  const auto first = instance();
  const auto second = instance();
  AdapterSlot slot("acme", first);
  std::optional<Stay> stay(slot.enter());
  EXPECT_EQ(slot.replace(second), first);
  EXPECT_EQ(&slot.enter().instance(), second.get());
  EXPECT_EQ(&stay->instance(), first.get());
  EXPECT_FALSE(is_empty(*first));
  stay.reset();
  EXPECT_TRUE(is_empty(*first));
}

TEST(AdapterSlot, TheOldInstanceTakesNoMoreCalls) {
  const auto first = instance();
  AdapterSlot slot("acme", first);
  slot.replace(instance());
  EXPECT_EQ(testing::code_of([&] { first->enter(); }), ErrorCode::kShuttingDown);
}

TEST(AdapterSlot, AClosedOneSaysWhy) {
  const auto first = instance();
  AdapterSlot slot("acme", first);
  EXPECT_EQ(slot.close(AdapterError(ErrorCode::kNotFound, "it is gone")), first);
  const AdapterError error = testing::error_of([&] { slot.enter(); });
  EXPECT_EQ(error.code, ErrorCode::kNotFound);
  EXPECT_EQ(error.message, "it is gone");
  EXPECT_EQ(slot.close(AdapterError(ErrorCode::kShuttingDown, "again")), nullptr);
  EXPECT_EQ(slot.current(), nullptr);
}

TEST(Stay, CountsOutOnce) {
  const auto first = instance();
  AdapterSlot slot("acme", first);
  {
    Stay stay = slot.enter();
    const Stay moved = std::move(stay);
    const Stay inside = Stay::within(moved.instance());
  }
  first->close();
  EXPECT_TRUE(is_empty(*first));
}

TEST(EnteredInstance, LetsInWithoutCounting) {
  const auto first = instance();
  AdapterSlot slot("acme", first);
  {
    EnteredInstance entered(slot.enter());
    slot.replace(instance());
    EXPECT_EQ(&entered.enter().instance(), first.get()) << "although it is closed";
    EXPECT_EQ(entered.account(), first->account());
    EXPECT_FALSE(is_empty(*first));
  }
  EXPECT_TRUE(is_empty(*first));
}

}  // namespace
}  // namespace portside::runtime
