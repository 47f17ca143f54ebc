// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "anchore/api.hpp"
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

}  // namespace portside::anchore
