// SPDX-License-Identifier: Apache-2.0
#include "anchore/feeds.hpp"

#include <gmock/gmock.h>

#include "error_of.hpp"

namespace portside::anchore {
namespace {

constexpr Millis kMarch = 1'711'732'080'000;  // 2024-03-29T17:08:00Z

FeedsState feeds_of(const std::string& body) {
  HttpResponse answer;
  answer.status = 200;
  answer.body = body;
  return read_feeds(answer);
}

TEST(AnchoreFeeds, AreAsOldAsTheirNewestGroup) {
  const FeedsState state = feeds_of(
      R"([{"name":"vulnerabilities","created_at":"2026-01-01T00:00:00Z",
           "updated_at":"2026-01-01T00:00:00Z","last_full_sync":"2025-01-01T00:00:00Z",
           "groups":[{"name":"debian:12","last_sync":"2024-03-28T00:00:00","record_count":7},
                     {"name":"rhel:9","last_sync":"2024-03-29T17:08:00.000123","record_count":9},
                     {"name":"ol:9","last_sync":"2026-03-29T17:08:00","record_count":0},
                     {"name":"alpine:3.12","last_sync":null,"record_count":null}]},
          {"name":"nvdv2","last_full_sync":null,"groups":[]}])");
  EXPECT_EQ(state.updated_at, kMarch);
  EXPECT_FALSE(state.never_synced);
}

TEST(AnchoreFeeds, WhenTheDataWasMadeSaysMoreThanWhenItWasFetched) {
  const FeedsState state = feeds_of(
      R"([{"name":"a","enterprise_received_at":"2026-01-03T00:00:00Z",
           "data_service_built_at":"2026-01-02T00:00:00Z",
           "groups":[{"name":"g","data_service_built_at":"2024-03-29T17:08:00Z",
                      "last_sync":"2026-01-04T00:00:00Z"}]}])");
  EXPECT_EQ(state.updated_at, kMarch);
  EXPECT_EQ(feeds_of(R"([{"data_service_built_at":"2024-03-29T17:08:00Z",
                          "enterprise_received_at":"2026-01-03T00:00:00Z"}])")
                .updated_at,
            kMarch);
  EXPECT_EQ(feeds_of(R"([{"enterprise_received_at":"2024-03-29T17:08:00Z",
                          "groups":[{"last_sync":"2026-01-03T00:00:00Z"}]}])")
                .updated_at,
            kMarch);
  EXPECT_EQ(feeds_of(R"([{"last_full_sync":"2024-03-29T17:08:00Z","groups":null}])").updated_at,
            kMarch);
}

TEST(AnchoreFeeds, WithoutRecordsAndTimesWereNeverSynced) {
  EXPECT_TRUE(feeds_of(R"([{"name":"vulnerabilities","last_full_sync":null,
                            "groups":[{"name":"debian:12","last_sync":null,"record_count":0}]}])")
                  .never_synced);
  EXPECT_TRUE(feeds_of(R"([{"name":"vulnerabilities","groups":[]}])").never_synced);
  EXPECT_FALSE(feeds_of(R"([{"groups":[{"last_sync":null,"record_count":5}]}])").never_synced);
}

// An engine writes the time of a sync also when the sync brought nothing.
TEST(AnchoreFeeds, WithoutRecordsWereNeverSyncedWhateverTheTimes) {
  const FeedsState state = feeds_of(
      R"([{"name":"vulnerabilities","last_full_sync":"2026-01-01T00:00:00Z",
           "groups":[{"name":"debian:12","last_sync":"2026-01-01T00:00:00Z","record_count":0},
                     {"name":"github:npm","last_sync":null,"record_count":null}]},
          {"name":"nvdv2","last_full_sync":"2026-01-02T00:00:00Z","groups":[]}])");
  EXPECT_TRUE(state.never_synced);
  EXPECT_EQ(state.updated_at, std::nullopt);
}

TEST(AnchoreFeeds, ThatDoNotCountRecordsMayHaveThem) {
  for (const char* body :
       {R"([{"groups":[{"name":"debian:12","last_sync":null}]}])",
        R"([{"name":"vulnerabilities"}])", R"([{"groups":[]},{"name":"x"}])",
        R"([{"groups":[],"last_full_sync":"2026-01-01T00:00:00Z"}])",
        R"([{"groups":[{"record_count":0},{"last_sync":"2026-01-01T00:00:00Z"}]}])"}) {
    EXPECT_FALSE(feeds_of(body).never_synced) << body;
  }
}

TEST(AnchoreFeeds, ThatAreSwitchedOffDoNotCount) {
  const std::string off =
      R"({"groups":[{"name":"ol:9","last_sync":"2026-01-01T00:00:00Z","record_count":5}],
          "last_full_sync":"2026-01-01T00:00:00Z","enabled":false})";
  const FeedsState state = feeds_of("[" + off + R"(,{"enabled":true,"groups":[
        {"name":"debian:12","record_count":0},
        {"name":"rhel:9","record_count":7,"last_sync":"2026-01-01T00:00:00Z","enabled":false}]}])");
  EXPECT_TRUE(state.never_synced);
  EXPECT_EQ(state.updated_at, std::nullopt);
  EXPECT_TRUE(state.distributions.empty());
  EXPECT_FALSE(feeds_of("[" + off + "]").never_synced) << "nothing is known of the others";
}

TEST(AnchoreFeeds, TellWhichDistributionsThereIsDataFor) {
  const FeedsState state = feeds_of(
      R"([{"groups":[{"name":"debian:12","record_count":7},{"name":"github:npm","record_count":7},
                     {"name":"rhel:9","record_count":0},{"name":"ol:9"}]}])");
  EXPECT_TRUE(state.lists_distributions);
  EXPECT_THAT(state.distributions, ::testing::ElementsAre("debian:12", "ol:9"));
  EXPECT_TRUE(has_data_for(state, "debian 12"));
  EXPECT_TRUE(has_data_for(state, "")) << "it cannot be known";
  EXPECT_FALSE(has_data_for(state, "rocky 9.3"));
  EXPECT_FALSE(has_data_for(state, "arch"));
  EXPECT_FALSE(has_data_for(state, "debian 7"));
  const FeedsState silent = feeds_of(R"([{"groups":[{"name":"github:npm","record_count":7}]}])");
  EXPECT_FALSE(silent.lists_distributions);
  EXPECT_TRUE(has_data_for(silent, "arch"));
}

TEST(AnchoreFeeds, NamesHaveAnEnd) {
  std::string groups;
  for (int i = 0; i < 1'100; ++i) {
    groups += R"({"name":"debian:)" + std::string(100, '1') + R"(","record_count":1},)";
  }
  groups.pop_back();
  const FeedsState state = feeds_of(R"([{"groups":[)" + groups + "]}]");
  EXPECT_EQ(state.distributions.size(), 1'000U);
  EXPECT_EQ(state.distributions[0].size(), 64U);
}

TEST(AnchoreFeeds, AListOfNoneSaysNothing) {
  for (const char* body :
       {"[]", "{}", R"({"message":"x","detail":{}})", "null", R"({"feeds":{"groups":[]}})"}) {
    const FeedsState state = feeds_of(body);
    EXPECT_EQ(state.updated_at, std::nullopt) << body;
    EXPECT_FALSE(state.never_synced) << body;
  }
}

TEST(AnchoreFeeds, TimesThatAreNoneArePassedOver) {
  const FeedsState state = feeds_of(
      R"([{"groups":[{"last_sync":"yesterday","record_count":1},{"last_sync":7},
                     {"last_sync":"2024-03-29T17:08:00+01:00Z"},
                     {"last_sync":"2024-03-29T17:08:00                                  "}]}])");
  EXPECT_EQ(state.updated_at, std::nullopt);
}

TEST(AnchoreFeeds, OnlyJsonIsRead) {
  EXPECT_EQ(testing::code_of([] { feeds_of("<html>"); }), ErrorCode::kScannerBadAnswer);
  EXPECT_EQ(testing::code_of([] { feeds_of("[{"); }), ErrorCode::kScannerBadAnswer);
}

}  // namespace
}  // namespace portside::anchore
