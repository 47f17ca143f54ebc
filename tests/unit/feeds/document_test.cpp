// SPDX-License-Identifier: Apache-2.0
#include "feeds/document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "error_of.hpp"
#include "recorded_feed.hpp"

namespace portside::feeds {
namespace {

using testing::error_of;
using ::testing::IsEmpty;

// Documents that others have in the same folders.
TEST(Document, OthersAreNoAdvisories) {
  for (const char* text :
       {"{}", "[]", "7", "\"x\"", "null", "[7]", "[{}]", "[[]]", R"({"name":"x","version":"1"})",
        R"({"document":{"category":"csaf_vex","tracking":{"id":"x"}},"vulnerabilities":[]})",
        R"({"SchemaVersion":2,"Results":[{"Vulnerabilities":[]}]})",
        R"({"bomFormat":"CycloneDX","metadata":{"component":{}}})", R"({"id":"CVE-2024-1"})",
        R"({"vulns":[{"id":7}]})", R"({"a":{"b":{}}})", R"({"a":{},"b":[]})",
        R"({"distroversion":"v3.10","packages":{}})"}) {
    RecordedFeed feed;
    EXPECT_EQ(read_text(text, feed, 1), Format::kUnknown) << text;
    EXPECT_THAT(feed.lines, IsEmpty());
    EXPECT_THAT(feed.times, IsEmpty());
  }
}

TEST(Document, DamageIsSaidWithItsPlace) {
  for (const char* text : {"", "{", "[", "{\"a\":}", "[1,]", "{} {}", "{\"a\":\"\xff\"}", "nul",
                           R"({"id":"x","modified":"y")"}) {
    RecordedFeed feed;
    const AdapterError error = error_of([&] { read_text(text, feed); });
    EXPECT_EQ(error.code, ErrorCode::kMalformedData) << text;
    EXPECT_THAT(error.message, ::testing::StartsWith("the JSON is damaged at byte ")) << text;
  }
}

TEST(Document, ARecordThatIsNoneIsDamageBehindOneThatIs) {
  RecordedFeed feed;
  const AdapterError error =
      error_of([&] { read_text(R"([{"id":"a","modified":"x"},{"name":"b"}])", feed); });
  EXPECT_EQ(error.code, ErrorCode::kMalformedData);
  EXPECT_EQ(error.message, "item 2 is no OSV record");
}

TEST(Document, DeepNestingEnds) {
  for (const std::string& text :
       {std::string(100'000, '['), "{\"id\":" + std::string(100'000, '['),
        R"({"a":{"CVE-1":{"releases":{"b":)" + std::string(100'000, '[')}) {
    RecordedFeed feed;
    EXPECT_EQ(error_of([&] { read_text(text, feed); }).code, ErrorCode::kTooLarge);
  }
}

}  // namespace
}  // namespace portside::feeds
