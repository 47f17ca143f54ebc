// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "anchore/config.hpp"
#include "portside/api/host_services.hpp"
#include "portside/api/notification.hpp"

namespace portside::anchore {

/// Authenticates a webhook call (sdk/webhook_token.hpp: Anchore can show the secret as the password
/// of Basic authentication or in the URL's query), and finds the digests in it: the call has all
/// that there is to know, in both spellings (`imageDigest`, `image_digest`). Anchore waits two
/// seconds for the answer and repeats calls for half a minute; equal calls have equal keys.
///
/// Kinds without images (`event_log`, `repo_update`, unknown ones) are accepted, with no targets. A
/// failed analysis is logged. Throws kNotificationRejected, also when no secret is configured, and
/// kMalformedData.
AcceptedNotification accept(const Notification& call, const AnchoreConfig& config,
                            HostServices& host);

/// The images of an accepted notification. Throws kMalformedData for a token that accept() did not
/// write.
RescanTargets targets_of(const Json& token);

}  // namespace portside::anchore
