// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "portside/api/json.hpp"
#include "portside/api/millis.hpp"

namespace portside {

/// What became of a scan. "Nothing found" is kScanned without rows; the other values say that
/// nothing was looked for, and a host never shows them as a clean image.
enum class CoverageOutcome : std::int32_t {
  /// The adapter did not say. A host treats it like kNoData.
  kUnstated = 0,
  /// Packages were listed and compared with data for this operating system.
  kScanned = 1,
  /// The scanner does not know this operating system or kind of image.
  kUnsupported = 2,
  /// The scanner knows the operating system but holds no data for it: feeds never fetched, a
  /// release that nobody maintains.
  kNoData = 3,
  /// There is nothing in the image that could be vulnerable as far as this scanner goes: no package
  /// database, no files.
  kNothingToScan = 4,
};

/// What a report covers: without it an empty list of vulnerabilities means nothing.
struct Coverage {
  CoverageOutcome outcome = CoverageOutcome::kUnstated;
  /// The operating system as the scanner sees it, for example `debian 12`; "" when not recognised.
  std::string os;
  /// Packages that were looked at; 0 when the scanner does not tell. (An image that has none is
  /// kNothingToScan.)
  std::uint64_t packages = 0;
  /// Epoch milliseconds of the newest vulnerability data that was used; absent when unknown.
  std::optional<Millis> data_updated_at;
  /// What was left out and what the operator can do about it, a sentence each.
  std::vector<std::string> notes;
  Json extra;
};

}  // namespace portside
