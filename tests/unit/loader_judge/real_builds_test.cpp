// SPDX-License-Identifier: Apache-2.0
//
// Files that compilers and tools really make, as opposed to patched ones.
#include <gtest/gtest.h>

#include <filesystem>

#include "judge_fixtures.hpp"

namespace portside::testing {
namespace {

using enum PluginReason;

struct Build {
  const char* name;
  /// kNone = fit.
  PluginReason reason;
  const char* part;
};

class RealBuild : public ::testing::TestWithParam<Build> {};

TEST_P(RealBuild, IsJudgedForWhatItIs) {
  const std::string path = fixture(GetParam().name);
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "the tool that makes it is not installed";
  const PluginInfo info = info_of(judged(path));
  if (GetParam().reason == kNone) {
    EXPECT_THAT(info, InfoAvailable());
    EXPECT_EQ(info.name, "judged");
  } else {
    EXPECT_THAT(info, InfoRefusedFor(GetParam().reason, GetParam().part));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Every, RealBuild,
    ::testing::ValuesIn(std::vector<Build>{
        {"unsanitized", kNone, ""},
        {"stripped", kNone, ""},
        {"collected", kNone, ""},
        {"optimized", kNone, ""},
        {"clang", kNone, ""},
        {"patchelfed", kNone, ""},
        {"plain", kNotAPlugin, "it has no Portside note"},
        {"program", kNotSharedObject, "a program (position-independent executable)"},
        {"fixed_program", kNotSharedObject, "a program, not a shared object"},
        {"object", kNotSharedObject, "an object file"},
        {"debug_file", kNotSharedObject, "a separate debug file"},
        {"cow_strings", kStdlibMismatch, "\"libstdc++-cow\", this host uses \"libstdc++-cxx11\""},
        {"debug_mode", kStdlibMismatch, "\"libstdc++-debug\", this host uses \"libstdc++-cxx11\""},
        {"libcxx", kStdlibMismatch, "libc++, this host uses libstdc++"},
        {"static_libstdcxx", kStdlibMismatch, "without -static-libstdc++"},
        {"address", kSanitizerMismatch, "AddressSanitizer"},
        {"thread", kSanitizerMismatch, "ThreadSanitizer"},
        {"no_rtti", kBuildFlags, "-fno-rtti"},
    }),
    [](const auto& row) { return row.param.name; });

TEST(RealBuild, WithTheOptionsOfThisProjectFitsThisHost) {
  loader::PathTrust trust(trust_everybody());
  const auto file =
      loader::judge_file(fixture("judged"), -1, loader::HostAbi::of_this_build(), trust);
  EXPECT_THAT(file, InfoAvailable());
}

TEST(RealBuild, TellsWhoBuiltARefusedPlugin) {
  const PluginInfo info = info_of(judged(fixture("no_rtti")));
  EXPECT_EQ(info.name, "judged");
  EXPECT_EQ(info.version, "1.2.3");
}

}  // namespace
}  // namespace portside::testing
