// SPDX-License-Identifier: Apache-2.0
#include "runtime/offload.hpp"

#include <chrono>
#include <future>
#include <latch>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "error_of.hpp"
#include "portside/api/error.hpp"
#include "portside/host/call.hpp"
#include "portside/host/vulnerability_report.hpp"
#include "portside/testing/memory_registry_access.hpp"

namespace portside::runtime {
namespace {

using testing::error_of;
using ::testing::HasSubstr;

constexpr Millis kOffloadGrace = 50;
/// A deadline before which a call begins also on a busy machine.
constexpr Millis kBrief = 200;

class OffloadTest : public ::testing::Test {
 protected:
  void TearDown() override { EXPECT_TRUE(offload_.stop(60'000)); }

  std::shared_ptr<CallAccount> account_ = std::make_shared<CallAccount>("acme");
  Offload offload_{2, kOffloadGrace};
};

TEST_F(OffloadTest, ReturnsAndThrowsWhatTheCallDoes) {
  const Call call;
  EXPECT_EQ(offload_.run(account_, "status", call.context(), [](CallFence&) { return 7; }), 7);
  const AdapterError error = error_of([&] {
    offload_.run(account_, "status", call.context(), [](CallFence&) {
      throw AdapterError(ErrorCode::kScanFailed, "no", "why").retry_in(5);
    });
  });
  EXPECT_EQ(error.code, ErrorCode::kScanFailed);
  EXPECT_EQ(error.detail, "why");
  EXPECT_EQ(error.retry_after, 5);
}

TEST_F(OffloadTest, RunsOnAnotherThread) {
  const Call call;
  const auto id = offload_.run(account_, "status", call.context(),
                               [](CallFence&) { return std::this_thread::get_id(); });
  EXPECT_NE(id, std::this_thread::get_id());
}

TEST_F(OffloadTest, TheCallHasItsCallersIdentityAndDeadline) {
  std::string phase;
  const Call call({.deadline = 60'000,
                   .request_id = "r-1",
                   .traceparent = "00-11-22-01",
                   .on_progress = [&](const Progress& progress) { phase = progress.phase; }});
  offload_.run(account_, "status", call.context(), [](CallFence& fence) {
    EXPECT_EQ(fence.context().request_id(), "r-1");
    EXPECT_EQ(fence.context().traceparent(), "00-11-22-01");
    EXPECT_GT(fence.context().time_left(), 0);
    EXPECT_LE(fence.context().time_left(), 60'000);
    fence.context().progress({"pull", 1, 2});
  });
  EXPECT_EQ(phase, "pull");
}

TEST_F(OffloadTest, ACancelledCallIsNotBegun) {
  Call call;
  call.cancel();
  bool begun = false;
  const AdapterError error = error_of(
      [&] { offload_.run(account_, "status", call.context(), [&](CallFence&) { begun = true; }); });
  EXPECT_EQ(error.code, ErrorCode::kCancelled);
  EXPECT_FALSE(begun);
}

TEST_F(OffloadTest, ACancellationReachesTheCall) {
  Call call;
  std::thread canceller;
  const bool waited_out = offload_.run(account_, "status", call.context(), [&](CallFence& fence) {
    canceller = std::thread([&] { call.cancel(); });
    return fence.context().wait(60'000);
  });
  EXPECT_FALSE(waited_out);
  canceller.join();
}

TEST_F(OffloadTest, GivesUpACallThatIgnoresItsDeadline) {
  const auto release = std::make_shared<std::latch>(1);
  const Call call({.deadline = kBrief});
  const AdapterError error = error_of([&] {
    offload_.run(account_, "scan_image", call.context(),
                 [release](CallFence&) { release->wait(); });
  });
  EXPECT_EQ(error.code, ErrorCode::kDeadlineExceeded);
  EXPECT_THAT(error.message, HasSubstr("scan_image of acme ran"));
  EXPECT_THAT(error.message, HasSubstr("given up"));
  EXPECT_EQ(*account_->abandoned, 1U);
  release->count_down();
  EXPECT_TRUE(offload_.stop(60'000));
  EXPECT_EQ(*account_->abandoned, 0U);
}

TEST_F(OffloadTest, ALateResultReachesNobody) {
  const auto release = std::make_shared<std::latch>(1);
  const auto late = std::make_shared<ErrorCode>(ErrorCode::kInternal);
  {
    CollectingReportSink sink;
    const Call call({.deadline = kBrief});
    error_of([&] {
      offload_.run(account_, "scan_image", call.context(),
                   [release, late, &sink](CallFence& fence) {
                     FencedReportSink fenced(fence, sink);
                     Vulnerability row;
                     row.id = "CVE-1";
                     fenced.vulnerability(row);
                     release->wait();
                     try {
                       fenced.vulnerability(row);
                     } catch (const AdapterError& error) {
                       *late = error.code;
                     }
                   });
    });
    EXPECT_EQ(sink.take().vulnerabilities.size(), 1U);
  }
  release->count_down();
  EXPECT_TRUE(offload_.stop(60'000));
  EXPECT_EQ(*late, ErrorCode::kDeadlineExceeded);
}

TEST_F(OffloadTest, RefusesNewCallsWhileTooManyAreGivenUp) {
  const auto release = std::make_shared<std::latch>(1);
  const auto hang = [&] {
    const Call call({.deadline = kBrief});
    return error_of([&] {
      offload_.run(account_, "status", call.context(), [release](CallFence&) { release->wait(); });
    });
  };
  for (int i = 0; i < 2; ++i) EXPECT_EQ(hang().code, ErrorCode::kDeadlineExceeded);
  const AdapterError error = hang();
  EXPECT_EQ(error.code, ErrorCode::kOverloaded);
  EXPECT_THAT(error.message, HasSubstr("2 of its calls that were given up still run"));
  EXPECT_TRUE(error.can_retry);
  const Call call;
  EXPECT_EQ(offload_.run(std::make_shared<CallAccount>("other"), "status", call.context(),
                         [](CallFence&) { return 7; }),
            7)
      << "others pay for it";
  release->count_down();
}

TEST_F(OffloadTest, CancelEndsTheCallsOfAnAccount) {
  const Call call;
  std::thread canceller;
  const AdapterError error = error_of([&] {
    offload_.run(account_, "status", call.context(), [&](CallFence& fence) {
      canceller = std::thread([&] { offload_.cancel(*account_); });
      while (fence.context().wait(60'000)) {
      }
      throw AdapterError(ErrorCode::kCancelled, "told to stop");
    });
  });
  EXPECT_EQ(error.message, "told to stop");
  canceller.join();
}

TEST(OffloadedBlob, APluginsSinkThatHangsIsGivenUpToo) {
  class HangingSink final : public ByteSink {
   public:
    explicit HangingSink(std::shared_ptr<std::latch> release) : release_(std::move(release)) {}
    void write(std::string_view) override { release_->wait(); }

   private:
    std::shared_ptr<std::latch> release_;
  };
  const auto release = std::make_shared<std::latch>(1);
  const auto account = std::make_shared<CallAccount>("acme");
  Offload offload(2, kOffloadGrace);
  {
    testing::MemoryRegistryAccess registry;
    registry.put_blob("sha256:b", "content");
    const Call call({.deadline = 300});  // long enough to get into the sink
    const AdapterError error = error_of([&] {
      offload.run(account, "scan_image", call.context(), [&registry, release](CallFence& fence) {
        HangingSink sink(release);
        FencedRegistryAccess(fence, registry).blob("sha256:b", sink, fence.context());
      });
    });
    EXPECT_EQ(error.code, ErrorCode::kDeadlineExceeded);
  }
  // The registry is gone: the thread must not come back into its code.
  release->count_down();
  EXPECT_FALSE(offload.stop(100));
  EXPECT_EQ(*account->abandoned, 1U);
}

TEST(OffloadedBlob, APluginsSinkStopsWithTheCall) {
  class CountingSink final : public ByteSink {
   public:
    explicit CountingSink(Call& call) : call_(call) {}
    void write(std::string_view) override {
      ++pieces;
      call_.cancel();
    }
    int pieces = 0;

   private:
    Call& call_;
  };
  testing::MemoryRegistryAccess registry;
  registry.put_blob("sha256:b", std::string(100'000, 'x'));
  Call call;
  CountingSink sink(call);
  CallFence fence(call.context());
  FencedRegistryAccess fenced(fence, registry);
  const AdapterError error = error_of([&] { fenced.blob("sha256:b", sink, call.context()); });
  EXPECT_EQ(error.code, ErrorCode::kCancelled);
  EXPECT_EQ(sink.pieces, 1);
  fence.close();
}

TEST_F(OffloadTest, WritesDocumentsInTurn) {
  CollectingReportSink sink;
  const Call call;
  offload_.run(account_, "scan_image", call.context(), [&](CallFence& fence) {
    FencedReportSink fenced(fence, sink);
    fenced.document("text/plain").write("one");
    fenced.document("application/json").write("{}");
  });
  const VulnerabilityReport report = sink.take();
  ASSERT_EQ(report.documents.size(), 2U);
  EXPECT_EQ(report.documents[0].content, "one");
  EXPECT_EQ(report.documents[1].media_type, "application/json");
}

/// Calls on the threads of their callers.
class OffloadHereTest : public ::testing::Test {
 protected:
  using Ended = std::promise<std::pair<std::optional<AdapterError>, std::thread::id>>;

  void TearDown() override { EXPECT_TRUE(offload_->stop(60'000)); }

  bool run_here(const std::shared_ptr<const Call>& call, Offload::Job job,
                const std::shared_ptr<Ended>& ended) {
    return offload_->run_here(account_, "scan_image", {call, &call->context()}, std::move(job),
                              [ended](const std::optional<AdapterError>& error) {
                                ended->set_value({error, std::this_thread::get_id()});
                              });
  }

  std::shared_ptr<CallAccount> account_ = std::make_shared<CallAccount>("acme");
  std::shared_ptr<Offload> offload_ = std::make_shared<Offload>(2, kOffloadGrace);
  std::shared_ptr<Ended> ended_ = std::make_shared<Ended>();
};

TEST_F(OffloadHereTest, StaysOnTheThread) {
  std::thread::id thread;
  EXPECT_TRUE(run_here(
      std::make_shared<Call>(), [&](CallFence&) { thread = std::this_thread::get_id(); }, ended_));
  EXPECT_EQ(thread, std::this_thread::get_id());
  const auto [error, told_by] = ended_->get_future().get();
  EXPECT_FALSE(error);
  EXPECT_EQ(told_by, thread);
}

TEST_F(OffloadHereTest, TellsWhatTheCallThrows) {
  EXPECT_TRUE(run_here(
      std::make_shared<Call>(), [](CallFence&) { throw AdapterError(ErrorCode::kScanFailed, "x"); },
      ended_));
  EXPECT_EQ(ended_->get_future().get().first->code, ErrorCode::kScanFailed);
}

TEST_F(OffloadHereTest, DoesNotBeginACancelledCall) {
  const auto call = std::make_shared<Call>();
  call->cancel();
  EXPECT_TRUE(run_here(
      call, [](CallFence&) { ADD_FAILURE(); }, ended_));
  EXPECT_EQ(ended_->get_future().get().first->code, ErrorCode::kCancelled);
}

TEST_F(OffloadHereTest, PassesACancellationOn) {
  offload_ = std::make_shared<Offload>(2, 60'000);
  const auto call = std::make_shared<Call>();
  std::thread canceller;
  bool waited_out = true;
  EXPECT_TRUE(run_here(
      call,
      [&](CallFence& fence) {
        canceller = std::thread([&] { call->cancel(); });
        waited_out = fence.context().wait(60'000);
      },
      ended_));
  canceller.join();
  EXPECT_FALSE(waited_out);
  EXPECT_FALSE(ended_->get_future().get().first);
}

TEST_F(OffloadHereTest, LeavesTheThreadToACallThatIgnoresItsDeadline) {
  const auto release = std::make_shared<std::latch>(1);
  std::promise<bool> came_back;
  std::thread lost([&] {
    came_back.set_value(run_here(
        std::make_shared<Call>(CallOptions{.deadline = kBrief}),
        [release](CallFence&) { release->wait(); }, ended_));
  });
  const auto [error, told_by] = ended_->get_future().get();
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ErrorCode::kDeadlineExceeded);
  EXPECT_THAT(error->message, HasSubstr("scan_image of acme ran"));
  EXPECT_THAT(error->message, HasSubstr("given up"));
  EXPECT_NE(told_by, lost.get_id());
  EXPECT_EQ(*account_->abandoned, 1U);
  release->count_down();
  EXPECT_FALSE(came_back.get_future().get());
  lost.join();
  EXPECT_EQ(*account_->abandoned, 0U);
}

TEST_F(OffloadHereTest, LooksAfterCallsThatBeginLater) {
  for (int i = 0; i < 3; ++i) {
    const auto ended = std::make_shared<Ended>();
    const auto release = std::make_shared<std::latch>(1);
    std::thread lost([&] {
      run_here(
          std::make_shared<Call>(CallOptions{.deadline = kBrief}),
          [release](CallFence&) { release->wait(); }, ended);
    });
    EXPECT_TRUE(ended->get_future().get().first);
    release->count_down();
    lost.join();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));  // nobody is looked after
  }
}

TEST_F(OffloadHereTest, RefusesNewCallsWhileTooManyAreGivenUp) {
  const auto release = std::make_shared<std::latch>(1);
  std::vector<std::thread> lost;
  for (int i = 0; i < 2; ++i) {
    const auto ended = std::make_shared<Ended>();
    lost.emplace_back([this, ended, release] {
      run_here(
          std::make_shared<Call>(CallOptions{.deadline = kBrief}),
          [release](CallFence&) { release->wait(); }, ended);
    });
    EXPECT_TRUE(ended->get_future().get().first);
  }
  EXPECT_TRUE(run_here(
      std::make_shared<Call>(), [](CallFence&) { ADD_FAILURE(); }, ended_));
  EXPECT_EQ(ended_->get_future().get().first->code, ErrorCode::kOverloaded);
  release->count_down();
  for (std::thread& thread : lost) thread.join();
}

TEST_F(OffloadHereTest, CancelsTheCallsOfOneAccount) {
  offload_ = std::make_shared<Offload>(2, 60'000);
  EXPECT_TRUE(run_here(
      std::make_shared<Call>(),
      [&](CallFence& fence) {
        offload_->cancel(*account_);
        EXPECT_TRUE(fence.context().cancelled());
      },
      ended_));
}

}  // namespace
}  // namespace portside::runtime
