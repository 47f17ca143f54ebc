// SPDX-License-Identifier: Apache-2.0
#include "cli/advisories_output.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

namespace portside::cli {
namespace {

constexpr Millis kDay = 24LL * 60 * 60 * 1'000;
constexpr Millis kBuilt = 19'000 * kDay;  // 2022-01-08

IndexInfo sample() {
  IndexInfo info;
  info.file = "/x/advisories.index";
  info.built_at = kBuilt;
  info.rows = 7;
  info.sources.push_back(
      {"osv", {{"AlmaLinux:8", kBuilt - 2 * kDay, 5}, {"AlmaLinux:9", kBuilt - 9 * kDay, 2}}, ""});
  info.sources.push_back({"alpine-secdb", {{"Alpine:v3.10", 0, 0}}, "Fixed issues only\x1b[2J."});
  return info;
}

TEST(AdvisoriesOutput, ShowsSourcesAndTheirAge) {
  std::ostringstream out;
  print_index_info(sample(), kBuilt - kDay, {out, out, false});
  EXPECT_EQ(out.str(),
            "/x/advisories.index: 7 rows, built 2022-01-08T00:00:00Z\n"
            "SOURCE        NEWEST STATEMENT        RELEASES\n"
            "osv           2022-01-06 (1 day old)  AlmaLinux:8, AlmaLinux:9\n"
            "    Oldest: AlmaLinux:9, 2021-12-30 (8 days old)\n"
            "alpine-secdb  unknown                 Alpine:v3.10\n"
            "    Fixed issues only?[2J.\n");
}

TEST(AdvisoriesOutput, NothingIsYoungerThanNow) {
  std::ostringstream out;
  print_index_info(sample(), 0, {out, out, false});
  EXPECT_NE(out.str().find("2022-01-06 (0 days old)"), std::string::npos) << out.str();
}

TEST(AdvisoriesOutput, IsJsonForPrograms) {
  std::ostringstream out;
  print_index_info_json(sample(), out);
  const auto json = nlohmann::json::parse(out.str());
  EXPECT_EQ(json["file"], "/x/advisories.index");
  EXPECT_EQ(json["rows"], 7);
  EXPECT_EQ(json["built_at"], "2022-01-08T00:00:00Z");
  EXPECT_EQ(json["sources"][0]["updated_at"], "2022-01-06T00:00:00Z");
  EXPECT_EQ(json["sources"][0]["releases"].size(), 2U);
  EXPECT_EQ(json["sources"][0]["by_release"][1]["release"], "AlmaLinux:9");
  EXPECT_EQ(json["sources"][0]["by_release"][1]["updated_at"], "2021-12-30T00:00:00Z");
  EXPECT_EQ(json["sources"][0]["by_release"][1]["packages"], 2);
  EXPECT_TRUE(json["sources"][1]["updated_at"].is_null());
  EXPECT_EQ(json["sources"][1]["remark"], "Fixed issues only\x1b[2J.");
}

TEST(AdvisoriesOutput, SaysWhatWasPassedOver) {
  std::ostringstream out;
  print_passed_over({{"are withdrawn", {3, {"A-1", "A\n2"}}},
                     {"have no id", {2, {}}},
                     {"are no JSON", {1, {"README"}}}},
                    out);
  EXPECT_EQ(out.str(),
            "passed over: 1 that are no JSON: README\n"
            "passed over: 3 that are withdrawn, such as A-1, A?2\n"
            "passed over: 2 that have no id\n");
}

}  // namespace
}  // namespace portside::cli
