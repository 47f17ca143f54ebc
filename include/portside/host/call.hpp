// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "portside/api/call_context.hpp"
#include "portside/api/error.hpp"
#include "portside/api/millis.hpp"

namespace portside {

/// What a host says about a call that it is going to make.
struct CallOptions {
  /// Milliseconds that the call may take; more than 0.
  Millis deadline = 60'000;
  /// Appears in logs; "" = a random one is made.
  std::string request_id = {};
  /// W3C `traceparent`, or "".
  std::string traceparent = {};
  /// Called by CallContext::progress() on the plugin's thread; may be empty. Must not throw.
  std::function<void(const Progress&)> on_progress = {};
};

/// One call as its caller sees it: gives the context to hand to the plugin, and can be cancelled
/// from any thread. The clock starts with the constructor.
///
///   Call call({.deadline = 5'000});
///   ImageCheck check = scanner->check_image(request, nullptr, call.context());
class Call {
 public:
  /// Throws kInvalidArgument for a deadline that is not positive.
  explicit Call(CallOptions options = {});
  ~Call();
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  /// Valid as long as this object. [any]
  const CallContext& context() const noexcept;

  /// Ends all waiting in the call; it returns with kCancelled. Has no effect on a call that is
  /// over. [any]
  void cancel() noexcept;

 private:
  class Context;
  std::unique_ptr<Context> context_;
};

}  // namespace portside
