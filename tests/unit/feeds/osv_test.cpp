// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "recorded_feed.hpp"

namespace portside::feeds {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kRanges =
    R"("ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.2-3"}]}])";

std::string package(const std::string& ecosystem, const std::string& more,
                    const std::string& name = "lib") {
  return R"({"package":{"ecosystem":")" + ecosystem + R"(","name":")" + name + "\"}," + more + '}';
}

/// A record about `affected`; `more` begins with a comma.
std::string record(const std::string& affected, const std::string& more = "",
                   const std::string& id = "CVE-2024-1000") {
  return R"({"id":")" + id + R"(","modified":"2024-01-01T00:00:00Z","affected":[)" + affected +
         "]" + more + '}';
}

RecordedFeed read_osv(const std::string& text) {
  RecordedFeed feed;
  EXPECT_EQ(read_text(text, feed), Format::kOsv) << text;
  return feed;
}

TEST(Osv, GivesWhatARecordSays) {
  const RecordedFeed feed = read_osv(record(
      package("Debian:12", kRanges),
      R"(,"summary":"bad thing","details":"long story","aliases":["GHSA-x"],"upstream":["CVE-2024-1"],)"
      R"("related":["CVE-2024-9"],"severity":[{"type":"CVSS_V3","score":)"
      R"("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],"database_specific":{"cwe_ids":["CWE-20"]},)"
      R"("references":[{"type":"WEB","url":"https://a.example"},{"url":"javascript:x"},{},)"
      R"({"url":"https://a.example/ b"},{"url":"https://a.example/\u001b[2J"}])"));
  EXPECT_THAT(feed.lines, ElementsAre("CVE-2024-1000 Debian:12 lib [,1.2-3) fixed "
                                      "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"));
  ASSERT_EQ(feed.advisories.size(), 1U);
  const auto& advisory = feed.advisories[0];
  EXPECT_EQ(advisory.title, "bad thing");
  EXPECT_EQ(advisory.description, "long story");
  EXPECT_THAT(advisory.aliases, ElementsAre("GHSA-x", "CVE-2024-1"));
  EXPECT_THAT(advisory.links, ElementsAre("https://a.example"));
  EXPECT_THAT(advisory.cwe_ids, ElementsAre("CWE-20"));
  EXPECT_THAT(advisory.cvss_vectors, ElementsAre("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"));
  EXPECT_EQ(advisory.affected[0].severity, Severity::kCritical);
  EXPECT_THAT(feed.dated, ElementsAre("Debian:12 1704067200000"));
  EXPECT_THAT(feed.covered, ElementsAre("osv Debian:12"));
  EXPECT_THAT(feed.passed, IsEmpty());
}

TEST(Osv, PassesOverWithdrawnRecords) {
  const RecordedFeed feed =
      read_osv(record(package("Debian:12", kRanges), R"(,"withdrawn":"2024-02-01T00:00:00Z")"));
  EXPECT_THAT(feed.lines, IsEmpty());
  EXPECT_THAT(feed.passed, ElementsAre("are withdrawn: CVE-2024-1000"));
}

TEST(Osv, TakesAllReleasesAndNoLanguages) {
  const RecordedFeed feed = read_osv(
      record(package("AlmaLinux:8", kRanges) + ',' + package("npm", kRanges) + ',' +
             package("Rocky Linux:9", kRanges) + ',' + package("Ubuntu:22.04:LTS", kRanges)));
  EXPECT_THAT(feed.lines, ElementsAre("CVE-2024-1000 AlmaLinux:8 lib (binary) [,1.2-3) fixed",
                                      "CVE-2024-1000 Rocky Linux:9 lib [,1.2-3) fixed",
                                      "CVE-2024-1000 Ubuntu:22.04 lib [,1.2-3) fixed"));
  EXPECT_THAT(feed.passed,
              ElementsAre("are of an ecosystem that is no release of a known distribution: npm"));
}

TEST(Osv, PassesOverRangesOfOtherKindsAndSaysSo) {
  const RecordedFeed feed = read_osv(record(package(
      "Debian:12",
      R"("ranges":[{"type":"GIT","events":[{"introduced":"0"}]},{"type":"SEMVER","events":[]}])")));
  EXPECT_THAT(feed.lines, IsEmpty());
  EXPECT_THAT(feed.passed,
              ElementsAre("have ranges of commits or of semantic versions: CVE-2024-1000",
                          "have ranges of commits or of semantic versions: CVE-2024-1000",
                          "name no affected versions: CVE-2024-1000"));
}

TEST(Osv, KeepsVersionsThatNoRangeHas) {
  const std::string versions = R"(,"versions":["1.0","1.2-3","2.0",7,"a b"])";
  EXPECT_THAT(read_osv(record(package("Debian:12", kRanges + versions))).lines,
              ElementsAre("CVE-2024-1000 Debian:12 lib [,1.2-3) =1.2-3 =2.0 fixed"));
  EXPECT_THAT(read_osv(record(package("Debian:12", R"("versions":["1.0"])"))).lines,
              ElementsAre("CVE-2024-1000 Debian:12 lib =1.0 affected"));
}

TEST(Osv, AlmaLinuxSaysSeverityAndModuleInTheSummary) {
  const std::string modular =
      R"("ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1-1.module_el8"}]}])";
  const std::string both = package("AlmaLinux:8", modular) + ',' + package("AlmaLinux:8", kRanges);
  const RecordedFeed feed =
      read_osv(record(both, R"(,"summary":"Important: virt:rhel and virt-devel:rhel update")"));
  EXPECT_THAT(feed.lines,
              ElementsAre("CVE-2024-1000 AlmaLinux:8 lib (binary) {virt:rhel} [,1-1.module_el8) "
                          "fixed Important",
                          "CVE-2024-1000 AlmaLinux:8 lib (binary) {virt-devel:rhel} "
                          "[,1-1.module_el8) fixed Important",
                          "CVE-2024-1000 AlmaLinux:8 lib (binary) [,1.2-3) fixed Important"));
  EXPECT_EQ(feed.advisories[0].affected[0].severity, Severity::kHigh);
  const RecordedFeed unnamed = read_osv(record(both, R"(,"summary":"Moderate: update")"));
  EXPECT_THAT(unnamed.lines,
              ElementsAre("CVE-2024-1000 AlmaLinux:8 lib (binary) [,1-1.module_el8) fixed Moderate",
                          "CVE-2024-1000 AlmaLinux:8 lib (binary) [,1.2-3) fixed Moderate"))
      << "scans count it as undecided";
  EXPECT_THAT(unnamed.passed, IsEmpty());
}

// A summary of Debian that begins with such a word judges nothing.
TEST(Osv, OthersDoNotSaySeverityInTheSummary) {
  EXPECT_EQ(read_osv(record(package("Debian:12", kRanges), R"(,"summary":"Critical: x")"))
                .advisories[0]
                .affected[0]
                .severity,
            Severity::kUnknown);
}

TEST(Osv, TheNearestWordOfSeverityCounts) {
  const std::string record_word = R"(,"database_specific":{"severity":"LOW"})";
  const std::string score =
      R"("severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"},)"
      R"({"type":"CVSS_V4","score":"CVSS:4.0/AV:N"},{"type":"Ubuntu","score":"negligible"}])";
  const std::string debian = R"(,"ecosystem_specific":{"urgency":"unimportant"})";
  const auto word = [&](const std::string& affected, const std::string& more) {
    return read_osv(record(package("Debian:12", kRanges + affected), more))
        .advisories[0]
        .affected[0]
        .severity_text;
  };
  EXPECT_EQ(word(debian, record_word + ',' + score), "unimportant");
  EXPECT_EQ(word("", record_word + ',' + score), "LOW");
  EXPECT_EQ(word("", ',' + score), "negligible");
  EXPECT_EQ(word(',' + score, record_word), "negligible");
  EXPECT_EQ(word("", R"(,"severity":[{"score":"CVSS:4.0/AV:N"},{"score":7}])"), "");
  EXPECT_EQ(word(R"(,"ecosystem_specific":{"urgency":"not yet assigned"})", ""), "");
}

TEST(Osv, DebiansEndOfLifeIsAStatus) {
  EXPECT_THAT(
      read_osv(record(package("Debian:10", R"("ecosystem_specific":{"urgency":"end-of-life"},)"
                                           R"("versions":["1"])")))
          .lines,
      ElementsAre("CVE-2024-1000 Debian:10 lib =1 end_of_life"));
}

TEST(Osv, ADistributionsCveHasTheIdOfTheCve) {
  const RecordedFeed feed = read_osv(
      record(package("Debian:12", kRanges), R"(,"upstream":["CVE-2024-7"])", "DEBIAN-CVE-2024-7"));
  EXPECT_EQ(feed.advisories[0].id, "CVE-2024-7");
  EXPECT_THAT(feed.advisories[0].aliases, ElementsAre("DEBIAN-CVE-2024-7"));
  const RecordedFeed advisory = read_osv(record(
      package("AlmaLinux:8", kRanges), R"(,"related":["CVE-2024-7","ALSA-1",3])", "ALSA-2024:1"));
  EXPECT_EQ(advisory.advisories[0].id, "ALSA-2024:1");
  EXPECT_THAT(advisory.advisories[0].aliases, ElementsAre("CVE-2024-7"));
}

TEST(Osv, OurOwnFeedIsASourceOfItsOwn) {
  const RecordedFeed feed = read_osv(record(
      package("Debian:12", kRanges), R"(,"database_specific":{"source":"debian-changelogs"})"));
  EXPECT_THAT(feed.sources, ElementsAre(Source::kDebianChangelogs));
  EXPECT_THAT(read_osv(record(package("Debian:12", kRanges),
                              R"(,"database_specific":{"source":"alpine-secdb"})"))
                  .sources,
              ElementsAre(Source::kOsv));
}

TEST(Osv, WhatIsNoNameIsPassedOver) {
  const RecordedFeed feed = read_osv(R"({"vulns":[)" + record("", "", "a b") + ',' +
                                     record(package("Debian:12", kRanges, "x\\n")) + ',' +
                                     record(R"({"package":7})") + "]}");
  EXPECT_THAT(feed.lines, IsEmpty());
  EXPECT_THAT(feed.passed,
              ElementsAre("have no id: a b", "have no package name: CVE-2024-1000",
                          "are of an ecosystem that is no release of a known distribution: "
                          "CVE-2024-1000"));
}

TEST(Osv, RecordsComeAloneInAListOrWrapped) {
  const std::string one = record(package("Debian:12", kRanges));
  EXPECT_EQ(read_osv(one).lines.size(), 1U);
  EXPECT_EQ(read_osv('[' + one + ',' + one + ']').lines.size(), 2U);
  EXPECT_EQ(
      read_osv(R"({"vulns":[)" + one + ',' + one + R"(],"next_page_token":"x"})").lines.size(), 2U);
  EXPECT_EQ(read_osv(R"({"made":"now","vulns":[)" + one + "]}").lines.size(), 1U);
  EXPECT_EQ(read_osv(R"({"vulns":[]})").lines.size(), 0U);
  EXPECT_EQ(read_osv(R"({"database_specific":{"a":{}},)" + one.substr(1)).lines.size(), 1U);
}

}  // namespace
}  // namespace portside::feeds
