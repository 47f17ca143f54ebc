// SPDX-License-Identifier: Apache-2.0
#include "http-processor/call_slots.hpp"

#include <chrono>

#include "portside/sdk/throw_if_over.hpp"

namespace portside::http_processor {
namespace {

/// How often a call that waits looks whether it is over.
constexpr std::chrono::milliseconds kLook{50};

}  // namespace

void CallSlots::take(const CallContext& context) {
  std::unique_lock lock(mutex_);
  while (free_ == 0) {
    sdk::throw_if_over(context);
    freed_.wait_for(lock, kLook);
  }
  --free_;
}

void CallSlots::give_back() {
  {
    const std::lock_guard lock(mutex_);
    ++free_;
  }
  freed_.notify_one();
}

}  // namespace portside::http_processor
