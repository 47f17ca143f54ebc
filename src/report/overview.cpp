// SPDX-License-Identifier: Apache-2.0
#include "portside/host/overview.hpp"

#include <algorithm>

namespace portside {
namespace {

struct Names {
  std::string_view word;
  std::string_view title;
};

/// In the order of the severities.
constexpr std::array<Names, kSeverities.size()> kNames = {{{"none", "None"},
                                                           {"unknown", "Unknown"},
                                                           {"negligible", "Negligible"},
                                                           {"low", "Low"},
                                                           {"medium", "Medium"},
                                                           {"high", "High"},
                                                           {"critical", "Critical"}}};

std::size_t index_of(Severity severity) noexcept {
  const auto number = static_cast<std::int32_t>(severity);
  const bool known = number >= 0 && static_cast<std::size_t>(number) < kNames.size();
  return static_cast<std::size_t>(known ? severity : Severity::kUnknown);
}

char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

Severity known_severity(Severity severity) noexcept {
  return kSeverities[index_of(severity)];
}

std::string_view severity_word(Severity severity) noexcept {
  return kNames[index_of(severity)].word;
}

std::string_view severity_title(Severity severity) noexcept {
  return kNames[index_of(severity)].title;
}

std::optional<Severity> severity_of(std::string_view word) noexcept {
  for (const Severity severity : kSeverities) {
    const auto same = [](char a, char b) { return lower(a) == b; };
    if (std::ranges::equal(word, severity_word(severity), same)) return severity;
  }
  return std::nullopt;
}

std::size_t Overview::count(Severity severity) const noexcept {
  return counts[index_of(severity)];
}

Overview overview_of(const std::vector<Vulnerability>& rows) noexcept {
  Overview out;
  for (const Vulnerability& row : rows) {
    const std::size_t index = index_of(row.severity);
    ++out.total;
    ++out.counts[index];
    if (!row.fixed_version.empty()) ++out.fixable;
    out.highest = std::max(out.highest.value_or(Severity::kNone), kSeverities[index]);
  }
  return out;
}

Overview& operator+=(Overview& all, const Overview& more) noexcept {
  all.total += more.total;
  all.fixable += more.fixable;
  for (std::size_t i = 0; i < all.counts.size(); ++i) all.counts[i] += more.counts[i];
  all.highest = std::max(all.highest, more.highest);
  return all;
}

}  // namespace portside
