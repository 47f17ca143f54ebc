// SPDX-License-Identifier: Apache-2.0
#include "portside/testing/scripted_children.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include "error_of.hpp"
#include "portside/testing/test_call_context.hpp"
#include "string_sink.hpp"

namespace portside::testing {
namespace {

using ::testing::SizeIs;

ChildCommand command(std::vector<std::string> argv) {
  ChildCommand command;
  command.argv = std::move(argv);
  return command;
}

class ScriptedChildrenTest : public ::testing::Test {
 protected:
  std::int32_t run(std::vector<std::string> argv) {
    return children_.run(command(std::move(argv)), out_, err_, context_);
  }

  ScriptedChildren children_;
  StringSink out_, err_;
  TestCallContext context_{1'000};
};

TEST_F(ScriptedChildrenTest, PlaysOutputAndStatus) {
  children_.expect({"/bin/scan", "--json"}, {.status = 3, .out = "{}", .err = "warning"});
  EXPECT_EQ(run({"/bin/scan", "--json"}), 3);
  EXPECT_EQ(out_.text(), "{}");
  EXPECT_EQ(err_.text(), "warning");
  EXPECT_THAT(children_.commands(), SizeIs(1));
}

TEST_F(ScriptedChildrenTest, ThrowsScriptedErrorsAfterTheOutput) {
  children_.expect({"/bin/scan"},
                   {.out = "half", .error = AdapterError(ErrorCode::kIo, "no such program")});
  EXPECT_EQ(code_of([&] { run({"/bin/scan"}); }), ErrorCode::kIo);
  EXPECT_EQ(out_.text(), "half");
}

TEST_F(ScriptedChildrenTest, TakesTime) {
  children_.expect({"/bin/scan"}, {.duration = 400});
  EXPECT_EQ(run({"/bin/scan"}), 0);
  EXPECT_EQ(context_.time_left(), 600);
  children_.expect({"/bin/scan"}, {.out = "late", .duration = 4'000});
  EXPECT_EQ(code_of([&] { run({"/bin/scan"}); }), ErrorCode::kDeadlineExceeded);
  EXPECT_EQ(out_.text(), "");
}

TEST_F(ScriptedChildrenTest, RefusesWhatAHostRefuses) {
  EXPECT_EQ(code_of([&] { run({}); }), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code_of([&] { run({"scan"}); }), ErrorCode::kInvalidArgument);
  ChildCommand relative = command({"/bin/scan"});
  relative.working_directory = "here";
  EXPECT_EQ(code_of([&] { children_.run(relative, out_, err_, context_); }),
            ErrorCode::kInvalidArgument);
  context_.cancel();
  EXPECT_EQ(code_of([&] { run({"/bin/scan"}); }), ErrorCode::kCancelled);
}

TEST_F(ScriptedChildrenTest, ReportsUnexpectedAndMissingProgramsAsFailures) {
  ErrorCode code{};
  EXPECT_NONFATAL_FAILURE(code = code_of([&] {
                            run({"/bin/a", "b"});
                          }),
                          "unexpected program /bin/a b; expected no program");
  EXPECT_EQ(code, ErrorCode::kInternal);
  children_.expect({"/bin/a", "c"}, {});
  EXPECT_NONFATAL_FAILURE(code = code_of([&] { run({"/bin/a", "b"}); }), "expected /bin/a c");
  EXPECT_NONFATAL_FAILURE(children_.verify(), "a program that was not run: /bin/a c");
}

}  // namespace
}  // namespace portside::testing
