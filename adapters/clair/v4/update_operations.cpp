// SPDX-License-Identifier: Apache-2.0
#include "clair/v4/update_operations.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/sdk/http_answer.hpp"
#include "portside/sdk/json_stream.hpp"

namespace portside::clair::v4 {
namespace {

constexpr std::size_t kMostUpdaters = 10'000;
constexpr std::size_t kMostUpdaterNameBytes = 200;

/// How the names of claircore's updaters begin, in lower case.
struct UpdaterPrefix {
  std::string_view distribution;
  std::string_view prefix;
};

constexpr UpdaterPrefix kUpdaterPrefixes[] = {
    {"alpine", "alpine"}, {"amzn", "aws"},           {"debian", "debian"}, {"ol", "oracle"},
    {"opensuse", "suse"}, {"opensuse-leap", "suse"}, {"photon", "photon"}, {"rhel", "rhel"},
    {"sles", "suse"},     {"ubuntu", "ubuntu"},
};

bool begins_with(std::string_view text, std::string_view prefix) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return text.size() >= prefix.size() &&
         std::ranges::equal(text.substr(0, prefix.size()), prefix, {}, lower);
}

/// Takes so many digits off `text`.
std::optional<int> digits(std::string_view& text, std::size_t count) {
  int value = 0;
  if (text.size() < count) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + count, value);
  if (error != std::errc() || end != text.data() + count || text[0] == '-') return std::nullopt;
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(1);
  return true;
}

/// Minutes east of Greenwich.
std::optional<int> offset_of(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  const bool is_west = text.starts_with('-');
  if (!is_west && !text.starts_with('+')) return std::nullopt;
  text.remove_prefix(1);
  const auto hours = digits(text, 2);
  const bool has_colon = take(text, ':');
  const auto minutes = digits(text, 2);
  if (!hours || !has_colon || !minutes || !text.empty()) return std::nullopt;
  return (is_west ? -1 : 1) * (*hours * 60 + *minutes);
}

/// A fraction of a second, in milliseconds.
int take_fraction(std::string_view& text) {
  int millis = 0;
  int unit = 100;
  if (!take(text, '.')) return 0;
  for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1)) {
    millis += (text[0] - '0') * unit;
    unit /= 10;
  }
  return millis;
}

}  // namespace

std::optional<Millis> millis_of_time(std::string_view text) {
  namespace chrono = std::chrono;
  const auto year = digits(text, 4);
  const bool has_dash = take(text, '-');
  const auto month = digits(text, 2);
  const bool has_dashes = take(text, '-') && has_dash;
  const auto day = digits(text, 2);
  const bool has_t = take(text, 'T') || take(text, 't');
  const auto hour = digits(text, 2);
  const bool has_colon = take(text, ':');
  const auto minute = digits(text, 2);
  const bool has_colons = take(text, ':') && has_colon;
  const auto second = digits(text, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  const int fraction = take_fraction(text);
  const auto offset = offset_of(text);
  const chrono::year_month_day date{chrono::year(*year),
                                    chrono::month(static_cast<unsigned>(*month)),
                                    chrono::day(static_cast<unsigned>(*day))};
  if (!has_dashes || !has_t || !has_colons || !offset || !date.ok()) return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const Millis days = chrono::sys_days(date).time_since_epoch().count();
  const Millis minutes = (days * 24 + *hour) * 60 + *minute - *offset;
  return (minutes * 60 + *second) * 1'000 + fraction;
}

std::optional<Millis> UpdateOperations::newest() const {
  std::optional<Millis> newest;
  for (const auto& [updater, time] : updated_at) {
    if (!newest || time > *newest) newest = time;
  }
  return newest;
}

std::optional<bool> UpdateOperations::have_distribution(std::string_view id) const {
  const auto known = std::ranges::find(kUpdaterPrefixes, id, &UpdaterPrefix::distribution);
  if (known == std::end(kUpdaterPrefixes)) return std::nullopt;
  return std::ranges::any_of(
      updated_at, [&](const auto& each) { return begins_with(each.first, known->prefix); });
}

std::unique_ptr<sdk::JsonStream> update_operations_parser(UpdateOperations& operations) {
  auto updater = std::make_shared<std::string>();
  std::vector<sdk::JsonRule> rules;
  rules.push_back({"/*", [updater](std::string_view name) {
                     *updater = sdk::excerpt(name, kMostUpdaterNameBytes);
                   }});
  rules.push_back({"/*/*/date", {}, {}, [&operations, updater](const sdk::JsonScalar& date) {
                     const auto time = millis_of_time(date.text);
                     if (!time) return;
                     if (operations.updated_at.size() >= kMostUpdaters) {
                       throw AdapterError(ErrorCode::kTooLarge,
                                          "Clair's matcher lists more than 10000 updaters");
                     }
                     Millis& newest = operations.updated_at[*updater];
                     newest = std::max(newest, *time);
                   }});
  sdk::JsonLimits limits;
  limits.text_bytes = std::size_t{1} << 20U;
  return std::make_unique<sdk::JsonStream>("Clair's list of updates", std::move(rules), limits);
}

}  // namespace portside::clair::v4
