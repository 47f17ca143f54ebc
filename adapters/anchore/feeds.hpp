// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "anchore/api.hpp"
#include "portside/api/millis.hpp"

namespace portside::anchore {

/// What there is of the data that Anchore compares packages with, and how old it is. Feeds that are
/// switched off do not count.
struct FeedsState {
  /// The newest update of any group that has records; absent when Anchore does not tell.
  std::optional<Millis> updated_at = {};
  /// Anchore lists feeds, and none has a record: its reports are empty for want of data. False when
  /// it cannot be known.
  bool never_synced = false;
  /// There are groups of records of distributions, with records or without.
  bool lists_distributions = false;
  /// Those that have records, or do not say that they have none: `debian:12`.
  std::vector<std::string> distributions = {};
};

/// Whether there is data for the distribution of an image (ImageRecord::os), or it cannot be known.
bool has_data_for(const FeedsState& feeds, const std::string& os);

/// Of the answer to get_feeds(); throws kScannerBadAnswer.
FeedsState read_feeds(const HttpResponse& answer);

}  // namespace portside::anchore
