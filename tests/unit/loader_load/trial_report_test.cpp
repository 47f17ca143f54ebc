// SPDX-License-Identifier: Apache-2.0
#include "loader/trial_report.hpp"

#include <gmock/gmock.h>

#include <csignal>

namespace portside::loader {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TrialReport ended(std::string_view stage, int status, int signal = 0, std::string_view said = "") {
  return {{status, signal, false}, stage, said, 10'000};
}

TrialReport stopped(std::string_view stage) {
  return {{0, SIGTERM, true}, stage, "", 10'000};
}

TEST(JudgeTrial, LetsPassWhoEndsAsAnnounced) {
  EXPECT_FALSE(judge_trial(ended("done 0", 0)).has_value());
  EXPECT_FALSE(judge_trial(ended("done 3", 3)).has_value());
}

TEST(JudgeTrial, RefusesWhoEndsOtherwise) {
  EXPECT_TRUE(judge_trial(ended("done 0", 3)).has_value());
  EXPECT_TRUE(judge_trial(ended("done 0", 0, SIGSEGV)).has_value());
  EXPECT_TRUE(judge_trial(ended("exit", 0)).has_value());
  EXPECT_TRUE(judge_trial(ended("load", 0)).has_value());
  EXPECT_TRUE(judge_trial(ended("done", 0)).has_value());
}

struct Sentence {
  TrialReport report;
  const char* sentence;
};

class TrialSentence : public ::testing::TestWithParam<Sentence> {};

TEST_P(TrialSentence, SaysWhenAndHow) {
  const auto refusal = judge_trial(GetParam().report);
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(refusal->sentence, std::string(GetParam().sentence) +
                                   "; ask its vendor for a working build or set plugins.probe to "
                                   "off");
}

INSTANTIATE_TEST_SUITE_P(
    All, TrialSentence,
    ::testing::Values(
        Sentence{ended("load", 0, SIGSEGV),
                 "ended a trial process while being loaded (signal 11, SIGSEGV); expected it to "
                 "load"},
        Sentence{ended("find", 0, SIGBUS),
                 "ended a trial process while its descriptor was read (signal 7, SIGBUS); expected "
                 "a readable descriptor"},
        Sentence{ended("create scanner", 7, 0, "bye"),
                 "ended a trial process while its scanner was constructed (exit status 7; it said: "
                 "bye); expected an object or an error"},
        Sentence{ended("destroy processor", 0, SIGABRT),
                 "ended a trial process while its processor was destroyed (signal 6, SIGABRT); "
                 "expected the destructor to return"},
        Sentence{ended("exit", 0, SIGABRT),
                 "ended a trial process when the process was about to end (signal 6, SIGABRT); "
                 "expected it to let the process end by itself"},
        Sentence{ended("done 0", 66),
                 "ended a trial process when the process was about to end (exit status 66); "
                 "expected it to let the process end by itself"},
        Sentence{stopped("load"),
                 "did not come back within 10000 ms in a trial process while being loaded; "
                 "expected it to load"}),
    [](const auto& row) { return std::to_string(row.index); });

TEST(JudgeTrial, TellsAHangFromACrash) {
  EXPECT_EQ(judge_trial(stopped("load"))->reason, PluginReason::kProbeTimedOut);
  EXPECT_EQ(judge_trial(ended("load", 0, SIGTERM))->reason, PluginReason::kProbeCrashed);
}

TEST(JudgeTrial, KnowsSignalsWithoutAName) {
  EXPECT_THAT(judge_trial(ended("load", 0, 40))->sentence, HasSubstr("(signal 40)"));
}

TEST(JudgeTrial, DoesNotTrustWhatIsSaid) {
  const std::string said = "\x1b[31mred\r\x01" + std::string(5000, 'y');
  const auto refusal = judge_trial(ended("load", 1, 0, said));
  ASSERT_TRUE(refusal.has_value());
  EXPECT_THAT(refusal->sentence, HasSubstr("it said: ?[31mred??yyy"));
  EXPECT_THAT(refusal->sentence, Not(HasSubstr("\x1b")));
  EXPECT_LT(refusal->sentence.size(), 500U);
}

TEST(JudgeTrial, DoesNotTrustTheKind) {
  const std::string stage = "create sc\tanner" + std::string(5000, 'r');
  const auto refusal = judge_trial(ended(stage, 0, SIGSEGV));
  EXPECT_THAT(refusal->sentence, HasSubstr("while its sc?annerrrr"));
  EXPECT_LT(refusal->sentence.size(), 500U);
}

TEST(LastLine, IsTheLastThatIsNotEmpty) {
  LastLineSink sink;
  EXPECT_EQ(sink.line(), "");
  sink.write("\n\r\n");
  EXPECT_EQ(sink.line(), "");
  sink.write("first\nsec");
  EXPECT_EQ(sink.line(), "sec");
  sink.write("ond");
  EXPECT_EQ(sink.line(), "second");
  sink.write("\r\n\n");
  EXPECT_EQ(sink.line(), "second");
}

TEST(LastLine, RemembersOnlyTheEnd) {
  LastLineSink sink;
  for (int i = 0; i < 100; ++i) sink.write(std::string(100'000, 'a'));
  EXPECT_LT(sink.line().size(), 10'000U);
  sink.write("\nthe end");
  EXPECT_EQ(sink.line(), "the end");
}

}  // namespace
}  // namespace portside::loader
