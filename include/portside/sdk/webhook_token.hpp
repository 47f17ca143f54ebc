// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "portside/api/crypto.hpp"
#include "portside/api/notification.hpp"

namespace portside::sdk {

/// The fewest characters of a secret for webhooks; fewer could be guessed.
inline constexpr std::size_t kMinWebhookTokenBytes = 16;

/// Whether a webhook call shows the secret, compared in constant time: as `token` in the query, as
/// the whole value of the header X-Portside-Token, or as the password of Basic authentication,
/// whatever the user. An empty `token` is shown by every call. Characters that a query escapes are
/// not to be in it.
bool shows_webhook_token(const Notification& call, const std::string& token, Crypto& crypto);

}  // namespace portside::sdk
