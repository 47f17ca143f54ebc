// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>

#include "anchore/feeds.hpp"
#include "portside/api/millis.hpp"

namespace portside::anchore {

/// What a scan that is to tell how old the data is does next.
enum class FeedsTurn : std::uint8_t {
  kGoOn,  ///< with what is known, which may be nothing
  kAsk,   ///< and say what came of it: learn() or failed()
  kWait,  ///< somebody asks, and nothing is known before
};

/// The call is slow at the server: one question at a time, and what comes of it, also a failure,
/// holds for a minute. Times are HostServices::now(). [any]
class FeedsCache {
 public:
  /// What is known and no older than a minute.
  std::optional<FeedsState> fresh(Millis now) const;
  /// What was learned last, however old.
  std::optional<FeedsState> last() const;
  /// With kAsk the question is the caller's; one that comes to nothing is free after a minute.
  FeedsTurn next(Millis now);
  void learn(const FeedsState& state, Millis now);
  /// Whether it is the first failure in a row: worth a word.
  bool failed(Millis now);

 private:
  mutable std::mutex mutex_;
  std::optional<FeedsState> state_;
  std::optional<Millis> learned_at_;
  std::optional<Millis> asked_at_;
  std::optional<Millis> failed_at_;
  bool is_failing_ = false;
};

}  // namespace portside::anchore
