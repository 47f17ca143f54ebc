// SPDX-License-Identifier: Apache-2.0
//
// Answers of real servers: PORTSIDE_ANCHORE_REPORTS names a folder with files `*.json`, each the
// answer to `/images/{digest}/vuln/all`.
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "anchore/vulnerability_report.hpp"
#include "portside/sdk/json_stream.hpp"

namespace portside::anchore {
namespace {

void expect_mapped(const nlohmann::json& record, const Vulnerability& row) {
  EXPECT_EQ(row.id, record["vuln"]);
  EXPECT_EQ(row.package, record["package_name"]);
  EXPECT_EQ(row.version, record["package_version"]);
  EXPECT_EQ(row.severity_text, record["severity"]);
  EXPECT_EQ(row.data_source, record["feed_group"]);
  if (row.severity_text != "Unknown") {
    EXPECT_NE(row.severity, Severity::kUnknown) << row.id << " " << row.severity_text;
  }
  EXPECT_EQ(row.fixed_version.empty(), record["fix"] == "None") << row.id;
  for (const Cvss& each : row.cvss) EXPECT_GE(each.score, 0) << row.id;
}

TEST(AnchoreRecordedReports, AreMapped) {
  const char* const folder = std::getenv("PORTSIDE_ANCHORE_REPORTS");
  if (folder == nullptr) GTEST_SKIP() << "PORTSIDE_ANCHORE_REPORTS names no folder";
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    SCOPED_TRACE(entry.path().filename());
    ++files;
    std::ifstream file(entry.path());
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const nlohmann::json document = nlohmann::json::parse(text);
    const nlohmann::json& records = document["vulnerabilities"];
    ReportFacts facts;
    std::vector<Vulnerability> rows;
    const auto parser =
        vulnerability_parser([&](Vulnerability& row) { rows.push_back(row); }, facts);
    parser->write(text);
    parser->finish();
    EXPECT_EQ(facts.unusable, 0U);
    ASSERT_EQ(rows.size(), records.size());
    for (std::size_t i = 0; i < rows.size(); ++i) expect_mapped(records[i], rows[i]);
  }
  EXPECT_GT(files, 0) << folder << " has none";
}

}  // namespace
}  // namespace portside::anchore
