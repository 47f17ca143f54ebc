// SPDX-License-Identifier: Apache-2.0
//
// The probe with scripts in the place of portside-probe: what it starts, remembers and reports.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

#include "loader/probe.hpp"
#include "portside/api/error.hpp"
#include "temp_folder.hpp"

namespace portside {
namespace {

using loader::FileIdentity;
using loader::Probe;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr Millis kLongEnough = 60'000;
constexpr FileIdentity kFile{1, 2, 3, 4};
constexpr char kSurvives[] = "printf 'load\\nexit\\ndone 0\\n'\n";

class TrialScript : public ::testing::Test {
 protected:
  /// A probe whose program is this shell script; each run leaves a byte in the file `runs`.
  Probe probe_with(const std::string& script) {
    const std::string program =
        folder_.write("probe", "#!/bin/sh\nprintf x >> " + folder_ / "runs" + "\n" + script);
    EXPECT_EQ(::chmod(program.c_str(), 0700), 0);
    return Probe(program, kLongEnough);
  }

  std::size_t runs() const {
    std::ifstream file(folder_ / "runs");
    return static_cast<std::size_t>(
        std::distance(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()));
  }

  static AdapterError error_of(Probe& probe) {
    try {
      probe.check("/plugin.so", kFile);
    } catch (const AdapterError& error) {
      return error;
    }
    ADD_FAILURE() << "expected an error";
    return AdapterError(ErrorCode::kInternal, "");
  }

  testing::TempFolder folder_;
};

TEST_F(TrialScript, GetsThePathOfThePlugin) {
  Probe probe = probe_with("test \"$#:$1\" = '1:/folder with spaces/plugin.so' || exit 9\n" +
                           std::string(kSurvives));
  EXPECT_FALSE(probe.check("/folder with spaces/plugin.so", kFile).refusal.has_value());
}

TEST_F(TrialScript, GetsTheEnvironmentOfThisProcess) {
  ::setenv("PORTSIDE_TEST_INHERITED", "yes", 1);
  Probe probe = probe_with("echo load\ntest \"$PORTSIDE_TEST_INHERITED\" = yes || exit 9\n" +
                           std::string(kSurvives));
  EXPECT_FALSE(probe.check("/plugin.so", kFile).refusal.has_value());
  ::unsetenv("PORTSIDE_TEST_INHERITED");
}

TEST_F(TrialScript, RunsOnceForEachFile) {
  Probe probe = probe_with(kSurvives);
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(probe.check("/plugin.so", kFile).refusal.has_value());
  EXPECT_EQ(runs(), 1U);
  FileIdentity rewritten = kFile;
  ++rewritten.modified_ns;
  EXPECT_FALSE(probe.check("/plugin.so", rewritten).refusal.has_value());
  EXPECT_EQ(runs(), 2U);
}

TEST_F(TrialScript, RunsOnceForARefusedFileToo) {
  Probe probe = probe_with("echo load\nexit 7\n");
  const auto first = probe.check("/plugin.so", kFile).refusal;
  const auto second = probe.check("/plugin.so", kFile).refusal;
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->sentence, second->sentence);
  EXPECT_EQ(runs(), 1U);
}

TEST_F(TrialScript, RunsOnceForThreadsThatAskAtTheSameTime) {
  Probe probe = probe_with(kSurvives);
  std::atomic<int> survived{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back(
        [&] { survived += !probe.check("/plugin.so", kFile).refusal.has_value(); });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(survived, 8);
  EXPECT_EQ(runs(), 1U);
}

TEST_F(TrialScript, OfOneFileDoesNotHoldUpAnother) {
  // The trial of the first file ends only after that of the second.
  Probe probe = probe_with("echo load\nif [ \"$1\" = /first.so ]; then until [ -e " +
                           folder_ / "second" + " ]; do sleep 0.01; done; else touch " +
                           folder_ / "second" + "; fi\n" + kSurvives);
  std::thread first([&] { EXPECT_FALSE(probe.check("/first.so", kFile).refusal.has_value()); });
  EXPECT_FALSE(probe.check("/second.so", {9, 9, 9, 9}).refusal.has_value());
  first.join();
}

TEST_F(TrialScript, ThatNeverBeginsIsAnErrorOfTheHost) {
  Probe probe = probe_with("echo 'library not found' >&2\nexit 127\n");
  const AdapterError error = error_of(probe);
  EXPECT_EQ(error.code, ErrorCode::kIo);
  EXPECT_THAT(error.message, AllOf(HasSubstr(folder_ / "probe"),
                                   HasSubstr("exit status 127; it said: library not found")));
}

TEST_F(TrialScript, IsRepeatedAfterAnErrorOfTheHost) {
  Probe probe = probe_with("test -e " + folder_ / "again" + " || { touch " + folder_ / "again" +
                           "; exit 1; }\n" + kSurvives);
  EXPECT_EQ(error_of(probe).code, ErrorCode::kIo);
  EXPECT_FALSE(probe.check("/plugin.so", kFile).refusal.has_value());
  EXPECT_EQ(runs(), 2U);
}

TEST_F(TrialScript, ThatIsMissingIsAnErrorOfTheHost) {
  Probe probe(folder_ / "missing", kLongEnough);
  const AdapterError error = error_of(probe);
  EXPECT_EQ(error.code, ErrorCode::kIo);
  EXPECT_THAT(error.message, HasSubstr(folder_ / "missing"));
}

TEST_F(TrialScript, MayPrintWithoutEnd) {
  Probe probe = probe_with("echo load\nhead -c 3000000 /dev/zero | tr '\\0' y >&2\nexit 7\n");
  const auto refusal = probe.check("/plugin.so", kFile).refusal;
  ASSERT_TRUE(refusal.has_value());
  EXPECT_THAT(refusal->sentence, HasSubstr("exit status 7; it said: yyyy"));
  EXPECT_LT(refusal->sentence.size(), 1000U);
}

}  // namespace
}  // namespace portside
