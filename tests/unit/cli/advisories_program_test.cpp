// SPDX-License-Identifier: Apache-2.0
// `portside advisories` as a person or a script uses it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "run_program.hpp"
#include "temp_folder.hpp"

namespace portside::cli {
namespace {

namespace fs = std::filesystem;

using ::testing::HasSubstr;
using ::testing::StartsWith;
using Result = testing::ProgramResult;

std::string record(const std::string& id, const std::string& ecosystem) {
  return R"({"id":")" + id + R"(","modified":"2024-01-01T00:00:00Z","affected":[{"package":)" +
         R"({"ecosystem":")" + ecosystem + R"(","name":"lib"},"ranges":[{"type":"ECOSYSTEM",)" +
         R"("events":[{"introduced":"0"},{"fixed":"1.0"}]}]}]})";
}

class AdvisoriesProgram : public ::testing::Test {
 protected:
  Result run(const std::string& arguments, const std::string& environment = "") const {
    return testing::run_program("env -u HOME XDG_DATA_HOME=" + (folder_ / "data") +
                                " SOURCE_DATE_EPOCH=1704153600 " + environment +
                                " " PORTSIDE_PROGRAM " advisories " + arguments);
  }
  static std::string content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::string index() const { return folder_ / "data/portside/advisories.index"; }

  testing::TempFolder folder_;
};

TEST_F(AdvisoriesProgram, BuildsTheIndexWhereScansLook) {
  const std::string file = folder_.write("a.json", record("A-1", "Debian:12"));
  const Result built = run("build " + file);
  EXPECT_EQ(built.code, 0);
  EXPECT_THAT(built.output, HasSubstr("read: 1 document\n"));
  EXPECT_THAT(built.output, HasSubstr(index() + ": 1 row for 1 release\n"));
  const Result shown = run("info");
  EXPECT_EQ(shown.code, 0);
  EXPECT_EQ(shown.output, index() +
                              ": 1 rows, built 2024-01-02T00:00:00Z\n"
                              "SOURCE  NEWEST STATEMENT        RELEASES\n"
                              "osv     2024-01-01 (1 day old)  Debian:12\n");
  EXPECT_EQ(run("info " + index()).output, shown.output);
  EXPECT_THAT(run("info --json").output, HasSubstr("\"rows\": 1"));
}

TEST_F(AdvisoriesProgram, WritesTheSameBytesAgain) {
  fs::create_directory(folder_ / "in");
  folder_.write("in/a.json", record("A-1", "Debian:12"));
  folder_.write("in/b.json", record("B-1", "Alpine:v3.19"));
  const std::string input = folder_ / "in";
  EXPECT_EQ(run("build " + input + " -o " + (folder_ / "1")).code, 0);
  EXPECT_EQ(run("build " + input + "/b.json " + input + "/a.json -o " + (folder_ / "2")).code, 0);
  EXPECT_FALSE(content(folder_ / "1").empty());
  EXPECT_EQ(content(folder_ / "1"), content(folder_ / "2"));
}

TEST_F(AdvisoriesProgram, AfterAnErrorTheOldIndexStays) {
  ASSERT_EQ(run("build " + folder_.write("a.json", record("A-1", "Debian:12"))).code, 0);
  const std::string before = content(index());
  const std::string broken = folder_.write("b.json", "{\"id\":");
  const Result refused = run("build " + folder_ / "a.json" + " " + broken);
  EXPECT_EQ(refused.code, 1);
  EXPECT_EQ(refused.output, "portside: " + broken + ": the JSON is damaged at byte 7\n");
  EXPECT_EQ(content(index()), before);
}

TEST_F(AdvisoriesProgram, OfNothingKnownMakesNoIndex) {
  const std::string file = folder_.write("go.json", record("GO-1", "Go"));
  const Result refused = run("build " + file);
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.output,
              HasSubstr("passed over: 1 that are of an ecosystem that is no release of a known "
                        "distribution: Go\nportside: nothing that was read is about a release"));
  EXPECT_FALSE(fs::exists(index()));
  const Result none = run("info");
  EXPECT_EQ(none.code, 1);
  EXPECT_THAT(none.output, HasSubstr("; make it with portside advisories build SOURCE...\n"));
}

TEST_F(AdvisoriesProgram, LooksAtHomeWithoutDataHome) {
  const std::string file = folder_.write("a.json", record("A-1", "Debian:12"));
  const std::string home = folder_ / "home";
  EXPECT_THAT(run("build " + file, "XDG_DATA_HOME= HOME=" + home).output,
              HasSubstr(home + "/.local/share/portside/advisories.index: 1 row"));
  EXPECT_THAT(run("build " + file, "XDG_DATA_HOME=relative HOME=" + home).output,
              HasSubstr(home + "/.local/share/portside/advisories.index: 1 row"));
  const Result lost = run("build " + file, "XDG_DATA_HOME=");
  EXPECT_EQ(lost.code, 1);
  EXPECT_THAT(lost.output, HasSubstr("portside: the environment names no folder for the index"));
}

TEST_F(AdvisoriesProgram, RefusesAWrongSourceDate) {
  const Result refused = run("build " + folder_.write("a.json", record("A-1", "Debian:12")),
                             "SOURCE_DATE_EPOCH=yesterday");
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.output, StartsWith("portside: SOURCE_DATE_EPOCH: found "));
}

/// With a package that binutils and tar make.
class FromChangelogsProgram : public AdvisoriesProgram {
 protected:
  void SetUp() override {
    fs::create_directories(folder_ / "tree/usr/share/doc/lib");
    folder_.write("tree/usr/share/doc/lib/changelog.Debian",
                  "lib (1.0-2) bookworm; urgency=high\n\n  * Fix CVE-2023-1000.\n");
    folder_.write("debian-binary", "2.0\n");
    const Result made = testing::run_program(
        "cd " + folder_.path().string() +
        " && gzip -n tree/usr/share/doc/lib/changelog.Debian && tar -czf data.tar.gz -C tree ."
        " && mkdir debs && ar rc debs/lib.deb debian-binary data.tar.gz");
    ASSERT_EQ(made.code, 0) << made.output;
  }
};

TEST_F(FromChangelogsProgram, MakesAFeedThatBuildTakes) {
  const std::string feed = folder_ / "feed.json";
  const std::string make = "from-changelogs " + (folder_ / "debs") + " --release Debian:12";
  const Result made = run(make + " -o " + feed);
  EXPECT_EQ(made.code, 0);
  EXPECT_EQ(made.output,
            "read: 1 packages, 0 of them without a changelog of their own\n"
            "found: 1 fixes in 1 source packages\n");
  const std::string before = content(feed);
  EXPECT_EQ(run(make + " -o " + feed).code, 0) << "a second time";
  EXPECT_EQ(content(feed), before);
  EXPECT_THAT(run(make).output, HasSubstr(before));
  EXPECT_EQ(run("build " + feed).code, 0);
  const Result shown = run("info");
  EXPECT_THAT(shown.output, HasSubstr("debian-changelogs  2024-01-02 (0 days old)  Debian:12\n"));
  EXPECT_THAT(shown.output, HasSubstr("no severities"));
}

TEST_F(FromChangelogsProgram, NamesWhatIsNoPackage) {
  const std::string file = folder_.write("x.deb", "x");
  const Result refused = run("from-changelogs " + file + " --release Debian:12");
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.output, StartsWith("portside: " + file + ": cannot be unpacked: "));
}

}  // namespace
}  // namespace portside::cli
