// SPDX-License-Identifier: Apache-2.0
//
// Where the probe program is found, and what it does by itself.
#include <gmock/gmock.h>

#include <cstdio>
#include <filesystem>

#include "fixtures.hpp"
#include "loader/probe.hpp"
#include "portside/api/error.hpp"
#include "portside/host/call.hpp"
#include "process/child_process.hpp"
#include "string_sink.hpp"
#include "temp_folder.hpp"

namespace portside {
namespace {

namespace fs = std::filesystem;
using loader::find_probe_program;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::StringSink;

struct Ended {
  process::ChildExit exit;
  std::string out;
  std::string err;
};

Ended run(std::vector<std::string> argv) {
  ChildCommand command;
  command.argv = std::move(argv);
  StringSink out;
  StringSink err;
  const Call call;
  const auto exit =
      process::run(command, process::Environment::kInherited, out, err, call.context());
  return {exit, out.text(), err.text()};
}

std::string error_for(const std::string& configured) {
  try {
    return "found " + find_probe_program(configured);
  } catch (const AdapterError& error) {
    EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
    return error.message;
  }
}

TEST(FindProbeProgram, TakesTheConfiguredOne) {
  EXPECT_EQ(find_probe_program("/bin/sh"), "/bin/sh");
}

TEST(FindProbeProgram, WantsAnAbsolutePathOfAnExecutableFile) {
  const testing::TempFolder folder;
  const std::string plain = folder.write("plain", "text");
  fs::permissions(plain, fs::perms::owner_read);
  for (const std::string& path : {plain, folder / "missing", folder.str(), std::string("sh")}) {
    EXPECT_THAT(error_for(path), AllOf(HasSubstr("looked for " + path + ";"),
                                       HasSubstr("absolute path of an executable file")));
  }
}

TEST(FindProbeProgram, LooksBesideTheRunningProgram) {
  EXPECT_EQ(find_probe_program(""),
            fs::read_symlink("/proc/self/exe").parent_path() / "portside-probe");
}

/// Run in copies of this program by the tests below.
TEST(FindProbeProgram, DISABLED_Print) {
  std::printf("\n%s\n", error_for("").c_str());
}

/// What a copy of this program at `path` finds.
std::string found_by_copy_at(const std::string& path) {
  fs::create_directories(fs::path(path).parent_path());
  fs::copy_file("/proc/self/exe", path, fs::copy_options::skip_existing);
  return run({path, "--gtest_filter=*DISABLED_Print", "--gtest_also_run_disabled_tests"}).out;
}

TEST(FindProbeProgram, LooksInTheLibexecFolderOfItsPrefix) {
  const testing::TempFolder prefix;
  const std::string probe = prefix / "libexec/portside/portside-probe";
  fs::create_directories(fs::path(probe).parent_path());
  fs::copy_file("/bin/sh", probe);
  EXPECT_THAT(found_by_copy_at(prefix / "bin/host"), HasSubstr("\nfound " + probe + "\n"));
}

TEST(FindProbeProgram, NamesAllPlaces) {
  const std::string installed = PORTSIDE_LIBEXEC_DIR "/portside-probe";
  if (fs::exists(installed)) GTEST_SKIP() << installed << " exists";
  const testing::TempFolder prefix;
  EXPECT_THAT(found_by_copy_at(prefix / "bin/host"),
              AllOf(HasSubstr(prefix / "bin/portside-probe, "),
                    HasSubstr(prefix / "libexec/portside/portside-probe, "),
                    HasSubstr(installed + ";"), HasSubstr("(HostOptions::probe_program)")));
}

TEST(ProbeProgram, TellsItsStages) {
  const Ended ended = run({find_probe_program(""), testing::fixture("two-kinds")});
  EXPECT_EQ(ended.out,
            "load\nfind\ncreate scanner\ndestroy scanner\ncreate processor\ndestroy processor\n"
            "exit\ndone 0\n");
  EXPECT_EQ(ended.err, "");
  EXPECT_EQ(ended.exit.status, 0);
}

TEST(ProbeProgram, TellsOrderlyProblemsApart) {
  const std::string program = find_probe_program("");
  const Ended unloadable = run({program, testing::fixture("undefined-function")});
  EXPECT_EQ(unloadable.out, "load\nexit\ndone 3\n");
  EXPECT_THAT(unloadable.err, HasSubstr("undefined symbol: portside_fixture_missing_function"));
  EXPECT_EQ(unloadable.exit.status, 3);
  const Ended malformed = run({program, testing::fixture("wrong-magic")});
  EXPECT_EQ(malformed.out, "load\nfind\nexit\ndone 4\n");
  EXPECT_EQ(malformed.exit.status, 4);
}

TEST(ProbeProgram, KeepsItsOutputFromPlugins) {
  const Ended ended = run({find_probe_program(""), testing::fixture("static-ctor-says-done")});
  EXPECT_EQ(ended.out, "load\n");
  EXPECT_EQ(ended.err, "exit\ndone 0\n");
}

TEST(ProbeProgram, WantsOneFile) {
  const Ended ended = run({find_probe_program("")});
  EXPECT_EQ(ended.exit.status, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_THAT(ended.err, HasSubstr("usage: portside-probe FILE"));
}

}  // namespace
}  // namespace portside
