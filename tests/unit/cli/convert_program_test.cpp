// SPDX-License-Identifier: Apache-2.0
// `portside convert` as a person or a script uses it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "portside/host/report_json.hpp"
#include "run_program.hpp"
#include "temp_folder.hpp"

namespace portside::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

using Result = testing::ProgramResult;

ScanReport report() {
  ScanReport report;
  report.reference = "r.example/app:1";
  report.scanner_name = "S";
  report.coverage.outcome = CoverageOutcome::kScanned;
  report.coverage.packages = 7;
  report.vulnerabilities.resize(2);
  report.vulnerabilities[0].id = "CVE-1";
  report.vulnerabilities[0].package = "bash";
  report.vulnerabilities[0].severity = Severity::kHigh;
  report.vulnerabilities[1].id = "CVE-2";
  report.vulnerabilities[1].package = "curl";
  report.vulnerabilities[1].severity = Severity::kLow;
  report.vulnerabilities[1].fixed_version = "8";
  return report;
}

class ConvertProgram : public ::testing::Test {
 protected:
  Result convert(const std::string& arguments, const std::string& environment = "LC_ALL=C") {
    return testing::run_program("env " + environment + " " PORTSIDE_PROGRAM " convert " +
                                arguments);
  }
  std::string file(const std::vector<ScanReport>& reports) {
    return folder_.write("r.json", to_json(reports));
  }
  std::string path(const std::string& name) { return folder_ / name; }
  std::string content(const std::string& name) {
    std::ifstream in(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  testing::TempFolder folder_;
};

TEST_F(ConvertProgram, PrintsATableAsTheLocaleAllows) {
  const std::string in = file({report()});
  const Result ascii = convert(in);
  EXPECT_EQ(ascii.code, 0);
  EXPECT_THAT(ascii.output, AllOf(HasSubstr("| bash    | CVE-1 "), Not(HasSubstr("\033"))));
  EXPECT_THAT(convert(in, "LC_ALL=C.UTF-8").output, HasSubstr("│ bash    │ CVE-1 "));
  EXPECT_THAT(convert(in, "-u LC_ALL -u LC_CTYPE LANG=en_US.utf8").output, HasSubstr("│ bash"));
  EXPECT_THAT(convert(in, "LC_ALL=POSIX LANG=en_US.utf8").output, HasSubstr("| bash"));
}

TEST_F(ConvertProgram, WritesSeveralFilesAtOnce) {
  const std::string in = file({report()});
  const Result result = convert("-o json=" + path("o.json") + " -o sarif=" + path("o.sarif") +
                                " -o cyclonedx=" + path("o.cdx") + " -o harbor " + in);
  EXPECT_EQ(result.code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("\"fix_version\": \"8\""));
  EXPECT_EQ(content("o.json"), to_json(report()));
  EXPECT_THAT(content("o.sarif"), HasSubstr("sarif-2.1.0"));
  EXPECT_THAT(content("o.cdx"), HasSubstr("CycloneDX"));
}

TEST_F(ConvertProgram, ReadsStandardInput) {
  const Result result =
      testing::run_program("cat " + file({report()}) + " | " PORTSIDE_PROGRAM " convert - -o json");
  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(result.output, to_json(report()));
}

TEST_F(ConvertProgram, EndsAsTheGateSays) {
  const std::string in = file({report()});
  const Result failed = convert(in + " --fail-on high");
  EXPECT_EQ(failed.code, 3);
  EXPECT_THAT(failed.output,
              HasSubstr("portside: found 1 vulnerability of severity high or worse\n"));
  EXPECT_EQ(convert(in + " --fail-on critical").code, 0);
  EXPECT_EQ(convert(in + " --fail-on high --ignore-unfixed").code, 0);
  EXPECT_EQ(convert(in + " --fail-on low --ignore-unfixed").code, 3);
}

TEST_F(ConvertProgram, NeverEndsWellForAnImageThatWasNotScanned) {
  ScanReport empty = report();
  empty.vulnerabilities.clear();
  empty.coverage.outcome = CoverageOutcome::kNoData;
  const Result result = convert(file({report(), empty}) + " --fail-on critical");
  EXPECT_EQ(result.code, 4);
  EXPECT_THAT(result.output, AllOf(HasSubstr("NOT SCANNED"),
                                   HasSubstr("1 image was not scanned: r.example/app:1\n")));
  EXPECT_EQ(convert(file({empty}) + " -o sarif").code, 4);
}

TEST_F(ConvertProgram, PassesOverWhatTheIgnoreFileSaysBeforeItJudges) {
  const std::string in = file({report()});
  const std::string list = folder_.write("i.yaml", R"(ignore:
  - {id: CVE-1, expires: 2999-01-01, reason: later}
  - {id: CVE-2, expires: 2020-01-01}
  - {id: CVE-3}
)");
  const Result result = convert(
      in + " -o json=" + path("o.json") + " -o table --fail-on high " + "--ignore-file " + list,
      "SOURCE_DATE_EPOCH=1711713600");
  EXPECT_EQ(result.code, 0) << result.output;
  EXPECT_THAT(result.output,
              AllOf(HasSubstr("warning: " + list +
                              ":3: the entry for CVE-2 ended with 2020-01-01: "
                              "1 vulnerability counts again\n"),
                    HasSubstr("note: " + list + ":4: the entry for CVE-3 is about nothing here\n"),
                    HasSubstr("CVE-1 in bash, until 2999-01-01: later\n")));
  const ScanReport written = report_from_json(content("o.json"));
  ASSERT_EQ(written.suppressed.size(), 1U);
  EXPECT_EQ(written.suppressed[0].reason, "later");
  EXPECT_EQ(written.finished_at, 1'711'713'600'000);
}

/// The variable is the time of what is built, often that of its last change: entries that have
/// ended since must not come back by it.
TEST_F(ConvertProgram, EntriesEndByTheClockWhateverTimeOutputsHave) {
  const std::string in = file({report()});
  const std::string list =
      folder_.write("i.yaml", "ignore:\n  - {id: CVE-1, expires: 2020-01-01, reason: later}\n");
  const std::string gate = in + " --fail-on high --ignore-file " + list;
  EXPECT_EQ(convert(gate).code, 3);
  EXPECT_EQ(convert(gate, "SOURCE_DATE_EPOCH=1500000000").code, 3);
}

TEST_F(ConvertProgram, NamesTheFileThatIsWrong) {
  const std::string bad = folder_.write("bad.json", "{}");
  const Result result = convert(bad);
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.output, StartsWith("portside: " + bad + ": the report: the key "));
  EXPECT_EQ(convert(path("none.json")).code, 1);
  EXPECT_THAT(convert(path("none.json")).output, HasSubstr("none.json: the report"));
  EXPECT_EQ(convert(file({report()}) + " --ignore-file " + bad).code, 0);
  EXPECT_EQ(convert(file({report()}) + " --ignore-file " + path("none.yaml")).code, 1);
  EXPECT_THAT(convert(file({report()}), "SOURCE_DATE_EPOCH=soon").output,
              HasSubstr("SOURCE_DATE_EPOCH: found \"soon\""));
}

TEST_F(ConvertProgram, LeavesAnOldFileWhereNothingNewCanBeWritten) {
  folder_.write("o.harbor", "old");
  const Result result = convert(file({report(), report()}) + " -o harbor=" + path("o.harbor"));
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.output, HasSubstr("-o harbor takes one image; found 2"));
  EXPECT_EQ(content("o.harbor"), "old");
}

}  // namespace
}  // namespace portside::cli
