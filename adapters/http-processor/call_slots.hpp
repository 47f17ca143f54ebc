// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "portside/api/call_context.hpp"

namespace portside::http_processor {

/// Lets so many calls through at a time; others wait for their turn. [any]
class CallSlots {
 public:
  explicit CallSlots(std::int64_t count) : free_(count) {}
  CallSlots(const CallSlots&) = delete;
  CallSlots& operator=(const CallSlots&) = delete;

  /// Takes a place until it goes out of scope.
  class Place {
   public:
    /// Throws kCancelled or kDeadlineExceeded when the call ends before its turn, and kOverloaded
    /// when that takes longer than `longest` milliseconds.
    Place(CallSlots& slots, Millis longest, const CallContext& context) : slots_(slots) {
      slots_.take(longest, context);
    }
    ~Place() { slots_.give_back(); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    CallSlots& slots_;
  };

 private:
  void take(Millis longest, const CallContext& context);
  void give_back();

  std::mutex mutex_;
  std::condition_variable freed_;
  std::int64_t free_;
};

}  // namespace portside::http_processor
