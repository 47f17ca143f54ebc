// SPDX-License-Identifier: Apache-2.0
#include "clair/notification.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "clair/signed_call.hpp"
#include "clair/uuid.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/http_answer.hpp"
#include "portside/sdk/webhook_token.hpp"

namespace portside::clair {
namespace {

using nlohmann::json;

/// A call is a name and an address.
constexpr std::size_t kMaxCallBytes = 64U << 10U;

[[noreturn]] void reject(const std::string& why) {
  throw AdapterError(ErrorCode::kNotificationRejected, "the call is not from Clair: " + why);
}

[[noreturn]] void not_understood(const std::string& why) {
  throw AdapterError(ErrorCode::kMalformedData,
                     "the call is no notification of Clair 2 or Clair 4: " + why);
}

void check_token(const Notification& call, const std::string& token, HostServices& host) {
  if (token.empty() || sdk::shows_webhook_token(call, token, host.crypto())) return;
  reject(
      "it does not show the adapter's 'webhook_token'; expected ?token=... in the URL that Clair "
      "is given, or the header X-Portside-Token");
}

void check_signature(const Notification& call, const ClairConfig& config, HostServices& host) {
  if (!config.verify_signature) return;
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view value = sdk::header_of(call.headers, "Authorization").value_or("");
  const bool is_bearer = value.substr(0, kScheme.size()) == kScheme;
  if (is_bearer &&
      is_signed_by_clair(value.substr(kScheme.size()), config.psk, host.crypto(), host.now())) {
    return;
  }
  reject("it has no valid signature; expected one made with the adapter's 'psk'");
}

/// Names become part of a URL.
ClairNotification named(int generation, const json& name) {
  if (!name.is_string() || !is_uuid(name.get_ref<const std::string&>())) {
    not_understood("its name is no UUID");
  }
  return {generation, name.get<std::string>()};
}

/// Only the server that is configured can be asked for the rest.
ClairNotification expected(ClairNotification notification, const ClairConfig& config) {
  const bool is_four = notification.generation == 4;
  if (config.version == (is_four ? Version::k2 : Version::k4)) {
    not_understood("it is of the other generation than the adapter's 'version'");
  }
  if (is_four && config.notifier_url.empty()) {
    throw AdapterError(ErrorCode::kUnsupported,
                       "a notification of Clair 4 came, and the adapter has no 'notifier_url' to "
                       "ask for it");
  }
  return notification;
}

const json* member(const json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

/// Nesting is bounded by what is looked at: a deep text is refused before it is parsed.
bool is_deep(std::string_view text) {
  return std::count(text.begin(), text.end(), '{') + std::count(text.begin(), text.end(), '[') > 64;
}

}  // namespace

ClairNotification accept(const Notification& call, const ClairConfig& config, HostServices& host) {
  check_token(call, config.webhook_token, host);
  check_signature(call, config, host);
  if (call.body.size() > kMaxCallBytes || is_deep(call.body)) not_understood("it is too large");
  const json body = json::parse(call.body, nullptr, /*allow_exceptions=*/false);
  if (!body.is_object()) not_understood("it is no JSON object");
  if (const json* id = member(body, "notification_id")) return expected(named(4, *id), config);
  const json* notification = member(body, "Notification");
  const json* name = notification != nullptr && notification->is_object()
                         ? member(*notification, "Name")
                         : nullptr;
  if (name == nullptr) not_understood("it has neither 'notification_id' nor 'Notification.Name'");
  return expected(named(2, *name), config);
}

Json to_json(const ClairNotification& notification) {
  return {json{{"generation", notification.generation}, {"name", notification.name}}.dump()};
}

ClairNotification parse_notification(const Json& token) {
  const json document = json::parse(token.text, nullptr, /*allow_exceptions=*/false);
  const json* generation = document.is_object() ? member(document, "generation") : nullptr;
  const json* name = document.is_object() ? member(document, "name") : nullptr;
  if (generation == nullptr || name == nullptr || (*generation != 2 && *generation != 4)) {
    throw AdapterError(ErrorCode::kMalformedData, "the stored notification is not of this adapter");
  }
  return named(generation->get<int>(), *name);
}

}  // namespace portside::clair
