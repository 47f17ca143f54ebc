// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>

#include "http/event_loop.hpp"

namespace portside::runtime {

/// The event loop of all adapters' HTTP clients, and its thread: made for the first of them. [any]
class SharedLoop {
 public:
  std::shared_ptr<http::EventLoop> get() {
    const std::scoped_lock lock(mutex_);
    if (!loop_) loop_ = std::make_shared<http::EventLoop>();
    return loop_;
  }

 private:
  std::mutex mutex_;
  std::shared_ptr<http::EventLoop> loop_;
};

}  // namespace portside::runtime
