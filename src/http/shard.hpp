// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "http/exchange.hpp"

// libcurl's type, so that no header of ours includes libcurl.
using CURLM = void;

namespace portside::http {

/// Some transfers of one Transport in one multi handle, driven by the epoll of their loop. libcurl
/// walks over all transfers of a multi handle for each event (measured at 5,000: six times the cost
/// of 250), hence several. Transports do not share one: libcurl would let the one use connections
/// that the other's certificate authorities vouched for.
class Shard {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t kMaxTransfers = 250;

  /// Sockets are put into `epoll` with `index` in the upper half of their data and themselves in
  /// the lower. Throws kInternal.
  Shard(int epoll, std::uint32_t index, std::shared_ptr<const Transport> transport);
  ~Shard();
  Shard(const Shard&) = delete;
  Shard& operator=(const Shard&) = delete;

  const std::shared_ptr<const Transport>& transport() const noexcept { return transport_; }
  bool is_full() const noexcept { return transfers_ >= kMaxTransfers; }
  std::size_t transfers() const noexcept { return transfers_; }

  /// An easy handle that is in no transfer.
  CURL* take_easy();
  /// One that is worn (see Exchange::was_repeated()) is not used again.
  void give_back(CURL* easy, bool is_worn) noexcept;

  /// Throws kInternal.
  void add(CURL* easy);
  void remove(CURL* easy) noexcept;

  /// When on_timer() is due; far away when there is nothing to be done.
  Clock::time_point due() const noexcept { return due_; }
  void on_timer();
  void on_socket(int fd, std::uint32_t epoll_events);

  /// The next transfer that libcurl ended, and its CURLcode; null when there is none.
  CURL* next_ended(int& code);

 private:
  static int watch(CURL*, int fd, int what, void* self, void* known) noexcept;
  static int set_timer(CURLM*, long timeout_ms, void* self) noexcept;

  struct Cleanup {
    void operator()(CURL* easy) const noexcept;
  };

  const int epoll_;
  const std::uint32_t index_;
  const std::shared_ptr<const Transport> transport_;
  CURLM* multi_;
  std::vector<std::unique_ptr<CURL, Cleanup>> idle_;
  std::size_t transfers_ = 0;
  Clock::time_point due_ = Clock::time_point::max();
};

}  // namespace portside::http
