// SPDX-License-Identifier: Apache-2.0
#include "report/findings_by_id.hpp"

#include <algorithm>
#include <map>

namespace portside::report {

std::vector<ById> by_id(const Rows& rows) {
  std::vector<ById> out;
  std::map<std::string_view, std::size_t> places;
  for (const Vulnerability& row : rows) {
    const auto place = places.emplace(row.id, out.size());
    if (place.second) out.push_back({row.id, {}});
    out[place.first->second].rows.emplace_back(row);
  }
  return out;
}

const Cvss* highest_rating(const Vulnerability& row, char major) {
  const Cvss* best = nullptr;
  for (const Cvss& rating : row.cvss) {
    const bool fits = rating.version.starts_with(major) && rating.score >= 0 && rating.score <= 10;
    if (fits && (best == nullptr || rating.score > best->score)) best = &rating;
  }
  return best;
}

const Cvss* main_rating(const Vulnerability& row) {
  for (const char major : {'3', '4', '2'}) {
    if (const Cvss* rating = highest_rating(row, major)) return rating;
  }
  return nullptr;
}

bool is_web_address(std::string_view text) {
  const bool web = text.starts_with("https://") || text.starts_with("http://");
  return web && text.size() > 8 && text.size() < 2'048 && std::ranges::all_of(text, [](char c) {
           return c > ' ' && c < '\x7f' &&
                  std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
         });
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (kPlain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += {'%', kHex[byte >> 4U], kHex[byte & 0xfU]};
    }
  }
  return out;
}

}  // namespace portside::report
