// SPDX-License-Identifier: Apache-2.0
//
// The probe with the real portside-probe and plugins that do real harm.
#include "loader/probe.hpp"

#include <elf.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <vector>

#include "fixtures.hpp"
#include "temp_folder.hpp"

namespace portside {
namespace {

using testing::expect_others_work;
using testing::fixture;
using ::testing::HasSubstr;
using testing::judged;
using ::testing::Not;

/// Long enough for a busy machine to start the probe, short enough to wait for those that hang.
constexpr Millis kHangDeadline = 4'000;
constexpr Millis kAmple = 60'000;

loader::Probe::Verdict verdict_on(const std::string& path, Millis deadline = kAmple) {
  loader::Probe probe(loader::find_probe_program(""), deadline);
  const loader::JudgedFile file = judged(path);
  return probe.check(file.real_path, file.identity);
}

std::optional<loader::Refusal> probe(const std::string& path, Millis deadline = kAmple) {
  return verdict_on(path, deadline).refusal;
}

struct Deadly {
  const char* name;
  const char* when;
  const char* how;
};

class ProbeDeadly : public ::testing::TestWithParam<Deadly> {};

TEST_P(ProbeDeadly, IsRefusedAndThisProcessLives) {
  const auto refusal = probe(fixture(GetParam().name));
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(refusal->reason, PluginReason::kProbeCrashed);
  EXPECT_THAT(refusal->sentence, HasSubstr("ended a trial process"));
  EXPECT_THAT(refusal->sentence, HasSubstr(GetParam().when));
  EXPECT_THAT(refusal->sentence, HasSubstr(GetParam().how));
  EXPECT_THAT(refusal->sentence, HasSubstr("; expected "));
  EXPECT_THAT(refusal->sentence, HasSubstr("set plugins.probe to off"));
  expect_others_work();
}

constexpr char kLoading[] = "while being loaded (";
constexpr char kConstructing[] = "while its scanner was constructed (";
constexpr char kDestroying[] = "while its scanner was destroyed (";
constexpr char kEnding[] = "when the process was about to end (";

INSTANTIATE_TEST_SUITE_P(
    All, ProbeDeadly,
    ::testing::Values(Deadly{"static-ctor-throws", kLoading, "signal 6, SIGABRT"},
                      Deadly{"static-ctor-throws", kLoading, "a static constructor threw"},
                      Deadly{"static-ctor-segfault", kLoading, "signal 11, SIGSEGV)"},
                      Deadly{"static-ctor-exits-0", kLoading, "exit status 0)"},
                      Deadly{"static-ctor-exits-7", kLoading, "exit status 7)"},
                      Deadly{"static-ctor-says-done", kLoading, "exit status 0; it said: done 0)"},
                      Deadly{"static-dtor-throws", kEnding, "a static destructor threw"},
                      Deadly{"noexcept-ctor-throws", kConstructing, "through noexcept"},
                      Deadly{"ctor-segfault", kConstructing, "signal 11, SIGSEGV)"},
                      Deadly{"ctor-exits", kConstructing, "exit status 0)"},
                      Deadly{"second-kind-segfaults", "while its processor was constructed (",
                             "signal 11, SIGSEGV"},
                      Deadly{"wild-note", "while its descriptor was read (", "signal 11, SIGSEGV)"},
                      Deadly{"dtor-throws", kDestroying, "through noexcept"},
                      Deadly{"dtor-aborts", kDestroying, "signal 6, SIGABRT)"}),
    [](const auto& row) {
      return testing::as_test_name(row.param.name) + std::to_string(row.index);
    });

class ProbeHanging : public ::testing::TestWithParam<Deadly> {};

TEST_P(ProbeHanging, IsRefusedWhenItsTimeIsUp) {
  const auto refusal = probe(fixture(GetParam().name), kHangDeadline);
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(refusal->reason, PluginReason::kProbeTimedOut);
  EXPECT_THAT(refusal->sentence, HasSubstr("did not come back within 4000 ms"));
  EXPECT_THAT(refusal->sentence, HasSubstr(GetParam().when));
  expect_others_work();
}

INSTANTIATE_TEST_SUITE_P(
    All, ProbeHanging,
    ::testing::Values(Deadly{"static-ctor-loops", "in a trial process while being loaded;", ""},
                      Deadly{"ctor-loops", "while its scanner was constructed;", ""}),
    [](const auto& row) { return std::to_string(row.index); });

class ProbeHarmless : public ::testing::TestWithParam<const char*> {};

TEST_P(ProbeHarmless, Survives) {
  const std::string path = fixture(GetParam());
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "there is no clang++ to build it";
  const auto refusal = probe(path);
  EXPECT_FALSE(refusal.has_value()) << refusal->sentence;
}

// Those that cannot be used, but say so in an orderly way, have survived: loading them is harmless.
INSTANTIATE_TEST_SUITE_P(
    All, ProbeHarmless,
    ::testing::Values("good-scanner", "good-processor", "two-kinds", "serialized-scanner",
                      "needs-neighbour", "clang-scanner-17", "clang-scanner-20",
                      "ctor-throws-runtime-error", "ctor-throws-int", "ctor-throws-struct",
                      "ctor-throws-adapter-error", "factory-returns-null", "undefined-function",
                      "undefined-data", "no-descriptor", "wrong-magic", "contradicts-name"),
    [](const auto& row) { return testing::as_test_name(row.param); });

struct Troubled {
  const char* name;
  PluginReason reason;
  const char* what;
};

class ProbeTroubled : public ::testing::TestWithParam<Troubled> {};

TEST_P(ProbeTroubled, SurvivesAndIsTold) {
  const auto verdict = verdict_on(fixture(GetParam().name));
  EXPECT_FALSE(verdict.refusal.has_value());
  ASSERT_TRUE(verdict.trouble.has_value());
  EXPECT_EQ(verdict.trouble->reason, GetParam().reason);
  EXPECT_THAT(verdict.trouble->sentence, HasSubstr(GetParam().what));
  EXPECT_THAT(verdict.trouble->sentence, HasSubstr("; expected "));
}

constexpr char kNotMade[] = "its object could not be constructed: ";

INSTANTIATE_TEST_SUITE_P(
    All, ProbeTroubled,
    ::testing::Values(
        Troubled{"undefined-function", PluginReason::kLoadFailed, "undefined symbol"},
        Troubled{"undefined-data", PluginReason::kLoadFailed, "undefined symbol"},
        Troubled{"no-descriptor", PluginReason::kBadDescriptor, "there is no descriptor"},
        Troubled{"wrong-magic", PluginReason::kBadDescriptor, "the descriptor is malformed"},
        Troubled{"ctor-throws-runtime-error", PluginReason::kNoObject, kNotMade},
        Troubled{"ctor-throws-int", PluginReason::kNoObject, "constructed: int"},
        Troubled{"ctor-throws-adapter-error", PluginReason::kNoObject, kNotMade},
        Troubled{"factory-returns-null", PluginReason::kNoObject, "no reason was given"}),
    [](const auto& row) { return testing::as_test_name(row.param.name); });

TEST(Probe, HasNothingToSayOfAPluginThatWorks) {
  EXPECT_FALSE(verdict_on(fixture("good-scanner")).trouble.has_value());
}

/// Overwrites everything that a plugin could execute, and nothing that its headers speak of.
void zero_code(const std::string& path) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  Elf64_Ehdr header{};
  file.read(reinterpret_cast<char*>(&header), sizeof(header));
  std::vector<Elf64_Phdr> segments(header.e_phnum);
  file.seekg(static_cast<std::streamoff>(header.e_phoff));
  file.read(reinterpret_cast<char*>(segments.data()),
            static_cast<std::streamsize>(segments.size() * sizeof(Elf64_Phdr)));
  for (const Elf64_Phdr& segment : segments) {
    if (segment.p_type != PT_LOAD || (segment.p_flags & PF_X) == 0) continue;
    const std::string zeros(segment.p_filesz, '\0');
    file.seekp(static_cast<std::streamoff>(segment.p_offset));
    file.write(zeros.data(), std::ssize(zeros));
  }
  ASSERT_TRUE(file.good());
}

TEST(Probe, RefusesAPluginWhoseCodeIsDamaged) {
  const testing::TempFolder folder;
  const std::string path = folder / "zeroed.so";
  std::filesystem::copy_file(fixture("good-scanner"), path);
  zero_code(path);
  const auto refusal = probe(path);
  ASSERT_TRUE(refusal.has_value()) << "only running it can tell";
  EXPECT_EQ(refusal->reason, PluginReason::kProbeCrashed);
  EXPECT_THAT(refusal->sentence, HasSubstr("while being loaded (signal 11, SIGSEGV"));
  expect_others_work();
}

TEST(Probe, SaysNothingOfAnObjectThatWasNotMade) {
  // It is not destroyed, and there is nothing on standard error that could be mistaken for a cause.
  const auto refusal = probe(fixture("dtor-aborts"));
  ASSERT_TRUE(refusal.has_value());
  EXPECT_THAT(refusal->sentence, Not(HasSubstr("it said")));
}

}  // namespace
}  // namespace portside
