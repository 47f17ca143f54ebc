// SPDX-License-Identifier: Apache-2.0
// The program as somebody runs it who wants to know what is in an image: a real registry, the
// offline adapter, an index of advisories.
#include <gmock/gmock.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "packed.hpp"
#include "scan_fixture.hpp"

namespace portside {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::AllOf;
using testing::debian;
using ::testing::HasSubstr;
using testing::kGzipLayer;
using testing::layer;
using ::testing::Not;
using testing::ProgramResult;
using testing::put_image;
using testing::put_index;
using testing::ScanTest;
using testing::tar;

TEST_F(ScanTest, ShowsWhatIsVulnerable) {
  put("v1", debian("1.0-1"));
  const ProgramResult result = scan(image("v1"));
  EXPECT_EQ(result.code, 0) << result.output;
  EXPECT_THAT(result.output, AllOf(HasSubstr("CVE-2024-0001"), HasSubstr("1.0-2"),
                                   HasSubstr("CVE-2024-0002"), HasSubstr("A hole in demo"),
                                   HasSubstr("debian 12"), Not(HasSubstr("libdemo1"))));
}

TEST_F(ScanTest, WritesReportsInSeveralFormats) {
  const std::string digest = put("v1", debian("1.0-1"));
  const ProgramResult result =
      scan(image("v1") + " -o json=" + data_ / "r.json" + " -o sarif=" + data_ / "r.sarif" +
           " -o cyclonedx=" + data_ / "r.cdx" + " -o harbor=" + data_ / "r.harbor");
  EXPECT_EQ(result.code, 0) << result.output;
  const json report = read("r.json");
  EXPECT_THAT(report.dump(), AllOf(HasSubstr(digest), HasSubstr("CVE-2024-0001")));
  EXPECT_EQ(read("r.sarif")["runs"][0]["results"].size(), 2U);
  EXPECT_EQ(read("r.cdx")["vulnerabilities"].size(), 2U);
  EXPECT_EQ(read("r.harbor")["vulnerabilities"].size(), 2U);
  const ProgramResult converted = testing::run_program(
      PORTSIDE_PROGRAM " convert " + data_ / "r.json" + " -o sarif=" + data_ / "again.sarif");
  EXPECT_EQ(converted.code, 0) << converted.output;
  EXPECT_EQ(read("again.sarif"), read("r.sarif"));
}

TEST_F(ScanTest, FailsTheGateByWhatCounts) {
  put("v1", debian("1.0-1"));
  put("v2", debian("1.0-2"));
  EXPECT_EQ(scan(image("v1") + " --fail-on high").code, 3);
  EXPECT_EQ(scan(image("v1") + " --fail-on critical").code, 0);
  EXPECT_EQ(scan(image("v2") + " --fail-on high").code, 0);
  EXPECT_EQ(scan(image("v2") + " --fail-on low").code, 3);
  EXPECT_EQ(scan(image("v2") + " --fail-on low --ignore-unfixed").code, 0);
  data_.write("ignore.yaml", "ignore:\n  - {id: CVE-2024-0002, reason: not reachable}\n");
  EXPECT_EQ(scan(image("v2") + " --fail-on low --ignore-file " + data_ / "ignore.yaml").code, 0);
}

TEST_F(ScanTest, ReadsAFolderLikeARegistry) {
  const std::string digest = put("v1", debian("1.0-1"));
  ASSERT_EQ(testing::run_program(PORTSIDE_PROGRAM " registry copy-out --plain-http " + image("v1") +
                                 " " + data_ / "layout")
                .code,
            0);
  const ProgramResult result = scan("oci:" + data_ / "layout" + " -o json=" + data_ / "r.json");
  EXPECT_EQ(result.code, 0) << result.output;
  EXPECT_THAT(read("r.json").dump(), AllOf(HasSubstr(digest), HasSubstr("CVE-2024-0001")));
  EXPECT_EQ(scan("oci:" + data_ / "layout" + ":v1").code, 0);
  EXPECT_THAT(scan("oci:" + data_ / "layout" + ":v2").output,
              HasSubstr("has no image \"v2\"; expected v1"));
}

TEST_F(ScanTest, NeverTakesNothingScannedForNothingFound) {
  put("v1", debian("1.0-1", "ID=debian\nVERSION_ID=\"11\"\n"));
  put("arch", tar({{"etc/os-release", "ID=arch\n"}, {"usr/bin/x", "y"}}));
  put_image(*registry_, "a/b", "chart",
            {.layers = {{"{}", "application/vnd.cncf.helm.chart.content.v1.tar+gzip", ""}}});
  for (const char* tag : {"v1", "arch", "chart"}) {
    const ProgramResult result = scan(image(tag) + " --fail-on critical");
    EXPECT_EQ(result.code, 4) << tag << ": " << result.output;
  }
  EXPECT_THAT(scan(image("v1")).output, HasSubstr("portside advisories build"));
}

TEST_F(ScanTest, SaysWhatToDoWithoutAdvisories) {
  put("v1", debian("1.0-1"));
  const ProgramResult result = scan(image("v1") + " --advisories " + data_ / "none.index");
  EXPECT_EQ(result.code, 4) << result.output;
  EXPECT_THAT(result.output,
              AllOf(HasSubstr(data_ / "none.index"), HasSubstr("portside advisories build")));
}

TEST_F(ScanTest, OneImageThatFailsDoesNotHideTheOthers) {
  put("v1", debian("1.0-1"));
  const std::string plain = debian("1.0-1");
  put_image(*registry_, "a/b", "bad",
            {.layers = {{testing::gzip(plain), kGzipLayer, "sha256:" + std::string(64, '0')}}});
  const ProgramResult result = scan(image("bad") + " " + image("none") + " " + image("v1"));
  EXPECT_EQ(result.code, 1) << result.output;
  EXPECT_THAT(result.output,
              AllOf(HasSubstr("portside: " + image("bad") + ": "),
                    HasSubstr("holds something else than its image says"),
                    HasSubstr("portside: " + image("none") + ": "), HasSubstr("CVE-2024-0001")));
}

TEST_F(ScanTest, ScansTheImagesOfAnIndex) {
  const std::string amd64 = put("x", debian("1.0-1"));
  const std::string arm64 = put_image(
      *registry_, "a/b", "y", {.layers = {layer(debian("1.0-2"))}, .architecture = "arm64"});
  put_index(*registry_, "a/b", "multi", {{amd64, "linux/amd64"}, {arm64, "linux/arm64"}});
  const std::string json_file = " -o json=" + data_ / "r.json";
  EXPECT_EQ(scan(image("multi") + json_file).code, 0);
  EXPECT_THAT(read("r.json").dump(), AllOf(HasSubstr(amd64), Not(HasSubstr(arm64))));
  EXPECT_EQ(scan(image("multi") + " --platform linux/arm64" + json_file).code, 0);
  EXPECT_THAT(read("r.json").dump(), AllOf(HasSubstr(arm64), Not(HasSubstr(amd64))));
  EXPECT_EQ(scan(image("multi") + " --platform all" + json_file).code, 0);
  EXPECT_THAT(read("r.json").dump(), AllOf(HasSubstr(arm64), HasSubstr(amd64)));
  EXPECT_EQ(scan(image("multi") + " --platform linux/s390x").code, 1);
}

TEST_F(ScanTest, KeepsTheLastReportForRescansAndForgetsIt) {
  const std::string digest = put("v1", debian("1.0-1"));
  const std::string by_digest = registry_->host() + "/a/b@" + digest;
  EXPECT_EQ(scan(image("v1")).code, 0);
  data_.write("feed.json", R"({"vulns": []})");
  EXPECT_TRUE(fs::exists(data_ / ".local/state/portside/reports.sqlite"));
  const ProgramResult again = run("rescan", image("v1"));
  EXPECT_EQ(again.code, 0) << again.output;
  EXPECT_THAT(again.output, HasSubstr("CVE-2024-0001"));
  const ProgramResult check = run("check", image("v1"));
  EXPECT_EQ(check.code, 4) << check.output;
  EXPECT_THAT(check.output, HasSubstr("unknown  " + image("v1")));
  const ProgramResult forgotten = run("forget", by_digest);
  EXPECT_EQ(forgotten.code, 0) << forgotten.output;
  EXPECT_EQ(forgotten.output, "forgotten  " + by_digest + "  " + digest + "\n");
  EXPECT_EQ(run("notify", "/dev/null").code, 1) << "this scanner sends no notifications";
}

}  // namespace
}  // namespace portside
