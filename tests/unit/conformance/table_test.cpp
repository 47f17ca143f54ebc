// SPDX-License-Identifier: Apache-2.0
#include "conformance/table.hpp"

#include <set>
#include <stdexcept>

#include "error_of.hpp"
#include "good_processor.hpp"

namespace portside::conformance {
namespace {

using testing::check_objects;
using ::testing::HasSubstr;

CheckSubject good_processor() {
  CheckSubject subject;
  subject.kind = "processor";
  subject.make_processor = [] { return std::make_shared<testing::GoodProcessor>(); };
  return subject;
}

TEST(CheckTable, EveryIdIsThereOnceWithOneFunction) {
  std::set<std::string_view> ids;
  for (const Check& check : all_checks()) {
    EXPECT_TRUE(ids.insert(check.id).second) << check.id;
    EXPECT_NE(check.of_file == nullptr, check.of_object == nullptr) << check.id;
    EXPECT_FALSE(check.rule.empty()) << check.id;
    EXPECT_EQ(find_check(check.id), &check);
  }
  EXPECT_EQ(find_check("create-unknown-kind"), nullptr);
}

TEST(CheckTable, TheListForAuthorsIsTheSame) {
  const auto infos = testing::conformance_checks();
  ASSERT_EQ(infos.size(), all_checks().size());
  EXPECT_EQ(infos.front().id, "note-present");
  EXPECT_TRUE(infos.front().of_file);
  EXPECT_FALSE(infos.back().of_file);
}

TEST(CheckTable, AnUnknownIdIsAnArgumentThatIsWrong) {
  EXPECT_EQ(testing::code_of([] { check_objects("frobnicate", good_processor()); }),
            ErrorCode::kInvalidArgument);
  EXPECT_EQ(testing::code_of([] { check_objects("note-present", good_processor()); }),
            ErrorCode::kInvalidArgument);
}

TEST(CheckTable, QuirksLeaveChecksOut) {
  CheckSubject subject = good_processor();
  subject.quirks.skip["two-instances"] = "there can be only one";
  const CheckResult result = check_objects("two-instances", subject);
  EXPECT_EQ(result.status, CheckStatus::kSkipped);
  EXPECT_EQ(result.sentence, "there can be only one");
}

TEST(CheckTable, AConstructorThatThrowsIsToldByOneCheckOnly) {
  CheckSubject subject = good_processor();
  subject.make_processor = []() -> std::shared_ptr<Processor> {
    throw std::runtime_error("no room");
  };
  const CheckResult told = check_objects("create-empty-config", subject);
  EXPECT_EQ(told.status, CheckStatus::kFailed);
  EXPECT_THAT(told.sentence, HasSubstr("a std::runtime_error ('no room')"));
  for (const Check& check : all_checks()) {
    if (check.of_object == nullptr || check.id == "create-empty-config") continue;
    EXPECT_EQ(check_objects(check.id, subject).status, CheckStatus::kSkipped) << check.id;
  }
}

TEST(CheckTable, StagesAreTold) {
  CheckSubject subject = good_processor();
  std::vector<std::string> stages;
  subject.on_stage = [&](std::string_view stage) { stages.emplace_back(stage); };
  EXPECT_EQ(check_objects("error-shape", subject).status, CheckStatus::kPassed);
  EXPECT_THAT(stages, ::testing::IsSupersetOf({"the constructor", "configure()", "artifact_type()",
                                               "abstract_addition()", "the destructor"}));
}

TEST(CombinedResult, TheWorstHasItsSay) {
  const CheckResult pass = passed();
  const CheckResult skip = skipped("a", "b");
  const CheckResult bad = failed("a", "b", "c");
  EXPECT_EQ(combined(pass, skip).status, CheckStatus::kPassed);
  EXPECT_EQ(combined(skip, pass).status, CheckStatus::kPassed);
  EXPECT_EQ(combined(skip, skip).status, CheckStatus::kSkipped);
  EXPECT_EQ(combined(pass, bad).status, CheckStatus::kFailed);
  EXPECT_EQ(bad.sentence, "a; expected b; c");
}

}  // namespace
}  // namespace portside::conformance
