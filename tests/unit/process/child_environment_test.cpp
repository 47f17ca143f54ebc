// SPDX-License-Identifier: Apache-2.0
//
// What a child finds around itself.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "portside/api/error.hpp"
#include "run_command.hpp"
#include "temp_folder.hpp"

namespace portside::process {
namespace {

using portside::testing::command_of;
using portside::testing::Outcome;
using portside::testing::run_command;
using portside::testing::shell;
using ::testing::HasSubstr;

TEST(ChildEnvironmentTest, ArgumentsArriveAsTheyAre) {
  const Outcome outcome = run_command(command_of(
      {"/usr/bin/printf", "[%s]", "", "a b", "$HOME", "*", "\"'\\", "\xff\xfe", "line\nbreak"}));
  EXPECT_EQ(outcome.out, "[][a b][$HOME][*][\"'\\][\xff\xfe][line\nbreak]");
  EXPECT_EQ(outcome.exit.status, 0);
}

TEST(ChildEnvironmentTest, VariablesAreExactlyThoseGiven) {
  ASSERT_EQ(::setenv("PORTSIDE_TEST_SECRET", "of the host", 1), 0);
  ChildCommand command = command_of({"/usr/bin/env"});
  EXPECT_EQ(run_command(command).out, "");
  command.environment = {{"B", "2"}, {"A", ""}, {"ODD", "x=\xff y"}};
  EXPECT_EQ(run_command(command).out, "B=2\nA=\nODD=x=\xff y\n");
  ::unsetenv("PORTSIDE_TEST_SECRET");
}

TEST(ChildEnvironmentTest, VariablesAreInheritedOnDemand) {
  ASSERT_EQ(::setenv("PORTSIDE_TEST_INHERITED", "yes", 1), 0);
  ChildCommand command = command_of({"/usr/bin/env"});
  command.environment = {{"PORTSIDE_TEST_GIVEN", "no"}};
  const std::string variables = run_command(command, Environment::kInherited).out;
  EXPECT_THAT(variables, HasSubstr("PORTSIDE_TEST_INHERITED=yes\n"));
  EXPECT_EQ(variables.find("PORTSIDE_TEST_GIVEN"), std::string::npos);
  ::unsetenv("PORTSIDE_TEST_INHERITED");
}

TEST(ChildEnvironmentTest, WorksInTheFolderGivenOrTheRoot) {
  const portside::testing::TempFolder folder;
  ChildCommand command = command_of({"/bin/pwd"});
  EXPECT_EQ(run_command(command).out, "/\n");
  command.working_directory = folder.str();
  EXPECT_EQ(run_command(command).out, std::filesystem::canonical(folder.path()).string() + '\n');
}

TEST(ChildEnvironmentTest, StandardInputIsEmpty) {
  const Outcome outcome = run_command(command_of({"/bin/cat"}));
  EXPECT_EQ(outcome.exit.status, 0);
  EXPECT_EQ(outcome.out, "");
}

TEST(ChildEnvironmentTest, HasNoDescriptorsButTheStandardOnes) {
  const int without_cloexec = ::open("/dev/null", O_RDONLY);
  ASSERT_GE(without_cloexec, 3);
  const int high = ::fcntl(without_cloexec, F_DUPFD, 200);
  ASSERT_GE(high, 200);
  // 3 is the folder that ls reads.
  EXPECT_EQ(run_command(command_of({"/bin/ls", "/proc/self/fd"})).out, "0\n1\n2\n3\n");
  ::close(without_cloexec);
  ::close(high);
}

TEST(ChildEnvironmentTest, LeadsAProcessGroup) {
  const Outcome outcome = run_command(
      shell("read -r pid name state parent group rest < /proc/self/stat; echo $pid = $group"));
  const std::size_t middle = outcome.out.find(" = ");
  ASSERT_NE(middle, std::string::npos) << outcome.out;
  EXPECT_EQ(outcome.out.substr(0, middle) + '\n', outcome.out.substr(middle + 3));
}

TEST(ChildEnvironmentTest, SignalsAreAsIfTheHostHadNotTouchedThem) {
  sigset_t blocked;
  sigset_t before;
  ::sigemptyset(&blocked);
  ::sigaddset(&blocked, SIGTERM);
  ASSERT_EQ(::pthread_sigmask(SIG_BLOCK, &blocked, &before), 0);
  auto* const handler = ::signal(SIGPIPE, SIG_IGN);
  const std::string status = run_command(command_of({"/bin/cat", "/proc/self/status"})).out;
  const ChildExit piped = run_command(shell("kill -PIPE $$; echo ignored")).exit;
  ::signal(SIGPIPE, handler);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  EXPECT_THAT(status, HasSubstr("SigBlk:\t0000000000000000\n"));
  EXPECT_EQ(piped.signal, SIGPIPE);
}

/// Runs in a process of its own: true when a child's streams are right although this process has
/// closed its own.
bool works_without_standard_streams() {
  for (const int fd : {0, 1, 2}) ::close(fd);
  const Outcome outcome = run_command(shell("echo to out; echo to err >&2; cat"));
  return outcome.out == "to out\n" && outcome.err == "to err\n";
}

TEST(ChildEnvironmentTest, StreamsAreRightInAHostWithoutAny) {
  EXPECT_EXIT(::_exit(works_without_standard_streams() ? 0 : 1), ::testing::ExitedWithCode(0), "");
}

TEST(ChildEnvironmentTest, CannotBeStartedWithoutDescriptors) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit none{0, before.rlim_max};
  std::string message;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  try {
    run_command(command_of({"/bin/true"}));
  } catch (const AdapterError& error) {
    message = error.message;
  }
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_EQ(message, "the program '/bin/true' cannot be started: Too many open files");
}

}  // namespace
}  // namespace portside::process
