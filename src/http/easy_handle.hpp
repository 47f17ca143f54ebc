// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <vector>

// libcurl's types, so that no header of ours includes libcurl.
using CURL = void;
using CURLM = void;

namespace portside::http {

struct Transport;

/// To be called before anything of libcurl. Throws kInternal.
void start_libcurl();

/// An easy handle with a multi handle of its own, which keeps its connections: what one thread
/// needs to make one request, and to be woken while it waits.
class EasyHandle {
 public:
  /// For requests by `transport`, which outlives this. Throws kInternal.
  explicit EasyHandle(const Transport& transport);
  ~EasyHandle();
  EasyHandle(const EasyHandle&) = delete;
  EasyHandle& operator=(const EasyHandle&) = delete;

  CURL* easy() const noexcept { return easy_.get(); }
  CURLM* multi() const noexcept { return multi_.get(); }

 private:
  struct Cleanup {
    void operator()(CURL* easy) const noexcept;
  };
  struct MultiCleanup {
    void operator()(CURLM* multi) const noexcept;
  };

  std::unique_ptr<CURLM, MultiCleanup> multi_;
  /// Ends before `multi_` does.
  std::unique_ptr<CURL, Cleanup> easy_;
};

/// Handles of one client with open connections, the last one used first. [any]
class HandlePool {
 public:
  /// `transport` is the client's.
  std::unique_ptr<EasyHandle> take(const Transport& transport);
  /// Keeps the handle for the next request, or drops it when there are enough.
  void give_back(std::unique_ptr<EasyHandle> handle) noexcept;

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<EasyHandle>> idle_;
};

}  // namespace portside::http
