// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <set>
#include <string>
#include <utility>

namespace portside::scan {

/// Which notifications were handled, of the last ones. [any]
class NotifiedKeys {
 public:
  explicit NotifiedKeys(std::size_t max_kept = 1'000) : max_kept_(max_kept) {}

  /// The handling of one notification. Without handled() it counts as never begun.
  class Handling {
   public:
    /// `key` "" is never equal to another. Throws kConflict when the same is being handled.
    Handling(NotifiedKeys& keys, const std::string& adapter_id, const std::string& key);
    ~Handling();
    Handling(const Handling&) = delete;
    Handling& operator=(const Handling&) = delete;

    /// It was handled before.
    bool is_repeated() const noexcept { return is_repeated_; }
    void handled();

   private:
    NotifiedKeys& keys_;
    const std::pair<std::string, std::string> key_;
    bool is_repeated_ = false;
    bool is_handled_ = false;
  };

 private:
  const std::size_t max_kept_;
  std::mutex mutex_;
  /// Adapter id and key.
  std::set<std::pair<std::string, std::string>> under_way_;
  std::set<std::pair<std::string, std::string>> handled_;
  std::deque<std::pair<std::string, std::string>> order_;
};

}  // namespace portside::scan
