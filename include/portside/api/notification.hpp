// SPDX-License-Identifier: Apache-2.0
//
// A scanner tells a registry that its knowledge has changed by calling a webhook. The host takes
// the call in three steps, so that the webhook is answered at once and nothing is lost:
//
//   1. accept_notification()       authenticates and remembers; no I/O; the webhook is answered
//   2. handle_notification()       finds out which images are affected; may take long
//   3. acknowledge_notification()  tells the scanner, after the host has stored the images
//
// When the host stops between two steps, it repeats the step with the stored token.
#pragma once

#include <string>
#include <vector>

#include "portside/api/http_client.hpp"
#include "portside/api/json.hpp"

namespace portside {

/// The webhook call as it came in. Everything in it is untrusted.
struct Notification {
  std::string method;
  /// Path and query.
  std::string path;
  Headers headers;
  std::string body;
};

/// A notification that authenticated; nothing has been fetched yet.
struct AcceptedNotification {
  /// Equal keys mean the same notification: the host handles it once. "" = never equal.
  std::string dedup_key;
  /// What handle_notification() needs, a JSON value without secrets. Stored by the host.
  Json token;
};

/// One image to look at again.
struct RescanTarget {
  std::string digest;
  /// True when a new image check is enough and the vulnerabilities cannot have changed.
  bool recheck_only = false;
};

/// The images that a notification affects.
struct RescanTargets {
  /// May name digests that the registry no longer has, and a digest twice; the host sorts it out.
  std::vector<RescanTarget> targets;
  /// Everything that this adapter ever scanned, because the scanner cannot say more precisely.
  bool all = false;
  Json extra;
};

}  // namespace portside
