// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/http_answer.hpp"

#include <algorithm>
#include <charconv>

namespace portside::sdk {
namespace {

constexpr Millis kLongestRetryAfter = Millis{3'600} * 1'000;

bool is_header_name(std::string_view one, std::string_view other) noexcept {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [&](char a, char b) { return lower(a) == lower(b); });
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
    if (is_header_name(field.first, name)) return field.second;
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
  if (!all_digits) return std::nullopt;
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
