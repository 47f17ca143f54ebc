// SPDX-License-Identifier: Apache-2.0
#include "feeds/index_feed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "advisory/index.hpp"
#include "advisory/index_builder.hpp"
#include "recorded_feed.hpp"
#include "temp_folder.hpp"

namespace portside::feeds {
namespace {

using ::testing::ElementsAre;

constexpr Millis kNow = 1'800'000'000'000;

std::string secdb_of(const std::string& release, const std::string& repository) {
  return R"({"reponame":")" + repository + R"(","distroversion":")" + release +
         R"(","packages":[{"pkg":{"name":"a","secfixes":{"1-r0":["CVE-2019-1111"]}}}]})";
}

TEST(IndexFeed, SourcesSpeakForAllTheirReleases) {
  IndexFeed feed(kNow);
  read_text(secdb_of("v3.10", "main"), feed, 1'000);
  read_text(
      R"({"a":{"CVE-2024-1":{"releases":{"sid":{"status":"resolved","fixed_version":"0"}}}}})",
      feed, 3'000);
  for (const char* id : {"CVE-2024-2", "CVE-2024-3"}) {
    read_text(
        R"({"a":{")" + std::string(id) + R"(":{"releases":{"sid":{"status":"undetermined"}}}}})",
        feed, 2'000);
  }
  read_text(secdb_of("v3.11", "main"), feed, 2'000);
  read_text(secdb_of("v3.10", "community"), feed, 1'500);
  EXPECT_THAT(feed.releases(), ElementsAre("Alpine:v3.10", "Alpine:v3.11", "Debian:sid"));

  advisory::IndexBuilder builder;
  feed.move_to(builder);
  EXPECT_EQ(builder.rows(), 3U);
  const testing::TempFolder folder;
  builder.write(folder / "index", kNow);
  const advisory::Index index(folder / "index");
  const auto sources = index.sources();
  ASSERT_EQ(sources.size(), 2U);
  EXPECT_EQ(sources[0].name, "alpine-secdb");
  ASSERT_EQ(sources[0].releases.size(), 2U);
  EXPECT_EQ(sources[0].releases[0].name, "Alpine:v3.10");
  EXPECT_EQ(sources[0].releases[0].updated_at, 1'500);
  EXPECT_EQ(sources[0].releases[1].name, "Alpine:v3.11");
  EXPECT_EQ(sources[0].releases[1].updated_at, 2'000);
  EXPECT_EQ(index.updated_at("Debian:sid"), 3'000);
  EXPECT_EQ(sources[0].remark,
            "Fixed issues only; no severities; as old as its file. Read: Alpine:v3.10 (community, "
            "main), Alpine:v3.11 (main).");
  EXPECT_EQ(sources[1].name, "debian-security-tracker");
  EXPECT_EQ(sources[1].remark, "As old as its file. 2 issues are undetermined and not in it.");
  EXPECT_TRUE(index.covers("Debian:sid"));
  EXPECT_TRUE(feed.releases().empty());
}

TEST(IndexFeed, NothingIsFromTheFuture) {
  IndexFeed feed(kNow);
  read_text(secdb_of("v3.10", ""), feed, kNow + 1);
  advisory::IndexBuilder builder;
  feed.move_to(builder);
  const testing::TempFolder folder;
  builder.write(folder / "index", kNow);
  EXPECT_EQ(advisory::Index(folder / "index").sources()[0].updated_at(), kNow);
}

TEST(IndexFeed, CountsWhatWasPassedOver) {
  IndexFeed feed(kNow);
  for (const char* example : {"a", "b", "a", "c", "d", "e", "f", "g"}) {
    feed.passed_over("are withdrawn", example);
  }
  feed.passed_over("have no id", "");
  ASSERT_EQ(feed.passed_over().size(), 2U);
  const PassedOver& withdrawn = feed.passed_over().find("are withdrawn")->second;
  EXPECT_EQ(withdrawn.count, 8U);
  EXPECT_THAT(withdrawn.examples, ElementsAre("a", "b", "c", "d", "e"));
  EXPECT_TRUE(feed.passed_over().find("have no id")->second.examples.empty());
}

TEST(Sources, HaveNamesAndRemarks) {
  EXPECT_EQ(source_name(Source::kOsv), "osv");
  EXPECT_EQ(source_name(Source::kDebianChangelogs), "debian-changelogs");
  EXPECT_EQ(source_remark(Source::kOsv), "");
  EXPECT_THAT(source_remark(Source::kDebianChangelogs),
              ::testing::HasSubstr("no severities; the first entry that names an issue"));
}

}  // namespace
}  // namespace portside::feeds
