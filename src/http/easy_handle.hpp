// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <vector>

// libcurl's types, so that no header of ours includes libcurl.
using CURL = void;
using CURLM = void;

namespace portside::http {

/// To be called before anything of libcurl. Throws kInternal.
void start_libcurl();

/// An easy handle with a multi handle of its own, which keeps its connections: what one thread
/// needs to make one request, and to be woken while it waits.
class EasyHandle {
 public:
  /// Throws kInternal.
  EasyHandle();
  ~EasyHandle();
  EasyHandle(const EasyHandle&) = delete;
  EasyHandle& operator=(const EasyHandle&) = delete;

  CURL* easy() const noexcept { return easy_; }
  CURLM* multi() const noexcept { return multi_; }

 private:
  CURL* easy_;
  CURLM* multi_;
};

/// Handles with open connections, the last one used first. [any]
class HandlePool {
 public:
  std::unique_ptr<EasyHandle> take();
  /// Keeps the handle for the next request, or drops it when there are enough.
  void give_back(std::unique_ptr<EasyHandle> handle) noexcept;

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<EasyHandle>> idle_;
};

}  // namespace portside::http
