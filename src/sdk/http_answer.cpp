// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/http_answer.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "portside/sdk/ascii_case.hpp"
#include "sdk/http_date.hpp"

namespace portside::sdk {
namespace {

constexpr Millis kLongestRetryAfter = Millis{3'600} * 1'000;

/// Milliseconds from when the server answered, by its own clock where it says what that shows.
std::optional<Millis> pause_until(std::string_view date, const HttpResponse& response) {
  const std::optional<Millis> end = parse_http_date(date);
  if (!end) return std::nullopt;
  const auto answered = parse_http_date(header_of(response, "Date").value_or(""));
  const auto here = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::system_clock::now().time_since_epoch());
  return std::clamp<Millis>(*end - answered.value_or(here.count()), 0, kLongestRetryAfter);
}

struct StatusMeaning {
  ErrorCode code;
  const char* remedy;
};

StatusMeaning meaning_of(std::int32_t status) noexcept {
  if (status == 401 || status == 403) {
    return {ErrorCode::kScannerAuthentication, "; check the credentials in the configuration"};
  }
  if (status == 429) return {ErrorCode::kScannerRateLimited, ""};
  if (status == 408 || (status >= 500 && status < 600)) return {ErrorCode::kScannerUnavailable, ""};
  if (status >= 400 && status < 500) return {ErrorCode::kScannerRejected, ""};
  if (status >= 300 && status < 400) {
    return {ErrorCode::kScannerBadAnswer, ", a redirect; check the URL in the configuration"};
  }
  return {ErrorCode::kScannerBadAnswer, ", which was not expected"};
}

}  // namespace

std::optional<std::string_view> header_of(const Headers& headers, std::string_view name) {
  for (const auto& field : headers) {
    if (is_same_in_any_case(field.first, name)) return field.second;
  }
  return std::nullopt;
}

std::optional<std::string_view> header_of(const HttpResponse& response, std::string_view name) {
  return header_of(response.headers, name);
}

std::optional<Millis> retry_after_of(const HttpResponse& response) {
  const auto value = header_of(response, "Retry-After");
  if (!value || value->empty()) return std::nullopt;
  const bool all_digits =
      std::all_of(value->begin(), value->end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!all_digits) return pause_until(*value, response);
  Millis seconds = 0;
  const auto result = std::from_chars(value->data(), value->data() + value->size(), seconds);
  if (result.ec != std::errc()) return kLongestRetryAfter;  // more than the type holds
  return std::min(seconds, kLongestRetryAfter / 1'000) * 1'000;
}

AdapterError error_for_status(const HttpResponse& response, const std::string& what) {
  const StatusMeaning meaning = meaning_of(response.status);
  AdapterError error(meaning.code,
                     what + ": it answered " + std::to_string(response.status) + meaning.remedy,
                     excerpt(response.body));
  const auto pause = retry_after_of(response);
  if (pause && error.can_retry) error.retry_in(*pause);
  return error;
}

}  // namespace portside::sdk
