// SPDX-License-Identifier: Apache-2.0
#include "anchore/row_builder.hpp"

#include <algorithm>
#include <utility>

#include "anchore/extra_object.hpp"
#include "portside/sdk/ascii_case.hpp"
#include "portside/sdk/severity_word.hpp"

namespace portside::anchore {
namespace {

constexpr std::size_t kMostRaters = 32;
constexpr std::size_t kMostAliases = 64;
/// Of the name of a rater or an alias; longer ones are none.
constexpr std::size_t kMostShortBytes = 100;

/// Appends the versions of `list`, which has commas between them, with and without blanks.
void append_versions(std::string& out, std::string_view list) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string_view version = list.substr(0, comma);
    list.remove_prefix(std::min(comma + 1, list.size()));
    version.remove_prefix(std::min(version.find_first_not_of(' '), version.size()));
    version = version.substr(0, version.find_last_not_of(' ') + 1);
    if (version.empty() || version == "None") continue;
    if (!out.empty()) out += ", ";
    out += version;
  }
}

template <typename... Texts>
void clear_all(Texts&... texts) {
  (texts.clear(), ...);
}

}  // namespace

void RatingRecord::clear(std::string_view rater) {
  id.clear();
  source.assign(rater);
  score2 = score3 = -1;
}

void EpssRecord::clear() {
  value = -1;
  score.clear();
  percentile.clear();
}

void RowBuilder::begin() {
  clear_all(row.id, row.package, row.version, row.fixed_version, row.severity_text, row.status,
            row.description, row.location, row.purl, row.data_source, whole_package, package_type,
            fix, all_fixes, suggested_fix, url, feed, cpe, cpe23, detected_at, fix_observed_at,
            annotation_status);
  row.aliases.clear();
  row.cvss.clear();
  highest_epss.clear();
  will_not_fix = is_kev = is_inherited = false;
}

void RowBuilder::end_rating() {
  if (rating.source == "nvd@nist.gov") rating.source = "nvd";
  if (rating.source.size() <= kMostShortBytes) {
    add_score("3.0", rating.score3);
    add_score("2.0", rating.score2);
  }
  const bool is_known = rating.id.empty() || rating.id.size() > kMostShortBytes ||
                        row.aliases.size() == kMostAliases ||
                        std::ranges::find(row.aliases, rating.id) != row.aliases.end();
  if (!is_known) row.aliases.push_back(rating.id);
}

void RowBuilder::end_epss() {
  if (epss.value > highest_epss.value) std::swap(epss, highest_epss);
}

/// Several records of one rater are of several vulnerabilities that one advisory is about.
void RowBuilder::add_score(const char* version, double score) {
  if (!(score >= 0 && score <= 10)) return;
  const auto same = std::ranges::find_if(row.cvss, [&](const Cvss& each) {
    return each.source == rating.source && each.version == version;
  });
  if (same != row.cvss.end()) {
    same->score = std::max(same->score, score);
  } else if (row.cvss.size() < kMostRaters) {
    row.cvss.push_back({rating.source, version, {}, score});
  }
}

bool RowBuilder::finish() {
  if (row.package.empty()) row.package = whole_package;
  if (row.id.empty() || row.package.empty()) return false;
  row.severity = sdk::severity_of_word(row.severity_text);
  if (will_not_fix) row.status = "will_not_fix";
  if (row.data_source.empty()) row.data_source = feed;
  row.links.resize(url.empty() ? 0 : 1);
  if (!url.empty()) row.links.front() = url;
  // Anchore's word for the database of the distribution's packages.
  if (row.location == "pkgdb") row.location.clear();
  std::erase(row.aliases, row.id);
  set_fix();
  set_extra();
  return true;
}

void RowBuilder::set_fix() {
  append_versions(all_fixes, fix);
  const std::string_view first = std::string_view(all_fixes).substr(0, all_fixes.find(','));
  row.fixed_version = suggested_fix.empty() ? first : suggested_fix;
  // What is left goes into the extra.
  if (all_fixes == row.fixed_version) all_fixes.clear();
}

void RowBuilder::set_extra() {
  for (char& c : package_type) c = sdk::lower_case(c);
  ExtraObject extra(row.extra.text);
  extra.add_text("package_type", package_type);
  extra.add_text("cpe", cpe23.empty() ? cpe : cpe23);
  extra.add_text("fixed_versions", all_fixes);
  extra.add_text("detected_at", detected_at);
  extra.add_text("fix_observed_at", fix_observed_at);
  extra.add_text("annotation_status", annotation_status);
  extra.add_flag("known_exploited", is_kev);
  extra.add_flag("inherited_from_base", is_inherited);
  extra.add_number("epss", highest_epss.score);
  extra.add_number("epss_percentile", highest_epss.percentile);
  extra.end();
}

}  // namespace portside::anchore
