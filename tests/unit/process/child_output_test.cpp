// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

#include "run_command.hpp"

namespace portside::process {
namespace {

using portside::testing::Outcome;
using portside::testing::run_command;
using portside::testing::shell;
using portside::testing::StringSink;

constexpr std::size_t kMebibyte = std::size_t{1} << 20U;

class CountingSink final : public ByteSink {
 public:
  void write(std::string_view piece) override {
    bytes += piece.size();
    longest = std::max(longest, piece.size());
    shortest = std::min(shortest, piece.size());
  }
  std::size_t bytes = 0;
  std::size_t longest = 0;
  std::size_t shortest = kMebibyte;
};

class ThrowingSink final : public ByteSink {
 public:
  void write(std::string_view piece) override { throw std::runtime_error(std::string(piece)); }
};

TEST(ChildOutputTest, StreamsAreKeptApart) {
  const Outcome outcome = run_command(shell("echo one; echo two >&2; printf three"));
  EXPECT_EQ(outcome.out, "one\nthree");
  EXPECT_EQ(outcome.err, "two\n");
}

TEST(ChildOutputTest, BytesArriveAsTheyAre) {
  EXPECT_EQ(run_command(shell(R"(printf 'a\000b\377\r\n')")).out, std::string("a\0b\xff\r\n", 6));
}

TEST(ChildOutputTest, BothStreamsCanBeLarge) {
  const Call call;
  CountingSink out;
  CountingSink err;
  const ChildExit exit =
      run(shell("head -c 1048576 /dev/zero >&2 & head -c 1048576 /dev/zero; wait"),
          Environment::kGiven, out, err, call.context());
  EXPECT_EQ(exit.status, 0);
  for (const CountingSink* sink : {&out, &err}) {
    EXPECT_EQ(sink->bytes, kMebibyte);
    EXPECT_LE(sink->longest, std::size_t{64} * 1024);
    EXPECT_GT(sink->shortest, 0U);
  }
}

TEST(ChildOutputTest, OneStreamAfterTheOtherDoesNotBlock) {
  const Outcome outcome =
      run_command(shell("head -c 1048576 /dev/zero >&2; head -c 1048576 /dev/zero"));
  EXPECT_EQ(outcome.out.size(), kMebibyte);
  EXPECT_EQ(outcome.err.size(), kMebibyte);
}

TEST(ChildOutputTest, BothStreamsMayHaveTheSameSink) {
  const Call call;
  StringSink both;
  run(shell("echo one; echo two >&2"), Environment::kGiven, both, both, call.context());
  EXPECT_EQ(both.text().size(), 8U) << both.text();
}

TEST(ChildOutputTest, AChildMayCloseItsStreamsAndGoOn) {
  const Outcome outcome = run_command(shell("echo last; exec >&- 2>&-; cat; exit 3"));
  EXPECT_EQ(outcome.out, "last\n");
  EXPECT_EQ(outcome.exit.status, 3);
}

TEST(ChildOutputTest, TheLastOutputArrivesWhoeverKeepsThePipe) {
  const Outcome outcome = run_command(shell("sleep 60 & head -c 200000 /dev/zero"));
  EXPECT_EQ(outcome.out.size(), 200'000U);
  EXPECT_EQ(outcome.exit.status, 0);
}

TEST(ChildOutputTest, WhatASinkThrowsPassesOnAndTheChildIsGone) {
  for (const bool on_out : {true, false}) {
    const Call call;
    StringSink quiet;
    ThrowingSink throwing;
    std::string pid;
    try {
      run(shell(on_out ? "echo $$; exec sleep 60" : "echo $$ >&2; exec sleep 60"),
          Environment::kGiven, on_out ? static_cast<ByteSink&>(throwing) : quiet,
          on_out ? static_cast<ByteSink&>(quiet) : throwing, call.context());
      ADD_FAILURE() << "the exception was swallowed";
    } catch (const std::runtime_error& error) {
      pid = error.what();
    }
    ASSERT_FALSE(pid.empty());
    EXPECT_EQ(::kill(std::stoi(pid), 0), -1);
    EXPECT_EQ(errno, ESRCH);
  }
}

TEST(ChildOutputTest, NoDescriptorIsLeftBehind) {
  const auto count = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
  };
  const auto before = count();
  run_command(shell("echo fine"));
  const Call call;
  ThrowingSink throwing;
  EXPECT_THROW(run(shell("echo x"), Environment::kGiven, throwing, throwing, call.context()),
               std::runtime_error);
  EXPECT_EQ(count(), before + 1) << "the call's own descriptor";
}

}  // namespace
}  // namespace portside::process
