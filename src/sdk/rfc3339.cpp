// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/rfc3339.hpp"

#include <cstddef>
#include <ctime>

namespace portside::sdk {
namespace {

bool is_digit(char c) noexcept {
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

/// Days since 1970 of a date in the calendar.
std::optional<Millis> days_of(int year, int month, int day) noexcept {
  std::tm date = {};
  date.tm_year = year - 1900;
  date.tm_mon = month - 1;
  date.tm_mday = day;
  const std::time_t seconds = ::timegm(&date);
  // The 30th of February became a day in March.
  if (date.tm_mon != month - 1 || date.tm_mday != day) return std::nullopt;
  return static_cast<Millis>(seconds) / 86'400;
}

}  // namespace

std::optional<Millis> parse_rfc3339(std::string_view text) noexcept {
  Scanner scanner(text);
  const int year = scanner.number(4);
  scanner.expect("-");
  const int month = scanner.number(2);
  scanner.expect("-");
  const int day = scanner.number(2);
  scanner.expect("Tt ");
  const int hour = scanner.number(2);
  scanner.expect(":");
  const int minute = scanner.number(2);
  scanner.expect(":");
  const int second = scanner.number(2);
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
  // 60: a leap second.
  if (!scanner.is_at_end() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const auto days = days_of(year, month, day);
  if (!days) return std::nullopt;
  const Millis minutes = (*days * 24 + hour) * 60 + minute - offset;
  const Millis time = (minutes * 60 + second) * 1'000 + milliseconds;
  return time < 0 ? std::nullopt : std::optional(time);
}

std::string rfc3339(Millis time) {
  const auto seconds = static_cast<std::time_t>(time / 1'000);
  std::tm clock = {};
  ::gmtime_r(&seconds, &clock);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &clock)};
}

}  // namespace portside::sdk
