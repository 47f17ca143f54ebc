// SPDX-License-Identifier: Apache-2.0
#include "runtime/step_check.hpp"

#include <optional>
#include <string>

#include "portside/api/error.hpp"

namespace portside::runtime {
namespace {

using ::testing::HasSubstr;

std::optional<AdapterError> broken_rule(ScanStep step, bool has_previous = true) {
  try {
    checked_step("acme", "scan_image", has_previous, std::move(step));
  } catch (const AdapterError& error) {
    EXPECT_EQ(error.code, ErrorCode::kPluginContract);
    return error;
  }
  return std::nullopt;
}

TEST(StepCheck, TakesWhatTheRulesAllow) {
  EXPECT_FALSE(broken_rule(ScanStep::done({})));
  EXPECT_FALSE(broken_rule(ScanStep::unchanged()));
  EXPECT_FALSE(broken_rule(ScanStep::pending_for(1, {"{}"})));
  EXPECT_FALSE(broken_rule(ScanStep::pending_on(HttpRequest{}, {"{}"})));
  EXPECT_FALSE(broken_rule(ScanStep::pending_for(1, {std::string(kMaxContinuationBytes, ' ')})));
}

TEST(StepCheck, RefusesAPendingStepThatNeverResumes) {
  for (const Millis pause : {Millis{0}, Millis{-5}}) {
    const auto error = broken_rule(ScanStep::pending_for(pause, {"{}"}));
    ASSERT_TRUE(error);
    EXPECT_THAT(error->message, HasSubstr("neither a request to wait for nor a time to resume"));
  }
}

TEST(StepCheck, RefusesUnchangedWhereThereWasNoReport) {
  const auto error = broken_rule(ScanStep::unchanged(), /*has_previous=*/false);
  ASSERT_TRUE(error);
  EXPECT_THAT(error->message, HasSubstr("\"unchanged\" for an image that has no report yet"));
  EXPECT_FALSE(broken_rule(ScanStep::done({}), /*has_previous=*/false));
}

TEST(StepCheck, RefusesALongContinuation) {
  const auto error =
      broken_rule(ScanStep::pending_for(1, {std::string(kMaxContinuationBytes + 1, ' ')}));
  ASSERT_TRUE(error);
  EXPECT_THAT(error->message, HasSubstr("16385 bytes; at most 16384"));
}

TEST(StepCheck, RefusesAKindThatDoesNotExist) {
  ScanStep step;
  step.kind = static_cast<StepKind>(9);
  const auto error = broken_rule(step);
  ASSERT_TRUE(error);
  EXPECT_THAT(error->message, HasSubstr("kind 9"));
}

}  // namespace
}  // namespace portside::runtime
