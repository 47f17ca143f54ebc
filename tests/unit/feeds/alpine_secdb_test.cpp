// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "recorded_feed.hpp"

namespace portside::feeds {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string secdb(const std::string& packages, const std::string& release = "v3.10",
                  const std::string& repository = "main") {
  return R"({"apkurl":"x","archs":["x86_64"],"reponame":")" + repository +
         R"(","distroversion":")" + release + R"(","packages":[)" + packages + "]}";
}

std::string fixes_of(const std::string& name, const std::string& secfixes) {
  return R"({"pkg":{"name":")" + name + R"(","secfixes":{)" + secfixes + "}}}";
}

RecordedFeed read_secdb(const std::string& text) {
  RecordedFeed feed;
  EXPECT_EQ(read_text(text, feed, 5'000), Format::kAlpineSecdb) << text;
  return feed;
}

TEST(AlpineSecdb, GivesFixes) {
  const RecordedFeed feed = read_secdb(
      secdb(fixes_of("apache2", R"("2.4.41-r0":["CVE-2019-9517","CVE-2019-10081 XSA-1"])") + ',' +
            fixes_of("curl", R"("7.66.0-r0":["CVE-2019-5481"],"7.65-r0":["CVE-2019-5435"])")));
  EXPECT_THAT(feed.lines, ElementsAre("CVE-2019-10081 Alpine:v3.10 apache2 [,2.4.41-r0) fixed",
                                      "CVE-2019-9517 Alpine:v3.10 apache2 [,2.4.41-r0) fixed",
                                      "CVE-2019-5435 Alpine:v3.10 curl [,7.65-r0) fixed",
                                      "CVE-2019-5481 Alpine:v3.10 curl [,7.66.0-r0) fixed"));
  EXPECT_THAT(feed.advisories[0].aliases, ElementsAre("XSA-1"));
  EXPECT_THAT(feed.sources, ElementsAre(Source::kAlpineSecdb));
  EXPECT_THAT(feed.covered, ElementsAre("alpine-secdb Alpine:v3.10 main"));
  EXPECT_THAT(feed.dated, ElementsAre("Alpine:v3.10 5000"));
  EXPECT_THAT(feed.passed, IsEmpty());
}

TEST(AlpineSecdb, VersionZeroIsNotAffected) {
  EXPECT_THAT(
      read_secdb(secdb(fixes_of("a", R"("0":["CVE-2019-1111"],"1-r0":["CVE-2019-2222"])"))).lines,
      ElementsAre("CVE-2019-2222 Alpine:v3.10 a [,1-r0) fixed"));
}

TEST(AlpineSecdb, TheNewestFixOfAnIssueCounts) {
  const char* const kExpected = "CVE-2019-1111 Alpine:v3.10 a [,1.10-r0) fixed";
  for (const char* fixes :
       {R"("1.9-r0":["CVE-2019-1111"],"1.10-r0":["CVE-2019-1111"])",
        R"x("1.10-r0":["CVE-2019-1111"],"1.9-r0":["CVE-2019-1111 (+ fix)"])x"}) {
    EXPECT_THAT(read_secdb(secdb(fixes_of("a", fixes))).lines, ElementsAre(kExpected));
  }
}

TEST(AlpineSecdb, SpeaksForAReleaseWithoutPackages) {
  EXPECT_THAT(read_secdb(secdb("")).covered, ElementsAre("alpine-secdb Alpine:v3.10 main"));
  EXPECT_THAT(read_secdb(secdb("", "edge-main", "")).covered,
              ElementsAre("alpine-secdb Alpine:edge"));
  EXPECT_THAT(read_secdb(secdb("", "edge")).covered, ElementsAre("alpine-secdb Alpine:edge main"));
  EXPECT_THAT(read_secdb(secdb("", "3.11")).covered, ElementsAre("alpine-secdb Alpine:v3.11 main"));
}

TEST(AlpineSecdb, PassesOverWhatItCannotUse) {
  const RecordedFeed feed = read_secdb(
      secdb(fixes_of("a b", R"("1-r0":["CVE-2019-1111"])") + ",7," +
            fixes_of("c", R"("1 r0":["CVE-2019-1111"],"2-r0":["soon",7,"CVE-XXXX-YYYY "])")));
  EXPECT_THAT(feed.lines, IsEmpty());
  EXPECT_THAT(feed.passed,
              ElementsAre("have no package name: Alpine:v3.10",
                          "have no package name: Alpine:v3.10", "name no affected versions: c",
                          "have no id: soon", "have no id: 7", "have no id: CVE-XXXX-YYYY "));
  EXPECT_THAT(read_secdb(secdb("", "v 3")).covered, IsEmpty());
}

}  // namespace
}  // namespace portside::feeds
