// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "portside/api/json.hpp"
#include "portside/api/millis.hpp"

namespace portside::anchore {

/// What a scan waits for, or was about to do.
enum class Step : std::uint8_t {
  kFind,              ///< what Anchore has of the image before anything is sent
  kCredentials,       ///< the answer to a new record of the registry, this scan's or another's
  kCredentialsAgain,  ///< the answer to a change of the record that was there
  kFindAgain,         ///< the same as kFind, when that is long ago
  kImage,             ///< the answer to the image that was posted
  kAnalysis,          ///< the next look at the image
  kMatch,             ///< that Anchore has matched again
  kFeeds,             ///< how old the data is
  kLookForReport,     ///< the next look at the image; the feeds are done with
};

/// Where a scan stands between two steps. Small and without secrets.
struct Continuation {
  Step step = Step::kFind;
  /// 1 or 2: the API that the scan was begun with.
  int api = 0;
  /// The digest under which Anchore has the image; "" before it has answered.
  std::string digest;
  /// Epoch milliseconds since when the analysis (or a deletion under way) is awaited; before, when
  /// Anchore did not have the image; 0 before that.
  Millis since = 0;
  /// Epoch milliseconds when Anchore was asked to match again; 0 before.
  Millis asked_at = 0;
  /// Pauses between looks so far.
  int polls = 0;
  /// Failures in a row of the present step.
  int failures = 0;
  /// Credentials that Anchore was given anew because the others were of no use.
  int renewals = 0;
  /// Match again although Anchore has an answer: the scan is a rescan.
  bool refresh = false;
  /// Somebody else brought the image to Anchore.
  bool is_foreign = false;
  /// Anchore has analysed the image, and is told of another tag.
  bool for_tag = false;
};

Json to_json(const Continuation& continuation);

/// Throws kStaleContinuation for anything that to_json() did not write.
Continuation parse_continuation(const Json& text);

}  // namespace portside::anchore
