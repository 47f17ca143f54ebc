// SPDX-License-Identifier: Apache-2.0
#include "feeds/rfc3339.hpp"

#include <chrono>
#include <cstddef>
#include <cstdio>

#include "feeds/is_digit.hpp"

namespace portside::feeds {
namespace {

namespace chrono = std::chrono;

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
  const chrono::year_month_day date{chrono::year{year}, chrono::month(static_cast<unsigned>(month)),
                                    chrono::day(static_cast<unsigned>(day))};
  // 60: a leap second.
  if (!scanner.is_at_end() || !date.ok() || hour > 23 || minute > 59 || second > 60) {
    return std::nullopt;
  }
  const Millis days = chrono::sys_days(date).time_since_epoch().count();
  const Millis minutes = (days * 24 + hour) * 60 + minute - offset;
  const Millis time = (minutes * 60 + second) * 1'000 + milliseconds;
  return time < 0 ? std::nullopt : std::optional(time);
}

std::string rfc3339(Millis time) {
  const chrono::sys_seconds seconds = chrono::floor<chrono::seconds>(
      chrono::sys_time<chrono::milliseconds>(chrono::milliseconds(time)));
  const auto day = chrono::floor<chrono::days>(seconds);
  const chrono::year_month_day date(day);
  const chrono::hh_mm_ss clock(seconds - day);
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

}  // namespace portside::feeds
