// SPDX-License-Identifier: Apache-2.0
#include "oci/token_answer.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "portside/api/error.hpp"

namespace portside::oci {
namespace {

using nlohmann::json;

constexpr Millis kMaxLifetime = Millis{30} * 24 * 3'600 * 1'000;

[[noreturn]] void refuse(const char* why) {
  throw AdapterError(
      ErrorCode::kRegistryBadAnswer,
      std::string("the registry's token service gave an answer that cannot be used: ") + why);
}

bool is_fit(const std::string& token) {
  return std::ranges::all_of(token, [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

Token parse_token(std::string_view body) {
  const json answer = json::parse(body, nullptr, /*allow_exceptions=*/false);
  if (!answer.is_object()) refuse("it is no JSON object");
  Token token;
  for (const char* key : {"token", "access_token"}) {
    const auto found = answer.find(key);
    if (found == answer.end() || !found->is_string()) continue;
    std::string text = found->get<std::string>();
    if (text.empty()) continue;
    if (!is_fit(text)) refuse("its token has characters that no token has");
    token.value = Secret(std::move(text));
    break;
  }
  if (token.value.empty()) refuse("it has no token");
  const auto expires = answer.find("expires_in");
  if (expires != answer.end() && expires->is_number()) {
    const double seconds = std::clamp(expires->get<double>(), 0.0, 1e9);
    token.lifetime = std::min(static_cast<Millis>(seconds) * 1'000, kMaxLifetime);
  }
  return token;
}

}  // namespace portside::oci
