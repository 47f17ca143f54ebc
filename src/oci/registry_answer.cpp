// SPDX-License-Identifier: Apache-2.0
#include "oci/registry_answer.hpp"

#include <nlohmann/json.hpp>

#include "call/system_clock.hpp"
#include "http/backoff.hpp"
#include "words/quoted.hpp"

namespace portside::oci {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxErrors = 5;

std::string member(const json& error, const char* key) {
  const auto found = error.find(key);
  return found != error.end() && found->is_string() ? found->get<std::string>() : "";
}

/// `MANIFEST_UNKNOWN: manifest unknown`. The errors' `detail` is left out: paths of the server's
/// disk have been seen in it.
std::string words_of(const HttpResponse& response) {
  const json body = json::parse(response.body, nullptr, /*allow_exceptions=*/false);
  const auto errors = body.is_object() ? body.find("errors") : body.end();
  if (!body.is_object() || errors == body.end() || !errors->is_array()) return {};
  std::string text;
  std::size_t count = 0;
  for (const json& error : *errors) {
    if (!error.is_object() || count++ == kMaxErrors) continue;
    text += (text.empty() ? "" : "; ") + words::shortened(member(error, "code")) + ": " +
            words::shortened(member(error, "message"));
  }
  return text;
}

struct Meaning {
  ErrorCode code;
  const char* words;
};

Meaning meaning_of(std::int32_t status) {
  if (status == 401) {
    return {ErrorCode::kRegistryAuthentication,
            "asks for other credentials; check the user and the password"};
  }
  if (status == 403) {
    return {ErrorCode::kRegistryAuthentication, "does not allow it to this user"};
  }
  if (status == 404) return {ErrorCode::kRegistryNotFound, "has no such thing"};
  if (status == 412) {
    return {ErrorCode::kRegistryAuthentication,
            "withholds it by a policy; use credentials that may pull for scanning"};
  }
  if (status == 429) return {ErrorCode::kRegistryRateLimited, "has been asked too often"};
  if (status >= 500) return {ErrorCode::kRegistryUnavailable, "is in trouble"};
  return {ErrorCode::kRegistryBadAnswer, "gave an answer that was not expected"};
}

}  // namespace

AdapterError refusal_of(const HttpResponse& response, const std::string& doing) {
  if (response.status == 200 && response.cut_short) {
    return AdapterError(
        ErrorCode::kRegistryUnreachable,
        "the connection broke, or the answer was too long, while " + doing + " was read");
  }
  const Meaning meaning = meaning_of(response.status);
  AdapterError error(meaning.code,
                     "the registry, asked for " + doing + ", " + meaning.words + " (HTTP status " +
                         std::to_string(response.status) + ")",
                     words_of(response));
  if (error.can_retry) {
    if (const auto pause = http::retry_after(response.headers, system_now())) {
      error.retry_in(*pause);
    }
  }
  return error;
}

}  // namespace portside::oci
