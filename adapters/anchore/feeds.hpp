// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <optional>

#include "anchore/api.hpp"
#include "portside/api/call_context.hpp"
#include "portside/api/millis.hpp"

namespace portside::anchore {

/// How old the data is that Anchore compares packages with.
struct FeedsState {
  /// The newest update of any group of records; absent when Anchore does not tell.
  std::optional<Millis> updated_at;
  /// Anchore lists feeds, and none has ever brought a record: its reports are empty for want of
  /// data. False when it cannot be known.
  bool never_synced = false;
};

/// Of the answer to get_feeds(); throws kScannerBadAnswer.
FeedsState read_feeds(const HttpResponse& answer);

/// The call is slow at the server: its answer holds for a minute. [any]
class FeedsCache {
 public:
  /// What is known and no older than a minute.
  std::optional<FeedsState> fresh(Millis now) const;
  /// What was learned last, however old.
  std::optional<FeedsState> last() const;
  void learn(const FeedsState& state, Millis now);

 private:
  mutable std::mutex mutex_;
  std::optional<FeedsState> state_;
  Millis learned_at_ = 0;
};

}  // namespace portside::anchore
