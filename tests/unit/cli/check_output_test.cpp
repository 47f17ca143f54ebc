// SPDX-License-Identifier: Apache-2.0
#include "cli/check_output.hpp"

#include <nlohmann/json.hpp>
#include <sstream>

namespace portside::cli {
namespace {

using conformance::CheckReport;
using testing::CheckStatus;

std::vector<CheckReport> reports() {
  return {{"note-present", {}}, {"fd-leak", {CheckStatus::kFailed, "saw a\x07; expected b; do c"}}};
}

TEST(CheckOutput, IsATableWithSentencesAndASummary) {
  std::ostringstream out;
  std::ostringstream error;
  print_checks({out, error}, "/p.so", reports());
  EXPECT_EQ(out.str(),
            "STATUS  CHECK\n"
            "passed  note-present\n"
            "failed  fd-leak\n"
            "    saw a?; expected b; do c\n"
            "/p.so: 1 failed, 1 passed\n");
}

TEST(CheckOutput, SaysOnceWhatSeveralInARowSay) {
  std::ostringstream out;
  std::ostringstream error;
  const testing::CheckResult one{CheckStatus::kSkipped, "needs a configuration"};
  const testing::CheckResult other{CheckStatus::kSkipped, "needs a scanner"};
  print_checks({out, error}, "/p.so", {{"a", one}, {"b", one}, {"c", other}, {"d", one}});
  EXPECT_EQ(out.str(),
            "STATUS   CHECK\n"
            "skipped  a\n"
            "skipped  b\n"
            "    needs a configuration\n"
            "skipped  c\n"
            "    needs a scanner\n"
            "skipped  d\n"
            "    needs a configuration\n"
            "/p.so: 4 skipped\n");
}

TEST(CheckOutput, PaintsStatuses) {
  std::ostringstream out;
  std::ostringstream error;
  print_checks({out, error, /*colours=*/true}, "/p.so", reports());
  EXPECT_THAT(out.str(), ::testing::HasSubstr("\033[32mpassed\033[0m"));
  EXPECT_THAT(out.str(), ::testing::HasSubstr("\033[31mfailed\033[0m"));
}

TEST(CheckOutput, IsJsonForPrograms) {
  const auto json = nlohmann::json::parse(to_json("/p.so", reports()));
  EXPECT_EQ(json["file"], "/p.so");
  EXPECT_EQ(json["conforms"], false);
  ASSERT_EQ(json["checks"].size(), 2U);
  EXPECT_EQ(json["checks"][0],
            (nlohmann::json{{"id", "note-present"}, {"status", "passed"}, {"sentence", ""}}));
  EXPECT_EQ(json["checks"][1]["status"], "failed");
}

}  // namespace
}  // namespace portside::cli
