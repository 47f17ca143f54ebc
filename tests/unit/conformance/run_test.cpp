// SPDX-License-Identifier: Apache-2.0
#include "conformance/run.hpp"

#include <map>

#include "error_of.hpp"

namespace portside::conformance {
namespace {

using ::testing::HasSubstr;

constexpr char kPassedLine[] = R"(echo '{"status":"passed","sentence":""}')";
constexpr char kFailedLine[] = R"(echo '{"status":"failed","sentence":"no"}')";

/// Runs shell scripts in the place of checks; those without one pass.
std::map<std::string, CheckResult> run(const std::map<std::string, std::string>& scripts,
                                       Millis time_limit = 60'000) {
  std::vector<std::string> ids = {"note-present", "load-now"};
  for (const auto& [id, script] : scripts) {
    if (id != ids[0] && id != ids[1]) ids.push_back(id);
  }
  RunOptions options;
  options.time_limit = time_limit;
  options.command = [&scripts](const std::string& id) {
    const auto found = scripts.find(id);
    ChildCommand command;
    command.argv = {"/bin/sh", "-c", found == scripts.end() ? kPassedLine : found->second};
    return command;
  };
  std::map<std::string, CheckResult> results;
  for (const auto& [id, result] : run_checks(ids, options)) results[id] = result;
  return results;
}

TEST(RunChecks, TakesTheLastLine) {
  const auto results =
      run({{"a", std::string("echo '{\"stage\":\"x\"}'; ") + kFailedLine}, {"b", kPassedLine}});
  EXPECT_EQ(results.at("a").status, CheckStatus::kFailed);
  EXPECT_EQ(results.at("a").sentence, "no");
  EXPECT_EQ(results.at("b").status, CheckStatus::kPassed);
}

TEST(RunChecks, AChildThatDiesHasCrashedInItsLastStage) {
  const auto results =
      run({{"a", "echo '{\"stage\":\"configure()\"}'; echo ouch >&2; kill -SEGV $$"},
           {"b", "exit 7"},
           {"c", std::string(kPassedLine) + "; exit 1"}});
  EXPECT_EQ(results.at("a").status, CheckStatus::kCrashed);
  EXPECT_THAT(results.at("a").sentence,
              HasSubstr("ended in configure() (signal 11, SIGSEGV; it said: ouch)"));
  EXPECT_THAT(results.at("b").sentence, HasSubstr("before the plugin's code ran (exit status 7"));
  EXPECT_EQ(results.at("c").status, CheckStatus::kCrashed);
}

TEST(RunChecks, AChildThatDoesNotComeBackHasFailed) {
  const auto results = run({{"a", "echo '{\"stage\":\"status()\"}'; exec sleep 1000"}}, 3'000);
  EXPECT_EQ(results.at("a").status, CheckStatus::kFailed);
  EXPECT_THAT(results.at("a").sentence, HasSubstr("did not come back within 3000 ms, in status()"));
}

TEST(RunChecks, WhatCannotBeLoadedIsNotTried) {
  const auto unfit = run({{"note-present", kFailedLine}, {"fd-leak", "exit 1"}});
  EXPECT_EQ(unfit.at("note-present").status, CheckStatus::kFailed);
  EXPECT_EQ(unfit.at("fd-leak").status, CheckStatus::kSkipped);
  EXPECT_THAT(unfit.at("fd-leak").sentence, HasSubstr("the plugin cannot be loaded"));
  const auto unloadable =
      run({{"load-now", "kill -ABRT $$"}, {"single-export", kFailedLine}, {"fd-leak", "exit 1"}});
  EXPECT_EQ(unloadable.at("load-now").status, CheckStatus::kCrashed);
  EXPECT_EQ(unloadable.at("single-export").status, CheckStatus::kFailed);
  EXPECT_EQ(unloadable.at("fd-leak").status, CheckStatus::kSkipped);
}

TEST(RunChecks, AProgramThatCannotBeStartedIsAnError) {
  RunOptions options;
  options.command = [](const std::string&) { return ChildCommand{{"/nowhere"}, {}, "", {}}; };
  EXPECT_EQ(testing::code_of([&] { run_checks({"fd-leak"}, options); }), ErrorCode::kIo);
}

TEST(Summary, CountsTheWorstFirst) {
  const std::vector<CheckReport> reports = {{"a", passed()},
                                            {"b", {CheckStatus::kCrashed, "x"}},
                                            {"c", passed()},
                                            {"d", skipped("", "")}};
  EXPECT_EQ(summary(reports), "1 crashed, 1 skipped, 2 passed");
  EXPECT_FALSE(conforms(reports));
  EXPECT_EQ(summary({}), "no checks");
}

TEST(Summary, AWarningDoesNoHarm) {
  EXPECT_TRUE(conforms({{"a", warning("", "", "")}, {"b", skipped("", "")}}));
  EXPECT_FALSE(conforms({{"a", failed("", "", "")}}));
}

}  // namespace
}  // namespace portside::conformance
