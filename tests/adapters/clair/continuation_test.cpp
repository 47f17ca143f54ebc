// SPDX-License-Identifier: Apache-2.0
#include "clair/continuation.hpp"

#include "error_of.hpp"

namespace portside::clair {
namespace {

TEST(ClairContinuation, IsReadAsItWasWritten) {
  const Continuation written = {2, "post", 126, 3, 1, 1'700'000'000'000, "state \" of Clair"};
  const Continuation read = parse_continuation(to_json(written));
  EXPECT_EQ(read.generation, 2);
  EXPECT_EQ(read.step, "post");
  EXPECT_EQ(read.layer, 126U);
  EXPECT_EQ(read.attempt, 3);
  EXPECT_EQ(read.restarts, 1);
  EXPECT_EQ(read.since, 1'700'000'000'000);
  EXPECT_EQ(read.state, "state \" of Clair");
}

TEST(ClairContinuation, WhatSomethingElseWroteIsStale) {
  std::string good = to_json({4, "post", 0, 0, 0, 0, ""}).text;
  EXPECT_EQ(parse_continuation({good}).generation, 4);
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    return text.replace(text.find(from), from.size(), to);
  };
  for (const std::string& text :
       {std::string(), std::string("null"), std::string("{}"), with("\"format\":2", "\"format\":1"),
        with("\"generation\":4", "\"generation\":3"), with("\"layer\":0", "\"layer\":-1"),
        with("\"attempt\":0", "\"attempt\":99999999999"), with("\"since\":0", "\"since\":1.5"),
        with("\"step\":\"post\"", "\"step\":0"), with("\"restarts\":0", "\"restarts\":\"0\"")}) {
    EXPECT_EQ(testing::code_of([&] { parse_continuation({text}); }), ErrorCode::kStaleContinuation)
        << text;
  }
}

}  // namespace
}  // namespace portside::clair
