// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "portside/api/json.hpp"
#include "portside/api/millis.hpp"

namespace portside::anchore {

/// What a scan waits for, or was about to do.
enum class Step : std::uint8_t {
  kCredentials,       ///< the answer to a new record of the registry
  kCredentialsAgain,  ///< the answer to a change of the record that was there
  kImage,             ///< the answer to the image that was posted
  kAnalysis,          ///< the next look at the image
  kFeeds,             ///< how old the data is
  kReport,            ///< the next look at the image; the feeds were asked for
};

/// Where a scan stands between two steps. Small and without secrets.
struct Continuation {
  Step step = Step::kCredentials;
  /// 1 or 2: the API that the scan was begun with.
  int api = 0;
  /// The digest that Anchore gave the image; "" before it has answered.
  std::string digest;
  /// Epoch milliseconds since when the analysis is awaited; 0 before.
  Millis since = 0;
  /// Looks at the analysis so far.
  int polls = 0;
  /// Failures in a row of the present step.
  int failures = 0;
  /// Credentials that Anchore was given anew because the registry had refused the others.
  int renewals = 0;
  /// Match again although Anchore has an answer: the scan is a rescan.
  bool refresh = false;
};

Json to_json(const Continuation& continuation);

/// Throws kStaleContinuation for anything that to_json() did not write.
Continuation parse_continuation(const Json& text);

}  // namespace portside::anchore
