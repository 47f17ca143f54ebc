// SPDX-License-Identifier: Apache-2.0
#include "process/command_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "portside/api/error.hpp"
#include "run_command.hpp"
#include "temp_folder.hpp"

namespace portside::process {
namespace {

using portside::testing::command_of;
using portside::testing::run_command;
using ::testing::HasSubstr;
using ::testing::Not;
using std::string_literals::operator""s;

using Variables = decltype(ChildCommand::environment);

ChildCommand with_environment(Variables environment) {
  ChildCommand command = command_of({"/bin/true"});
  command.environment = std::move(environment);
  return command;
}

ChildCommand in_folder(std::string folder) {
  ChildCommand command = command_of({"/bin/true"});
  command.working_directory = std::move(folder);
  return command;
}

TEST(CommandRulesTest, RefusesWhatCannotBeStartedAsItIs) {
  const struct {
    ChildCommand command;
    const char* mistake;
  } cases[] = {
      {command_of({}), "no program"},
      {command_of({""}), "the program is ''; expected an absolute path"},
      {command_of({"true"}), "the program is 'true'"},
      {command_of({"./true", "x"}), "the program is './true'"},
      {command_of({"/bin/true\0x"s}), "argv[0] holds a zero byte"},
      {command_of({"/bin/true", "a", "b\0c"s}), "argv[2] holds a zero byte"},
      {with_environment({{"", "x"}}), "no name"},
      {with_environment({{"A=B", "x"}}), "holds '=', at 'A'"},
      {with_environment({{"=", "x"}}), "holds '='"},
      {with_environment({{"A\0B"s, "x"}}), "name of an environment variable holds a zero byte"},
      {with_environment({{"GOOD", "x"}, {"BAD", "secret\0"s}}), "variable BAD holds a zero byte"},
      {in_folder("tmp"), "the working directory is 'tmp'"},
      {in_folder("/tmp\0"s), "working directory holds a zero byte"},
  };
  for (const auto& test : cases) {
    for (const auto& action : {+[](const ChildCommand& command) { check_command(command); },
                               +[](const ChildCommand& command) { run_command(command); }}) {
      try {
        action(test.command);
        ADD_FAILURE() << "accepted: " << test.mistake;
      } catch (const AdapterError& error) {
        EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
        EXPECT_THAT(error.message, HasSubstr(test.mistake));
        EXPECT_THAT(error.message, Not(HasSubstr("secret")));
      }
    }
  }
}

TEST(CommandRulesTest, AcceptsEverythingElse) {
  check_command(command_of({"/bin/true"}));
  check_command(command_of({"/", "", "\xff\n", "--x=y"}));
  check_command(with_environment({{"A", ""}, {"A", "B=C\n"}, {"1 odd\xff", "x"}}));
  check_command(in_folder("/no/such/folder"));
}

TEST(StartTest, NamesTheProgramAndTheCause) {
  const portside::testing::TempFolder folder;
  const std::string plain = folder.write("plain", "text");
  const struct {
    ChildCommand command;
    std::string message;
  } cases[] = {
      {command_of({folder / "none"}),
       "the program '" + (folder / "none") + "' cannot be started: No such file or directory"},
      {command_of({plain}), "the program '" + plain + "' cannot be started: Permission denied"},
      {command_of({folder.str()}), "cannot be started: Permission denied"},
      {command_of({plain + "/x"}), "cannot be started: Not a directory"},
      {in_folder(folder / "none"), "the program '/bin/true' cannot be started in the folder '" +
                                       (folder / "none") + "': No such file or directory"},
  };
  for (const auto& test : cases) {
    try {
      run_command(test.command);
      ADD_FAILURE() << "started: " << test.command.argv.front();
    } catch (const AdapterError& error) {
      EXPECT_EQ(error.code, ErrorCode::kIo);
      EXPECT_THAT(error.message, HasSubstr(test.message));
    }
  }
}

}  // namespace
}  // namespace portside::process
