// SPDX-License-Identifier: Apache-2.0
#include "cli/advisories_output.hpp"

#include <nlohmann/json.hpp>

#include "feeds/rfc3339.hpp"
#include "loader/printable.hpp"

namespace portside::cli {
namespace {

constexpr Millis kDay = 24LL * 60 * 60 * 1'000;

/// `2026-08-21 (93 days old)`.
std::string age_of(Millis time, Millis now) {
  if (time <= 0) return "unknown";
  const Millis days = now > time ? (now - time) / kDay : 0;
  return feeds::rfc3339(time).substr(0, 10) + " (" + std::to_string(days) +
         (days == 1 ? " day old)" : " days old)");
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + loader::printable(text);
  return all;
}

}  // namespace

void print_index_info(const IndexInfo& info, Millis now, const Terminal& terminal) {
  terminal.out << info.file << ": " << info.rows << " rows, built " << feeds::rfc3339(info.built_at)
               << '\n';
  Table table({"SOURCE", "NEWEST STATEMENT", "RELEASES"});
  for (const advisory::DataSource& source : info.sources) {
    table.add_row({{loader::printable(source.name)},
                   {age_of(source.updated_at, now)},
                   {joined(source.releases)}});
    if (!source.remark.empty()) table.add_note(loader::printable(source.remark));
  }
  table.print(terminal);
}

void print_index_info_json(const IndexInfo& info, std::ostream& out) {
  using nlohmann::json;
  json sources = json::array();
  for (const advisory::DataSource& source : info.sources) {
    sources.push_back(
        {{"name", source.name},
         {"releases", source.releases},
         {"updated_at",
          source.updated_at > 0 ? json(feeds::rfc3339(source.updated_at)) : json(nullptr)},
         {"remark", source.remark}});
  }
  const json all = {{"file", info.file},
                    {"built_at", feeds::rfc3339(info.built_at)},
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
