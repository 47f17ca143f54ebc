// SPDX-License-Identifier: Apache-2.0
#include "conformance/report_line.hpp"

namespace portside::conformance {
namespace {

TEST(ReportLine, AResultComesBack) {
  const ReportLine line = read_line(result_line(failed("saw \"x\"", "y", "do z")));
  ASSERT_TRUE(line.result);
  EXPECT_EQ(line.result->status, CheckStatus::kFailed);
  EXPECT_EQ(line.result->sentence, "saw \"x\"; expected y; do z");
  EXPECT_FALSE(line.stage);
}

TEST(ReportLine, AStageComesBack) {
  const ReportLine line = read_line(stage_line("configure()"));
  EXPECT_EQ(line.stage, "configure()");
  EXPECT_FALSE(line.result);
}

TEST(ReportLine, IsOneLineWhateverAPluginSays) {
  const std::string line =
      result_line({CheckStatus::kFailed, "a\nb\xff" + std::string(9'000, 'x')});
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  EXPECT_LT(line.size(), 2'048U);
  EXPECT_TRUE(read_line(line).result);
}

TEST(ReportLine, OtherLinesSayNothing) {
  for (const char* text : {"", "hello", "{", "7", R"({"status":"splendid","sentence":""})",
                           R"({"status":"passed"})", R"({"stage":7})", R"({"a":1})"}) {
    const ReportLine line = read_line(text);
    EXPECT_FALSE(line.result) << text;
    EXPECT_FALSE(line.stage) << text;
  }
}

}  // namespace
}  // namespace portside::conformance
