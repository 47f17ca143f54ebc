// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "portside/api/error.hpp"
#include "run_command.hpp"
#include "temp_folder.hpp"

namespace portside::process {
namespace {

using portside::testing::command_of;
using portside::testing::run_command;
using portside::testing::shell;
using portside::testing::StringSink;
using ::testing::HasSubstr;

/// Far more than any run here takes, far less than the children would.
constexpr std::chrono::seconds kSoon{20};

/// Does something when the child first prints.
class ReactingSink final : public ByteSink {
 public:
  explicit ReactingSink(std::function<void()> react) : react_(std::move(react)) {}
  void write(std::string_view piece) override {
    text_ += piece;
    if (react_) std::exchange(react_, nullptr)();
  }
  const std::string& text() const noexcept { return text_; }

 private:
  std::function<void()> react_;
  std::string text_;
};

/// The context of a call in a process that has run out of descriptors.
class ContextWithoutDescriptor final : public CallContext {
 public:
  explicit ContextWithoutDescriptor(const CallContext& context) : context_(context) {}
  Millis time_left() const noexcept override { return context_.time_left(); }
  bool cancelled() const noexcept override { return context_.cancelled(); }
  bool wait(Millis duration) const noexcept override { return context_.wait(duration); }
  int cancel_fd() const noexcept override { return -1; }
  void progress(const Progress& progress) const noexcept override { context_.progress(progress); }
  std::string request_id() const override { return context_.request_id(); }
  std::string traceparent() const override { return context_.traceparent(); }

 private:
  const CallContext& context_;
};

/// Waits until a process that is not our child has ended (or is only waiting for its parent to
/// notice).
bool ends_soon(const std::string& pid) {
  const std::string stat = "/proc/" + std::to_string(std::stoi(pid)) + "/stat";
  const auto end = std::chrono::steady_clock::now() + kSoon;
  while (std::chrono::steady_clock::now() < end) {
    std::string number;
    std::string name;
    std::string state;
    if (!(std::ifstream(stat) >> number >> name >> state) || state == "Z" || state == "X") {
      return true;
    }
    std::this_thread::yield();
  }
  return false;
}

class ChildEndTest : public ::testing::Test {
 protected:
  void TearDown() override { EXPECT_LT(std::chrono::steady_clock::now() - begin_, kSoon); }

  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  Call call_;
  StringSink ignored_;
};

TEST_F(ChildEndTest, ReportsTheStatus) {
  for (const int status : {0, 1, 42, 255}) {
    const ChildExit exit = run_command(shell("exit " + std::to_string(status))).exit;
    EXPECT_EQ(exit.status, status);
    EXPECT_EQ(exit.signal, 0);
    EXPECT_FALSE(exit.stopped);
  }
}

TEST_F(ChildEndTest, ReportsTheSignal) {
  for (const int signal : {SIGTERM, SIGKILL, SIGUSR1}) {
    const ChildExit exit = run_command(shell("kill -" + std::to_string(signal) + " $$")).exit;
    EXPECT_EQ(exit.signal, signal);
    EXPECT_FALSE(exit.stopped) << "nobody here killed it";
  }
}

TEST_F(ChildEndTest, CancelEndsIt) {
  ReactingSink out([this] { call_.cancel(); });
  const ChildExit exit =
      run(shell("echo ready; exec sleep 60"), Environment::kGiven, out, ignored_, call_.context());
  EXPECT_TRUE(exit.stopped);
  EXPECT_EQ(exit.signal, SIGTERM);
  EXPECT_EQ(out.text(), "ready\n");
}

TEST_F(ChildEndTest, CancelFromAnotherThreadEndsASilentChild) {
  std::promise<void> ready;
  ReactingSink out([&] { ready.set_value(); });
  std::thread canceller([&] {
    ready.get_future().wait();
    call_.cancel();
  });
  const ChildExit exit =
      run(shell("echo ready; exec sleep 60"), Environment::kGiven, out, ignored_, call_.context());
  canceller.join();
  EXPECT_TRUE(exit.stopped);
}

TEST_F(ChildEndTest, TheDeadlineEndsIt) {
  CallOptions options;
  options.deadline = 100;
  const Call call(options);
  const ChildExit exit =
      run(shell("exec sleep 60"), Environment::kGiven, ignored_, ignored_, call.context());
  EXPECT_TRUE(exit.stopped);
  EXPECT_EQ(exit.signal, SIGTERM);
}

TEST_F(ChildEndTest, CancelIsNoticedWithoutADescriptor) {
  const ContextWithoutDescriptor context(call_.context());
  ReactingSink out([this] { call_.cancel(); });
  const ChildExit exit =
      run(shell("echo ready; exec sleep 60"), Environment::kGiven, out, ignored_, context);
  EXPECT_TRUE(exit.stopped);
}

TEST_F(ChildEndTest, AChildThatIgnoresSigtermIsKilled) {
  ReactingSink out([this] { call_.cancel(); });
  const ChildExit exit = run(shell("trap '' TERM; echo ready; exec sleep 60"), Environment::kGiven,
                             out, ignored_, call_.context());
  EXPECT_TRUE(exit.stopped);
  EXPECT_EQ(exit.signal, SIGKILL);
}

TEST_F(ChildEndTest, AChildThatLeftItsGroupIsKilledAllTheSame) {
  if (::access("/usr/bin/perl", X_OK) != 0) GTEST_SKIP() << "no perl to change its group";
  ReactingSink out([this] { call_.cancel(); });
  const ChildExit exit =
      run(shell("exec perl -e '$| = 1; setpgrp(0, getpgrp(getppid())); print \"ready\\n\"; "
                "sleep 60'"),
          Environment::kGiven, out, ignored_, call_.context());
  EXPECT_TRUE(exit.stopped);
  EXPECT_NE(exit.signal, 0);
  EXPECT_EQ(out.text(), "ready\n");
}

TEST_F(ChildEndTest, AChildMayCleanUpAfterSigterm) {
  ReactingSink out([this] { call_.cancel(); });
  const ChildExit exit =
      run(shell("trap 'echo cleaned up; exit 7' TERM; echo ready; while :; do :; done"),
          Environment::kGiven, out, ignored_, call_.context());
  EXPECT_TRUE(exit.stopped);
  EXPECT_EQ(exit.signal, 0);
  EXPECT_EQ(exit.status, 7);
  EXPECT_EQ(out.text(), "ready\ncleaned up\n");
}

TEST_F(ChildEndTest, CancelEndsGrandchildrenThatIgnoreSigterm) {
  ReactingSink out([this] { call_.cancel(); });
  const ChildExit exit = run(shell("(trap '' TERM; exec sleep 60) & echo $!; wait"),
                             Environment::kGiven, out, ignored_, call_.context());
  EXPECT_TRUE(exit.stopped);
  EXPECT_TRUE(ends_soon(out.text()));
}

TEST_F(ChildEndTest, IsNotStartedForACallThatIsOver) {
  const portside::testing::TempFolder folder;
  call_.cancel();
  const ChildExit exit = run(command_of({"/usr/bin/touch", folder / "started"}),
                             Environment::kGiven, ignored_, ignored_, call_.context());
  EXPECT_TRUE(exit.stopped);
  EXPECT_NE(exit.signal, 0) << "nothing that looks like success";
  EXPECT_FALSE(std::filesystem::exists(folder / "started"));
}

TEST_F(ChildEndTest, AGrandchildThatKeepsThePipeDoesNotDelayTheReturn) {
  const auto outcome = run_command(shell("sleep 60 & echo $!; exit 5"));
  EXPECT_EQ(outcome.exit.status, 5);
  EXPECT_FALSE(outcome.exit.stopped);
  EXPECT_TRUE(ends_soon(outcome.out)) << "nor does it stay";
}

TEST_F(ChildEndTest, AGrandchildThatNeverStopsWritingDoesNotDelayTheReturn) {
  EXPECT_EQ(run_command(shell("yes & exit 5")).exit.status, 5);
}

TEST_F(ChildEndTest, ASilentGrandchildDoesNotStay) {
  const auto outcome = run_command(shell("sleep 60 >/dev/null 2>&1 & echo $!"));
  EXPECT_TRUE(ends_soon(outcome.out));
}

TEST_F(ChildEndTest, AGrandchildInAnotherGroupDoesNotDelayTheReturn) {
  const auto outcome = run_command(shell("setsid sleep 60 & echo $!; exit 5"));
  EXPECT_EQ(outcome.exit.status, 5);
  ::kill(std::stoi(outcome.out), SIGKILL);
}

TEST_F(ChildEndTest, SaysWhenItsStatusWentToSomebodyElse) {
  auto* const handler = ::signal(SIGCHLD, SIG_IGN);
  // The first may have ended before anybody looks at it.
  for (const char* script : {"", "sleep 0.1; echo late"}) {
    try {
      run_command(shell(script));
      ADD_FAILURE() << "a status came from nowhere";
    } catch (const AdapterError& error) {
      EXPECT_EQ(error.code, ErrorCode::kIo);
      EXPECT_THAT(error.message, HasSubstr("'/bin/sh' is lost"));
    }
  }
  ::signal(SIGCHLD, handler);
}

TEST_F(ChildEndTest, SeveralCanRunAtTheSameTime) {
  std::vector<std::future<int>> runs;
  for (int i = 0; i < 8; ++i) {
    runs.push_back(std::async(std::launch::async, [i] {
      return run_command(shell("exit " + std::to_string(i))).exit.status;
    }));
  }
  for (int i = 0; i < 8; ++i) EXPECT_EQ(runs[i].get(), i);
}

}  // namespace
}  // namespace portside::process
