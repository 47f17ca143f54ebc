// SPDX-License-Identifier: Apache-2.0
//
// Reports made by chance, joined by us and by a few maps, in any order that a server may choose.
#include "clair/v4/report_join.hpp"

#include <algorithm>
#include <random>
#include <set>
#include <tuple>

#include "clair/v4/vulnerability_report.hpp"
#include "portside/sdk/json_stream.hpp"
#include "v4_fixture.hpp"

namespace portside::clair::v4 {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::SizeIs;

/// A JSON object as its members, so that they can be shuffled.
using Members = std::vector<std::pair<std::string, std::string>>;

std::string object_of(Members members, std::mt19937& random) {
  std::shuffle(members.begin(), members.end(), random);
  std::string text = "{";
  for (const auto& [name, value] : members) {
    text += (text.size() == 1 ? "" : ",") + json(name).dump() + ":" + value;
  }
  return text + "}";
}

const char* const kWords[] = {"Unknown", "Negligible", "Low", "Medium", "High", "Critical"};

/// What a report says, and how it is written.
struct RandomReport {
  struct Package {
    std::string name;
    std::string version;
  };
  struct Finding {
    std::string name;
    int severity;
    std::string fix;
    std::set<std::string> links;
  };

  std::map<std::string, Package> packages;
  std::map<std::string, Finding> findings;
  /// Package and finding; some of neither.
  std::vector<std::pair<std::string, std::string>> pairs;
  std::map<std::string, double> scores;

  explicit RandomReport(std::mt19937& random) {
    const auto below = [&](unsigned end) { return static_cast<int>(random() % end); };
    for (int i = below(12); i > 0; --i) {
      packages[std::to_string(below(20))] = {"p" + std::to_string(below(4)),
                                             std::to_string(below(2))};
    }
    for (int i = below(16); i > 0; --i) {
      Finding finding{"CVE-" + std::to_string(below(6)), below(6), "", {}};
      if (below(2) == 0) finding.fix = "fix-" + std::to_string(below(3));
      for (int link = below(3); link > 0; --link) {
        finding.links.insert("https://l/" + std::to_string(below(5)));
      }
      findings[std::to_string(below(30))] = finding;
    }
    for (int i = below(60); i > 0; --i) {
      pairs.emplace_back(std::to_string(below(22)), std::to_string(below(33)));
    }
    for (int i = below(10); i > 0; --i) {
      scores[std::to_string(below(33))] = static_cast<double>(below(101)) / 10;
    }
  }

  std::string text(std::mt19937& random) const {
    Members package_members;
    for (const auto& [id, package] : packages) {
      package_members.emplace_back(
          id, json({{"name", package.name}, {"version", package.version}}).dump());
    }
    Members finding_members;
    for (const auto& [id, finding] : findings) {
      std::string links;
      for (const auto& link : finding.links) links += (links.empty() ? "" : " ") + link;
      finding_members.emplace_back(
          id, object_of({{"name", json(finding.name).dump()},
                         {"normalized_severity", json(kWords[finding.severity]).dump()},
                         {"fixed_in_version", json(finding.fix).dump()},
                         {"links", json(links).dump()}},
                        random));
    }
    std::map<std::string, json> lists;
    for (const auto& [package, finding] : pairs) lists[package].push_back(finding);
    Members pair_members;
    for (auto& [package, list] : lists) {
      std::shuffle(list.begin(), list.end(), random);
      pair_members.emplace_back(package, list.dump());
    }
    Members score_members;
    for (const auto& [id, score] : scores) {
      score_members.emplace_back(
          id,
          json::array({{{"version", "3.1"}, {"vectorString", id}, {"baseScore", score}}}).dump());
    }
    return object_of(
        {{"packages", object_of(package_members, random)},
         {"vulnerabilities", object_of(finding_members, random)},
         {"package_vulnerabilities", object_of(pair_members, random)},
         {"distributions", "{}"},
         {"environments", "{}"},
         {"enrichments",
          object_of({{"y; enricher=clair.cvss z", "[" + object_of(score_members, random) + "]"},
                     {"other", "[]"}},
                    random)}},
        random);
  }
};

/// Package, version, id -> severity, all fixes that are named, links, vectors.
using RowKey = std::tuple<std::string, std::string, std::string>;
struct Expected {
  /// In words, and by the scores.
  Severity told = Severity::kUnknown;
  Severity scored = Severity::kUnknown;
  std::set<std::string> fixes;
  std::set<std::string> links;
  std::set<std::string> vectors;
};

Severity scored_severity(const RandomReport& report, const std::string& id) {
  const auto score = report.scores.find(id);
  if (score == report.scores.end()) return Severity::kUnknown;
  if (score->second == 0) return Severity::kNegligible;
  if (score->second < 4) return Severity::kLow;
  if (score->second < 7) return Severity::kMedium;
  return score->second < 9 ? Severity::kHigh : Severity::kCritical;
}

std::map<RowKey, Expected> expected_rows(const RandomReport& report) {
  std::map<RowKey, Expected> rows;
  for (const auto& [package_id, finding_id] : report.pairs) {
    const auto package = report.packages.find(package_id);
    const auto finding = report.findings.find(finding_id);
    if (package == report.packages.end() || finding == report.findings.end()) continue;
    Expected& row = rows[{package->second.name, package->second.version, finding->second.name}];
    row.told = std::max(row.told, static_cast<Severity>(finding->second.severity + 1));
    row.scored = std::max(row.scored, scored_severity(report, finding_id));
    if (!finding->second.fix.empty()) row.fixes.insert(finding->second.fix);
    row.links.insert(finding->second.links.begin(), finding->second.links.end());
    if (report.scores.contains(finding_id)) row.vectors.insert(finding_id);
  }
  return rows;
}

std::vector<Vulnerability> joined(const std::string& text, std::size_t piece) {
  ReportData data;
  const auto parser = vulnerability_report_parser(data);
  for (std::size_t at = 0; at < text.size(); at += piece) {
    parser->write(std::string_view(text).substr(at, piece));
  }
  parser->finish();
  finish_report(data, true);
  CollectedRows rows;
  const testing::TestCallContext context;
  write_rows(data, rows, context);
  return rows.rows;
}

/// A row in words; equal rows in equal words.
std::string told(const Vulnerability& row) {
  json vectors = json::array();
  for (const Cvss& cvss : row.cvss) vectors.push_back(cvss.vector + std::to_string(cvss.score));
  return json({row.package, row.version, row.id, static_cast<int>(row.severity), row.fixed_version,
               row.links, vectors, row.extra.text, row.severity_text})
      .dump();
}

TEST(ReportJoin, AgreesWithMapsWhateverTheOrder) {
  std::mt19937 random(20240607);
  std::size_t merged = 0;
  for (int round = 0; round < 400; ++round) {
    const RandomReport report(random);
    const std::string text = report.text(random);
    SCOPED_TRACE(text);
    const auto expected = expected_rows(report);
    const auto rows = joined(text, 1 + random() % 200);
    ASSERT_EQ(rows.size(), expected.size());
    std::multiset<std::string> all;
    for (const Vulnerability& row : rows) {
      const auto found = expected.find({row.package, row.version, row.id});
      ASSERT_NE(found, expected.end());
      const bool is_told = found->second.told != Severity::kUnknown;
      EXPECT_EQ(row.severity, is_told ? found->second.told : found->second.scored);
      EXPECT_EQ(found->second.fixes.empty(), row.fixed_version.empty());
      EXPECT_TRUE(row.fixed_version.empty() || found->second.fixes.contains(row.fixed_version));
      EXPECT_EQ(std::set(row.links.begin(), row.links.end()), found->second.links);
      EXPECT_EQ(row.links.size(), found->second.links.size());
      std::set<std::string> vectors;
      for (const Cvss& cvss : row.cvss) vectors.insert(cvss.vector);
      EXPECT_EQ(vectors, found->second.vectors);
      all.insert(told(row));
    }
    merged += report.pairs.size() - rows.size();
    // The same in another order.
    std::multiset<std::string> again;
    for (const Vulnerability& row : joined(report.text(random), text.size())) {
      again.insert(told(row));
    }
    EXPECT_EQ(again, all);
    if (HasFailure()) return;
  }
  EXPECT_GT(merged, 1'000U);
}

TEST(ReportJoin, TheMostSevereOfSeveralSpeaks) {
  const auto rows = joined(
      R"({"packages":{"1":{"name":"a","version":"1"},"2":{"name":"a","version":"1"}},
          "vulnerabilities":{
            "8":{"name":"C","updater":"u1","severity":"low","normalized_severity":"Low",
                 "fixed_in_version":"2","links":"https://x https://y","description":"long"},
            "9":{"name":"C","updater":"u2","severity":"important","normalized_severity":"High",
                 "links":"https://y https://z"}},
          "package_vulnerabilities":{"1":["8"],"2":["9","9"]}})",
      7);
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].severity, Severity::kHigh);
  EXPECT_EQ(rows[0].severity_text, "important");
  EXPECT_EQ(rows[0].data_source, "u2");
  EXPECT_EQ(rows[0].description, "long");
  EXPECT_EQ(rows[0].fixed_version, "2");
  EXPECT_THAT(rows[0].links, ElementsAre("https://y", "https://z", "https://x"));
}

TEST(ReportJoin, NamesAndVersionsAreNotRunTogether) {
  const auto rows = joined(
      R"({"packages":{"1":{"name":"a","version":"bc"},"2":{"name":"ab","version":"c"}},
          "vulnerabilities":{"9":{"name":"C"}},"package_vulnerabilities":{"1":["9"],"2":["9"]}})",
      100);
  EXPECT_THAT(rows, SizeIs(2));
}

TEST(ReportJoin, IdentifiersNeedNotBeNumbers) {
  const auto rows = joined(
      R"({"packages":{"":{"name":"a","version":"1"}},
          "vulnerabilities":{"\u00e9 0":{"name":"C"}},
          "package_vulnerabilities":{"":["\u00e9 0"]}})",
      3);
  EXPECT_THAT(rows, SizeIs(1));
}

}  // namespace
}  // namespace portside::clair::v4
