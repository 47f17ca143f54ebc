// SPDX-License-Identifier: Apache-2.0
#include "anchore/continuation.hpp"

#include "anchore_fixture.hpp"
#include "error_of.hpp"

namespace portside::anchore {
namespace {

Continuation full_continuation() {
  Continuation at;
  at.step = Step::kAnalysis;
  at.api = 2;
  at.digest = kImageDigest;
  at.since = 1'700'000'000'000;
  at.asked_at = 1'700'000'000'001;
  at.polls = 3;
  at.failures = 2;
  at.renewals = 1;
  at.refresh = true;
  at.is_foreign = true;
  at.for_tag = true;
  return at;
}

TEST(AnchoreContinuationTest, ComesBackAsItWas) {
  const Continuation at = parse_continuation(to_json(full_continuation()));
  EXPECT_EQ(at.step, Step::kAnalysis);
  EXPECT_EQ(at.api, 2);
  EXPECT_EQ(at.digest, kImageDigest);
  EXPECT_EQ(at.since, 1'700'000'000'000);
  EXPECT_EQ(at.asked_at, 1'700'000'000'001);
  EXPECT_EQ(at.polls, 3);
  EXPECT_EQ(at.failures, 2);
  EXPECT_EQ(at.renewals, 1);
  EXPECT_TRUE(at.refresh);
  EXPECT_TRUE(at.is_foreign);
  EXPECT_TRUE(at.for_tag);
}

TEST(AnchoreContinuationTest, EveryStepHasAWord) {
  for (const Step step :
       {Step::kFind, Step::kCredentials, Step::kCredentialsAgain, Step::kFindAgain, Step::kImage,
        Step::kAnalysis, Step::kMatch, Step::kFeeds, Step::kLookForReport}) {
    Continuation at = full_continuation();
    at.step = step;
    EXPECT_EQ(parse_continuation(to_json(at)).step, step);
  }
}

TEST(AnchoreContinuationTest, StepsAfterThePostNeedADigest) {
  Continuation at = full_continuation();
  at.digest.clear();
  for (const Step step :
       {Step::kFind, Step::kCredentials, Step::kCredentialsAgain, Step::kFindAgain, Step::kImage}) {
    at.step = step;
    EXPECT_EQ(parse_continuation(to_json(at)).digest, "");
  }
  for (const Step step : {Step::kAnalysis, Step::kMatch, Step::kFeeds, Step::kLookForReport}) {
    at.step = step;
    EXPECT_EQ(testing::code_of([&] { parse_continuation(to_json(at)); }),
              ErrorCode::kStaleContinuation);
  }
}

TEST(AnchoreContinuationTest, WhatAnotherVersionWroteIsStale) {
  for (const char* const text : {"", "[]", "{", "{}", "null", R"({"format":1})"}) {
    EXPECT_EQ(testing::code_of([&] { parse_continuation({text}); }), ErrorCode::kStaleContinuation)
        << text;
  }
  const auto whole = nlohmann::json::parse(to_json(full_continuation()).text);
  const std::vector<std::pair<const char*, nlohmann::json>> changes = {{"format", 2},
                                                                       {"step", "meditate"},
                                                                       {"step", 7},
                                                                       {"api", 3},
                                                                       {"api", -1},
                                                                       {"digest", "sha256:../x"},
                                                                       {"digest", nullptr},
                                                                       {"since", "now"},
                                                                       {"polls", 1e30},
                                                                       {"polls", -1},
                                                                       {"since", 1LL << 62},
                                                                       {"polls", 2'000'000'000},
                                                                       {"failures", 1LL << 40},
                                                                       {"foreign", "yes"},
                                                                       {"renewals", nullptr},
                                                                       {"refresh", 1}};
  for (const auto& [key, value] : changes) {
    nlohmann::json changed = whole;
    changed[key] = value;
    EXPECT_EQ(testing::code_of([&, text = changed.dump()] { parse_continuation({text}); }),
              ErrorCode::kStaleContinuation)
        << changed;
    changed.erase(key);
    EXPECT_EQ(testing::code_of([&, text = changed.dump()] { parse_continuation({text}); }),
              ErrorCode::kStaleContinuation)
        << changed;
  }
}

}  // namespace
}  // namespace portside::anchore
