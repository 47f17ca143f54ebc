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

/// Below the lowest score of a severity stands "none", and what was never filled in.
constexpr double kLowest = 0.1;

const Cvss* main_rating(const Vulnerability& row) {
  for (const char major : {'3', '4', '2'}) {
    const Cvss* rating = highest_rating(row, major);
    if (rating != nullptr && rating->score >= kLowest) return rating;
  }
  return nullptr;
}

}  // namespace portside::report
