// SPDX-License-Identifier: Apache-2.0
#include "feeds/cve_ids.hpp"

#include <algorithm>
#include <cstddef>

#include "feeds/is_digit.hpp"

namespace portside::feeds {
namespace {

constexpr std::string_view kCve = "CVE";

bool is_upper(char c) noexcept {
  return c >= 'A' && c <= 'Z';
}

std::size_t digits_at(std::string_view text, std::size_t at) noexcept {
  std::size_t count = 0;
  while (at + count < text.size() && is_digit(text[at + count])) ++count;
  return count;
}

/// A CVE id where `between` may stand for its hyphens.
struct FoundCve {
  std::string id;
  std::size_t length = 0;  ///< in the text; 0 = there is none
};

/// The one that `text` begins with.
FoundCve cve_at_start(std::string_view text, std::string_view between, std::size_t min_digits) {
  constexpr std::size_t kYear = 4;
  const auto is_between = [&](std::size_t at) {
    return at < text.size() && between.find(text[at]) != std::string_view::npos;
  };
  const std::size_t year = kCve.size() + 1;
  const std::size_t number = year + kYear + 1;
  if (!text.starts_with(kCve) || !is_between(kCve.size()) || digits_at(text, year) != kYear ||
      !is_between(year + kYear)) {
    return {};
  }
  const std::size_t digits = digits_at(text, number);
  if (digits < min_digits) return {};
  return {"CVE-" + std::string(text.substr(year, kYear)) + '-' +
              std::string(text.substr(number, digits)),
          number + digits};
}

void add_once(std::vector<std::string>& ids, const std::string& id) {
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

/// `GHSA-...`, `XSA-204`, `TALOS-2017-0488`: letters, a hyphen, and more with a digit in it.
bool is_other_id(std::string_view word) noexcept {
  const std::size_t hyphen = word.find('-');
  if (hyphen == std::string_view::npos || hyphen < 2 || word.size() > 64) return false;
  const std::string_view rest = word.substr(hyphen + 1);
  const auto is_id_char = [](char c) {
    return is_digit(c) || is_upper(c) || (c >= 'a' && c <= 'z') || c == '-';
  };
  return std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(hyphen), is_upper) &&
         std::any_of(rest.begin(), rest.end(), is_digit) &&
         std::all_of(rest.begin(), rest.end(), is_id_char);
}

}  // namespace

bool is_cve_id(std::string_view text) noexcept {
  constexpr std::size_t kMaxLength = 32;  // short enough for no allocation to matter
  if (text.size() > kMaxLength || text.size() < 10 || !text.starts_with("CVE-")) return false;
  const std::size_t digits = digits_at(text, 9);
  return digits_at(text, 4) == 4 && text[8] == '-' && digits > 0 && 9 + digits == text.size();
}

std::vector<std::string> cve_ids_in(std::string_view line) {
  std::vector<std::string> ids;
  for (std::size_t at = line.find(kCve); at != std::string_view::npos; at = line.find(kCve, at)) {
    FoundCve found = cve_at_start(line.substr(at), "-", 4);
    at += std::max<std::size_t>(found.length, 1);
    if (found.length > 0) add_once(ids, found.id);
  }
  return ids;
}

SecfixIds secfix_ids_in(std::string_view text) {
  constexpr std::size_t kMaxDigits = 12;
  SecfixIds found;
  while (!text.empty()) {
    const FoundCve cve = cve_at_start(text, "-_ ", 1);
    if (cve.length > 0 && cve.id.size() <= 9 + kMaxDigits) {
      add_once(found.ids, cve.id);
      text.remove_prefix(cve.length);
    }
    const std::size_t end = text.find_first_of(" ,;()");
    const std::string_view word = text.substr(0, end);
    if (!word.starts_with(kCve) && is_other_id(word)) add_once(found.aliases, std::string(word));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  if (found.ids.empty() && !found.aliases.empty()) {
    found.ids.push_back(found.aliases.front());
    found.aliases.erase(found.aliases.begin());
  }
  return found;
}

}  // namespace portside::feeds
