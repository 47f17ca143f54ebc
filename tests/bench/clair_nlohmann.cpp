// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>

#include "clair_peers.hpp"
#include "portside/sdk/severity_word.hpp"

namespace portside::bench {
namespace {

using nlohmann::json;

void add_rating(Vulnerability& row, const json& rating, const char* version, const char* score,
                const char* vector) {
  row.cvss.push_back({"nvd", version, rating.value(vector, ""), rating.value(score, 0.0)});
}

void set_layer_vulnerability(Vulnerability& row, const json& one) {
  row.id = one.at("Name").get_ref<const std::string&>();
  row.description = one.value("Description", "");
  row.links.assign(1, one.value("Link", ""));
  row.severity_text = one.value("Severity", "");
  row.severity = sdk::severity_of_word(row.severity_text);
  row.fixed_version = one.value("FixedBy", "");
  row.data_source = one.value("NamespaceName", "");
  row.cvss.clear();
  const json& nvd = one.at("Metadata").at("NVD");
  add_rating(row, nvd.at("CVSSv3"), "3.1", "Score", "Vectors");
  add_rating(row, nvd.at("CVSSv2"), "2.0", "Score", "Vectors");
  row.extra.text = R"({"published":")" + nvd.at("CVSSv2").value("PublishedDateTime", "") + "\"}";
}

void set_links(Vulnerability& row, std::string_view links) {
  row.links.clear();
  while (!links.empty()) {
    const std::string_view link = links.substr(0, links.find(' '));
    links.remove_prefix(std::min(links.size(), link.size() + 1));
    row.links.emplace_back(link);
  }
}

void set_report_vulnerability(Vulnerability& row, const json& one) {
  row.id = one.at("name").get_ref<const std::string&>();
  row.description = one.value("description", "");
  set_links(row, one.at("links").get_ref<const std::string&>());
  row.severity_text = one.value("severity", "");
  row.severity = sdk::severity_of_word(one.at("normalized_severity").get_ref<const std::string&>());
  row.fixed_version = one.value("fixed_in_version", "");
  row.data_source = one.value("updater", "");
  row.extra.text = R"({"issued":")" + one.value("issued", "") + "\"}";
}

}  // namespace

void map_clair2_with_nlohmann(std::string_view document, ReportSink& sink) {
  const json tree = json::parse(document);
  Vulnerability row;
  for (const json& feature : tree.at("Layer").at("Features")) {
    const auto found = feature.find("Vulnerabilities");
    if (found == feature.end()) continue;
    row.package = feature.at("Name").get_ref<const std::string&>();
    row.version = feature.at("Version").get_ref<const std::string&>();
    for (const json& one : *found) {
      set_layer_vulnerability(row, one);
      sink.vulnerability(row);
    }
  }
}

void map_clair4_with_nlohmann(std::string_view document, ReportSink& sink) {
  const json tree = json::parse(document);
  const json& ratings = tree.at("enrichments").begin()->at(0);
  Vulnerability row;
  for (const auto& entry : tree.at("package_vulnerabilities").items()) {
    const json& package = tree.at("packages").at(entry.key());
    const json& place = tree.at("environments").at(entry.key()).at(0);
    row.package = package.at("name").get_ref<const std::string&>();
    row.version = package.at("version").get_ref<const std::string&>();
    row.source_name = package.at("source").value("name", "");
    row.source_version = package.at("source").value("version", "");
    row.layer_digest = place.value("introduced_in", "");
    row.location = place.value("package_db", "");
    for (const json& id : entry.value()) {
      const auto& key = id.get_ref<const std::string&>();
      set_report_vulnerability(row, tree.at("vulnerabilities").at(key));
      row.cvss.clear();
      const auto rating = ratings.find(key);
      if (rating != ratings.end())
        add_rating(row, rating->at(0), "3.1", "baseScore", "vectorString");
      if (row.severity == Severity::kUnknown && !row.cvss.empty()) {
        row.severity = sdk::severity_of_cvss(row.cvss.front().score);
      }
      sink.vulnerability(row);
    }
  }
}

}  // namespace portside::bench
