// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/rfc3339.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <ctime>

namespace portside::sdk {
namespace {

/// Of ASCII, whatever the locale.
constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

/// Takes a text apart from its beginning. After a mistake nothing succeeds any more.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  int number(std::size_t digits) noexcept {
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      const char c = take();
      fine_ = fine_ && is_digit(c);
      if (fine_) value = value * 10 + (c - '0');
    }
    return value;
  }
  void expect(std::string_view one_of) noexcept {
    fine_ = one_of.find(take()) != std::string_view::npos && fine_;
  }
  bool skip(char c) noexcept {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// Digits behind a point, as milliseconds.
  int fraction() noexcept {
    int value = 0;
    int weight = 100;
    fine_ = fine_ && !rest_.empty() && is_digit(rest_.front());
    while (!rest_.empty() && is_digit(rest_.front())) {
      value += (take() - '0') * weight;
      weight /= 10;
    }
    return value;
  }
  bool is_at_end() const noexcept { return fine_ && rest_.empty(); }

 private:
  char take() noexcept {
    if (rest_.empty()) {
      fine_ = false;
      return '\0';
    }
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  std::string_view rest_;
  bool fine_ = true;
};

/// Seconds since 1970 of a time in UTC; nothing for a day that the calendar does not have.
std::optional<std::int64_t> seconds_of(std::tm time) noexcept {
  const int month = time.tm_mon;
  const int day = time.tm_mday;
  const int second = time.tm_sec;
  time.tm_sec = 0;  // 60, a leap second, would lead into the next day
  const std::int64_t seconds = timegm(&time);
  if (time.tm_mon != month || time.tm_mday != day) return std::nullopt;
  return seconds + second;
}

std::tm calendar_time(Millis time) noexcept {
  const std::time_t seconds = (time - (time % 1'000 + 1'000) % 1'000) / 1'000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return parts;
}

}  // namespace

std::optional<Millis> parse_rfc3339(std::string_view text) noexcept {
  Scanner scanner(text);
  std::tm time{};
  time.tm_year = scanner.number(4) - 1900;
  scanner.expect("-");
  time.tm_mon = scanner.number(2) - 1;
  scanner.expect("-");
  time.tm_mday = scanner.number(2);
  scanner.expect("Tt ");
  time.tm_hour = scanner.number(2);
  scanner.expect(":");
  time.tm_min = scanner.number(2);
  scanner.expect(":");
  time.tm_sec = scanner.number(2);
  const int milliseconds = scanner.skip('.') ? scanner.fraction() : 0;
  int offset = 0;  // minutes east of UTC
  if (!scanner.skip('Z') && !scanner.skip('z')) {
    const int sign = scanner.skip('-') ? -1 : 1;
    if (sign == 1) scanner.expect("+");
    const int hours = scanner.number(2);
    scanner.expect(":");
    const int minutes = scanner.number(2);
    if (hours > 23 || minutes > 59) return std::nullopt;
    offset = sign * (hours * 60 + minutes);
  }
  if (!scanner.is_at_end() || time.tm_hour > 23 || time.tm_min > 59 || time.tm_sec > 60) {
    return std::nullopt;
  }
  const auto seconds = seconds_of(time);
  if (!seconds) return std::nullopt;
  const Millis result = (*seconds - offset * 60) * 1'000 + milliseconds;
  return result < 0 ? std::nullopt : std::optional(result);
}

std::string rfc3339(Millis time) {
  const std::tm parts = calendar_time(time);
  char text[80];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", parts.tm_year + 1900,
                parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
  return text;
}

std::string rfc3339_exact(Millis time) {
  std::string text = rfc3339(time);
  const auto milliseconds = static_cast<int>((time % 1'000 + 1'000) % 1'000);
  if (milliseconds == 0) return text;
  char fraction[16];
  std::snprintf(fraction, sizeof fraction, ".%03dZ", milliseconds);
  return text.replace(text.size() - 1, 1, fraction);
}

}  // namespace portside::sdk
