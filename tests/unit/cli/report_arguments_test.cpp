// SPDX-License-Identifier: Apache-2.0
#include "cli/report_arguments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <variant>
#include <vector>

#include "cli/arguments.hpp"
#include "parsed_words.hpp"

namespace portside::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(ReportArguments, AskForATableWhenNothingIsSaid) {
  const ConvertCommand convert = command<ConvertCommand>({"convert", "r.json"});
  EXPECT_EQ(convert.file, here("r.json"));
  ASSERT_EQ(convert.report.targets.size(), 1U);
  EXPECT_EQ(convert.report.targets[0].format->name, "table");
  EXPECT_EQ(convert.report.targets[0].file, "");
  EXPECT_EQ(convert.report.ignore_file, "");
  EXPECT_FALSE(convert.report.gate.fail_on);
  EXPECT_FALSE(convert.report.gate.ignore_unfixed);
  EXPECT_EQ(command<ConvertCommand>({"convert", "-"}).file, "-");
}

TEST(ReportArguments, TakeFormatsWithFiles) {
  const ReportArguments report = command<ConvertCommand>({"convert", "-o", "sarif=a=b.sarif", "-o",
                                                          "table", "-o", "json=/x/y", "r.json"})
                                     .report;
  ASSERT_EQ(report.targets.size(), 3U);
  EXPECT_EQ(report.targets[0].format->name, "sarif");
  EXPECT_EQ(report.targets[0].file, here("a=b.sarif"));
  EXPECT_EQ(report.targets[1].file, "");
  EXPECT_EQ(report.targets[2].file, "/x/y");
  EXPECT_EQ(command<ConvertCommand>({"convert", "-o", "json=-", "r"}).report.targets[0].file, "");
}

TEST(ReportArguments, RefuseWhatCannotBeWritten) {
  EXPECT_THAT(refusal({"convert", "-o", "sarfi", "r"}),
              AllOf(HasSubstr("found \"sarfi\""), HasSubstr("did you mean sarif?")));
  EXPECT_THAT(refusal({"convert", "-o", "html=x", "r"}), HasSubstr("expected table, json, sarif"));
  EXPECT_THAT(refusal({"convert", "-o", "json=", "r"}), HasSubstr("expected json=FILE"));
  EXPECT_THAT(refusal({"convert", "-o", "json", "-o", "table", "r"}),
              HasSubstr("two reports would go to standard output"));
  EXPECT_THAT(refusal({"convert", "-o", "json=x", "-o", "sarif=./x", "r"}),
              HasSubstr("two reports would go to " + here("x")));
  EXPECT_THAT(refusal({"convert"}), HasSubstr("REPORT"));
}

TEST(ReportArguments, TakeTheGateAndTheIgnoreFile) {
  const ReportArguments report =
      command<ConvertCommand>(
          {"convert", "r", "--fail-on", "HIGH", "--ignore-unfixed", "--ignore-file", "i.yaml"})
          .report;
  EXPECT_EQ(report.gate.fail_on, Severity::kHigh);
  EXPECT_TRUE(report.gate.ignore_unfixed);
  EXPECT_EQ(report.ignore_file, here("i.yaml"));
  EXPECT_THAT(refusal({"convert", "r", "--fail-on", "hihg"}),
              AllOf(HasSubstr("--fail-on"), HasSubstr("did you mean high?")));
}

}  // namespace
}  // namespace portside::cli
