// SPDX-License-Identifier: Apache-2.0
#include "cli/advisories_output.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "loader/printable.hpp"
#include "portside/sdk/rfc3339.hpp"

namespace portside::cli {
namespace {

constexpr Millis kDay = 24LL * 60 * 60 * 1'000;

/// `2026-08-21 (93 days old)`.
std::string age_of(Millis time, Millis now) {
  if (time <= 0) return "unknown";
  const Millis days = now > time ? (now - time) / kDay : 0;
  return sdk::rfc3339(time).substr(0, 10) + " (" + std::to_string(days) +
         (days == 1 ? " day old)" : " days old)");
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + loader::printable(text);
  return all;
}

std::vector<std::string> names_of(const std::vector<advisory::SourceRelease>& releases) {
  std::vector<std::string> names;
  for (const advisory::SourceRelease& release : releases) names.push_back(release.name);
  return names;
}

/// The release that the source has said nothing of for the longest time, when that is a day or more
/// longer than of its newest; "" else.
std::string oldest_of(const advisory::DataSource& source, Millis now) {
  const auto oldest =
      std::min_element(source.releases.begin(), source.releases.end(),
                       [](const auto& a, const auto& b) { return a.updated_at < b.updated_at; });
  if (oldest == source.releases.end() || source.updated_at() / kDay == oldest->updated_at / kDay) {
    return "";
  }
  return "Oldest: " + loader::printable(oldest->name) + ", " + age_of(oldest->updated_at, now);
}

nlohmann::json json_time(Millis time) {
  return time > 0 ? nlohmann::json(sdk::rfc3339(time)) : nlohmann::json(nullptr);
}

nlohmann::json json_releases(const std::vector<advisory::SourceRelease>& releases) {
  nlohmann::json list = nlohmann::json::array();
  for (const advisory::SourceRelease& release : releases) {
    list.push_back({{"release", release.name},
                    {"updated_at", json_time(release.updated_at)},
                    {"packages", release.packages}});
  }
  return list;
}

}  // namespace

void print_index_info(const IndexInfo& info, Millis now, const Terminal& terminal) {
  terminal.out << info.file << ": " << info.rows << " rows, built " << sdk::rfc3339(info.built_at)
               << '\n';
  Table table({"SOURCE", "NEWEST STATEMENT", "RELEASES"});
  for (const advisory::DataSource& source : info.sources) {
    table.add_row({{loader::printable(source.name)},
                   {age_of(source.updated_at(), now)},
                   {joined(names_of(source.releases))}});
    const std::string oldest = oldest_of(source, now);
    if (!oldest.empty()) table.add_note(oldest);
    if (!source.remark.empty()) table.add_note(loader::printable(source.remark));
  }
  table.print(terminal);
}

void print_index_info_json(const IndexInfo& info, std::ostream& out) {
  using nlohmann::json;
  json sources = json::array();
  for (const advisory::DataSource& source : info.sources) {
    sources.push_back({{"name", source.name},
                       {"releases", names_of(source.releases)},
                       {"updated_at", json_time(source.updated_at())},
                       {"by_release", json_releases(source.releases)},
                       {"remark", source.remark}});
  }
  const json all = {{"file", info.file},
                    {"built_at", sdk::rfc3339(info.built_at)},
                    {"rows", info.rows},
                    {"sources", sources}};
  out << all.dump(2, ' ', false, json::error_handler_t::replace) << '\n';
}

void print_passed_over(const std::map<std::string, feeds::PassedOver, std::less<>>& passed_over,
                       std::ostream& out) {
  for (const auto& [why, what] : passed_over) {
    out << "passed over: " << what.count << " that " << why;
    if (!what.examples.empty()) {
      out << (what.examples.size() < what.count ? ", such as " : ": ") << joined(what.examples);
    }
    out << '\n';
  }
}

}  // namespace portside::cli
