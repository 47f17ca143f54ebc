// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "portside/api/crypto.hpp"
#include "portside/api/notification.hpp"

namespace portside::sdk {

class ConfigDocument;

/// The member `webhook_token`, a secret for webhooks; "" when it is not there. Fewer than 16
/// characters could be guessed, and others than letters, digits and `-._~+/=` may come escaped in a
/// query: both are mistakes of the document.
std::string read_webhook_token(ConfigDocument& document);

/// Whether a webhook call shows the secret, compared in constant time: as `token` in the query, as
/// the whole value of the header X-Portside-Token, or as the password of Basic authentication,
/// whatever the user. An empty `token` is shown by every call.
bool shows_webhook_token(const Notification& call, const std::string& token, Crypto& crypto);

}  // namespace portside::sdk
