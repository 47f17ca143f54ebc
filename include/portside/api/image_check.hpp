// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "portside/api/json.hpp"
#include "portside/api/millis.hpp"

namespace portside {

/// A scanner's own judgement of an image.
enum class CheckVerdict : std::int32_t {
  kUnknown = 0,  ///< the scanner cannot say: not analysed yet, no policy, no data
  kPass = 1,
  kFail = 2,
};

/// The result of an image check (the proposal's ImageCheckReport). It adds to the host's own policy
/// and does not replace it.
struct ImageCheck {
  CheckVerdict verdict = CheckVerdict::kUnknown;
  /// One sentence for whoever was refused.
  std::string reason;
  /// Epoch milliseconds of the judgement.
  Millis checked_at = 0;
  /// The scanner's own account, a JSON value or absent.
  Json details;
  Json extra;
};

}  // namespace portside
