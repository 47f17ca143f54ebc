// SPDX-License-Identifier: Apache-2.0
#include "http-processor/call_slots.hpp"

#include <algorithm>
#include <chrono>

#include "portside/api/error.hpp"
#include "portside/sdk/throw_if_over.hpp"

namespace portside::http_processor {
namespace {

using Clock = std::chrono::steady_clock;

/// How often a call that waits looks whether it is over.
constexpr std::chrono::milliseconds kLook{50};

}  // namespace

void CallSlots::take(Millis longest, const CallContext& context) {
  const Clock::time_point end = Clock::now() + std::chrono::milliseconds(longest);
  std::unique_lock lock(mutex_);
  while (free_ == 0) {
    sdk::throw_if_over(context);
    if (Clock::now() >= end) {
      throw AdapterError(ErrorCode::kOverloaded,
                         "other requests to the processor are under way, as many as there may be "
                         "(max_concurrency in its configuration)");
    }
    freed_.wait_until(lock, std::min(end, Clock::now() + kLook));
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
