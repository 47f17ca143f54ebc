// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "error_of.hpp"
#include "recorded_feed.hpp"

namespace portside::feeds {
namespace {

using ::testing::ElementsAre;
using testing::error_of;
using ::testing::IsEmpty;

std::string issue(const std::string& releases) {
  return R"({"CVE-2024-1000":{"scope":"local","description":"bad thing","releases":{)" + releases +
         "}}}";
}

std::string tracker(const std::string& releases) {
  return R"({"xz-utils":)" + issue(releases) + '}';
}

RecordedFeed read_tracker(const std::string& text) {
  RecordedFeed feed;
  EXPECT_EQ(read_text(text, feed, 5'000), Format::kDebianTracker) << text;
  return feed;
}

/// Of an issue in one release.
std::vector<std::string> lines(const std::string& state) {
  return read_tracker(tracker(R"("bookworm":{)" + state + '}')).lines;
}

TEST(DebianTracker, GivesTheStateInEachRelease) {
  const RecordedFeed feed = read_tracker(tracker(
      R"("bookworm":{"status":"resolved","repositories":{"bookworm":"2"},"fixed_version":"2-1",)"
      R"("urgency":"high**"},"sid":{"status":"open","urgency":"not yet assigned"})"));
  EXPECT_THAT(feed.lines,
              ElementsAre("CVE-2024-1000 Debian:12 xz-utils [,2-1) fixed high**",
                          "CVE-2024-1000 Debian:sid xz-utils [,) affected not yet assigned"));
  ASSERT_EQ(feed.advisories.size(), 1U);
  EXPECT_EQ(feed.advisories[0].description, "bad thing");
  EXPECT_THAT(feed.advisories[0].links,
              ElementsAre("https://security-tracker.debian.org/tracker/CVE-2024-1000"));
  EXPECT_EQ(feed.advisories[0].affected[0].severity, Severity::kHigh);
  EXPECT_EQ(feed.advisories[0].affected[1].severity, Severity::kUnknown);
  EXPECT_THAT(feed.covered, ElementsAre("debian-security-tracker Debian:12",
                                        "debian-security-tracker Debian:sid"));
  EXPECT_THAT(feed.dated, ElementsAre("Debian:12 5000", "Debian:sid 5000"));
}

TEST(DebianTracker, ResolvedInZeroIsNotAffectedButCovered) {
  const RecordedFeed feed =
      read_tracker(tracker(R"("buster":{"status":"resolved","fixed_version":"0"})"));
  EXPECT_THAT(feed.lines, IsEmpty());
  EXPECT_THAT(feed.passed, IsEmpty());
  EXPECT_THAT(feed.covered, ElementsAre("debian-security-tracker Debian:10"));
}

TEST(DebianTracker, OpenIssuesSayWhatDebianMeansToDo) {
  EXPECT_THAT(lines(R"("status":"open","urgency":"end-of-life")"),
              ElementsAre("CVE-2024-1000 Debian:12 xz-utils [,) end_of_life end-of-life"));
  EXPECT_THAT(lines(R"("status":"open","urgency":"low","nodsa":"x","nodsa_reason":"ignored")"),
              ElementsAre("CVE-2024-1000 Debian:12 xz-utils [,) will_not_fix low"));
  EXPECT_THAT(lines(R"("status":"open","urgency":"low","nodsa":"x","nodsa_reason":"postponed")"),
              ElementsAre("CVE-2024-1000 Debian:12 xz-utils [,) postponed low"));
  EXPECT_THAT(lines(R"("status":"open","urgency":"unimportant","nodsa":"Minor","nodsa_reason":"")"),
              ElementsAre("CVE-2024-1000 Debian:12 xz-utils [,) affected unimportant"));
}

TEST(DebianTracker, WhatIsUndeterminedIsSaid) {
  const RecordedFeed feed = read_tracker(tracker(
      R"("sid":{"status":"undetermined"},"forky":{"status":"new word"},"buster":{"status":"resolved"})"));
  EXPECT_THAT(feed.lines, IsEmpty());
  EXPECT_EQ(feed.undetermined_count, 1);
  EXPECT_THAT(feed.passed, ElementsAre("are undetermined at Debian: CVE-2024-1000",
                                       "have a status that is not known: CVE-2024-1000",
                                       "name no affected versions: CVE-2024-1000"));
}

TEST(DebianTracker, WhatIsNoNameIsPassedOver) {
  const RecordedFeed feed =
      read_tracker(R"({"a b":)" + issue("") + R"(,"a":{"C 1":{"releases":{}}},"b":)" +
                   issue(R"("a b":{"status":"open"})") + '}');
  EXPECT_THAT(feed.lines, IsEmpty());
  EXPECT_THAT(feed.passed, ElementsAre("have no package name: CVE-2024-1000", "have no id: a",
                                       "have no release: CVE-2024-1000"));
}

TEST(DebianTracker, IsDamagedWhereItChangesItsShape) {
  const std::string begin = R"({"xz-utils":)" + issue(R"("sid":{"status":"open"})");
  for (const char* rest :
       {R"(,"b":{"CVE-2024-1":{}}})", R"(,"b":7})", R"(,"b":{"CVE-2024-1":7}})"}) {
    RecordedFeed feed;
    const AdapterError error = error_of([&] { read_text(begin + rest, feed); });
    EXPECT_EQ(error.code, ErrorCode::kMalformedData);
    EXPECT_EQ(error.message, "item 2 is no issue of Debian's tracker");
  }
}

}  // namespace
}  // namespace portside::feeds
