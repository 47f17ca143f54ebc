// SPDX-License-Identifier: Apache-2.0
#include "http/backoff.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>

#include "http/request_rules.hpp"

namespace portside::http {
namespace {

constexpr Millis kFirst = 200;
constexpr Millis kLongest = 5'000;
/// Longer ones are as good as "not today".
constexpr Millis kMaxSeconds = Millis{365} * 24 * 3'600;

}  // namespace

bool is_transient(std::int32_t status) noexcept {
  return status == 429 || status == 502 || status == 503 || status == 504;
}

std::optional<Millis> retry_after(const Headers& headers, Millis now) {
  const std::string* const value = find_header(headers, "Retry-After");
  if (value == nullptr || value->empty()) return std::nullopt;
  Millis seconds = 0;
  const char* const end = value->data() + value->size();
  const auto [rest, error] = std::from_chars(value->data(), end, seconds);
  if (error == std::errc() && rest == end) {
    if (seconds < 0) return std::nullopt;
    return std::min(seconds, kMaxSeconds) * 1'000;
  }
  const time_t date = curl_getdate(value->c_str(), nullptr);
  if (date < 0) return std::nullopt;
  return std::clamp<Millis>(Millis{date} * 1'000 - now, 0, kMaxSeconds * 1'000);
}

Millis backoff(unsigned attempt, std::uint32_t random) noexcept {
  const Millis limit = std::min(kLongest, kFirst << std::min(attempt - 1, 10U));
  return static_cast<Millis>(random) * (limit + 1) >> 32U;
}

}  // namespace portside::http
