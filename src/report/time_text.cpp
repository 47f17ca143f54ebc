// SPDX-License-Identifier: Apache-2.0
#include "report/time_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace portside::report {
namespace {

namespace chrono = std::chrono;

constexpr Millis kLast = 253'402'300'799'999;  // the end of 9999
constexpr Millis kDay = 86'400'000;

/// `digits` has nothing but digits.
bool read_number(std::string_view digits, int& out) {
  if (!std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; })) return false;
  const auto end = digits.data() + digits.size();
  return std::from_chars(digits.data(), end, out).ptr == end;
}

std::optional<chrono::sys_days> day_of(std::string_view text) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' ||
      !read_number(text.substr(0, 4), year) || !read_number(text.substr(5, 2), month) ||
      !read_number(text.substr(8, 2), day)) {
    return std::nullopt;
  }
  const chrono::year_month_day date(chrono::year(year), chrono::month(static_cast<unsigned>(month)),
                                    chrono::day(static_cast<unsigned>(day)));
  if (!date.ok()) return std::nullopt;
  return chrono::sys_days(date);
}

}  // namespace

std::string day_text(Millis time) {
  const Millis days = std::clamp<Millis>(time, 0, kLast) / kDay;
  const chrono::year_month_day date{chrono::sys_days(chrono::days(days))};
  std::array<char, 32> text = {};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

std::string time_text_seconds(Millis time) {
  std::string text = time_text(time);
  text.erase(text.size() - 5, 4);
  return text;
}

std::string time_text(Millis time) {
  time = std::clamp<Millis>(time, 0, kLast);
  const auto of_day = static_cast<int>(time % kDay);
  std::array<char, 32> text = {};
  std::snprintf(text.data(), text.size(), "T%02d:%02d:%02d.%03dZ", of_day / 3'600'000,
                of_day / 60'000 % 60, of_day / 1'000 % 60, of_day % 1'000);
  return day_text(time) + text.data();
}

std::optional<Millis> time_of(std::string_view text) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  int millis = 0;
  if (text.size() != 24 || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      text[19] != '.' || text[23] != 'Z' || !read_number(text.substr(11, 2), hour) ||
      !read_number(text.substr(14, 2), minute) || !read_number(text.substr(17, 2), second) ||
      !read_number(text.substr(20, 3), millis) || hour > 23 || minute > 59 || second > 59) {
    return std::nullopt;
  }
  const auto day = day_of(text.substr(0, 10));
  if (!day) return std::nullopt;
  const Millis days = day->time_since_epoch().count();
  return days * kDay + Millis{hour} * 3'600'000 + minute * 60'000 + second * 1'000 + millis;
}

bool is_day(std::string_view text) {
  return day_of(text).has_value();
}

}  // namespace portside::report
