// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "anchore_peers.hpp"
#include "portside/sdk/severity_word.hpp"

namespace portside::bench {
namespace {

using nlohmann::json;

std::string text_of(const json& one, const char* name) {
  const auto found = one.find(name);
  if (found == one.end() || !found->is_string() || *found == "None") return {};
  return found->get<std::string>();
}

void add_score(Vulnerability& row, const json& record, const char* name, const char* version) {
  const double score = record.at(name).value("base_score", -1.0);
  if (score >= 0) row.cvss.push_back({"nvd", version, "", score});
}

std::string extra_of(const json& one) {
  std::string extra = R"({"package_type":")" + text_of(one, "package_type") + R"(","cpe":")" +
                      text_of(one, "package_cpe23") + "\"";
  for (const char* name : {"detected_at", "fix_observed_at"}) {
    const std::string text = text_of(one, name);
    if (!text.empty()) extra += std::string(",\"") + name + "\":\"" + text + "\"";
  }
  if (one.value("is_kev", false)) extra += R"(,"known_exploited":true)";
  if (const auto epss = one.find("epss"); epss != one.end()) {
    extra += R"(,"epss":)" + epss->at(0).at("epss").dump() + R"(,"epss_percentile":)" +
             epss->at(0).at("percentile").dump();
  }
  return extra + "}";
}

}  // namespace

void map_anchore_with_nlohmann(std::string_view document, ReportSink& sink) {
  const json tree = json::parse(document);
  Vulnerability row;
  for (const json& one : tree.at("vulnerabilities")) {
    row.id = text_of(one, "vuln");
    row.package = text_of(one, "package_name");
    row.version = text_of(one, "package_version");
    row.fixed_version = text_of(one, "fix");
    row.severity_text = text_of(one, "severity");
    row.severity = sdk::severity_of_word(row.severity_text);
    row.status = one.at("will_not_fix") == true ? "will_not_fix" : "";
    row.description = text_of(one, "description");
    row.location = text_of(one, "package_path");
    if (row.location == "pkgdb") row.location.clear();
    row.purl = text_of(one, "purl");
    row.data_source = text_of(one, "feed_group");
    row.links.assign(1, text_of(one, "url"));
    row.cvss.clear();
    for (const json& record : one.at("nvd_data")) {
      add_score(row, record, "cvss_v3", "3.0");
      add_score(row, record, "cvss_v2", "2.0");
    }
    row.extra.text = extra_of(one);
    sink.vulnerability(row);
  }
}

}  // namespace portside::bench
