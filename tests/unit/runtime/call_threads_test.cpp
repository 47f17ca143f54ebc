// SPDX-License-Identifier: Apache-2.0
#include "runtime/call_threads.hpp"

#include <atomic>
#include <chrono>
#include <latch>
#include <memory>
#include <set>
#include <thread>

namespace portside::runtime {
namespace {

TEST(CallThreads, RunsJobsAtTheSameTime) {
  CallThreads threads;
  const auto all_running = std::make_shared<std::latch>(5);
  for (int i = 0; i < 5; ++i) {
    threads.run([all_running] { all_running->arrive_and_wait(); });
  }
  EXPECT_TRUE(threads.stop(60'000));
}

TEST(CallThreads, UsesAnIdleThreadAgain) {
  CallThreads threads;
  std::mutex mutex;
  std::set<std::thread::id> ids;
  for (int i = 0; i < 50; ++i) {
    std::latch ran(1);
    threads.run([&] {
      {
        const std::scoped_lock lock(mutex);
        ids.insert(std::this_thread::get_id());
      }
      ran.count_down();
    });
    ran.wait();
  }
  EXPECT_LT(ids.size(), 50U);
  EXPECT_TRUE(threads.stop(60'000));
}

TEST(CallThreads, StopSaysWhenAJobIsLeft) {
  const auto release = std::make_shared<std::latch>(1);
  CallThreads threads;
  threads.run([release] { release->wait(); });
  EXPECT_FALSE(threads.stop(1));
  release->count_down();
  EXPECT_TRUE(threads.stop(60'000));
}

TEST(CallThreads, AJobMayOutliveThem) {
  const auto release = std::make_shared<std::latch>(1);
  const auto ended = std::make_shared<std::latch>(1);
  {
    CallThreads threads;
    threads.run([release, ended] {
      release->wait();
      ended->count_down();
    });
  }
  release->count_down();
  ended->wait();
}

/// What libraries keep for each thread: OpenSSL's is lost when a process exits meanwhile.
struct GoesSlowly {
  ~GoesSlowly() {
    if (gone == nullptr) return;
    if (may_go) may_go->wait();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    *gone = true;
  }
  std::shared_ptr<std::atomic<bool>> gone;
  std::shared_ptr<std::latch> may_go;
};
thread_local GoesSlowly goes_slowly;

TEST(CallThreads, StopWaitsForWhatAThreadDoesAtItsEnd) {
  CallThreads threads;
  const auto gone = std::make_shared<std::atomic<bool>>(false);
  threads.run([gone] { goes_slowly.gone = gone; });
  EXPECT_TRUE(threads.stop(60'000));
  EXPECT_TRUE(*gone);
}

TEST(CallThreads, StopSaysWhenAThreadDoesNotComeToItsEnd) {
  CallThreads threads;
  const auto gone = std::make_shared<std::atomic<bool>>(false);
  const auto may_go = std::make_shared<std::latch>(1);
  threads.run([=] {
    goes_slowly.gone = gone;
    goes_slowly.may_go = may_go;
  });
  EXPECT_FALSE(threads.stop(50));
  EXPECT_FALSE(*gone);
  may_go->count_down();
  EXPECT_TRUE(threads.stop(60'000));
  EXPECT_TRUE(*gone);
}

TEST(CallThreads, AThreadMayOutliveThemAtItsEnd) {
  const auto gone = std::make_shared<std::atomic<bool>>(false);
  const auto may_go = std::make_shared<std::latch>(1);
  {
    CallThreads threads;
    threads.run([=] {
      goes_slowly.gone = gone;
      goes_slowly.may_go = may_go;
    });
    EXPECT_FALSE(threads.stop(50));
  }
  may_go->count_down();
  while (!*gone) std::this_thread::yield();
}

TEST(CallThreads, DestroysAJobBeforeTheNextOne) {
  CallThreads threads;
  const auto owned = std::make_shared<int>(1);
  std::latch ran(1);
  threads.run([owned, &ran] { ran.count_down(); });
  ran.wait();
  EXPECT_TRUE(threads.stop(60'000));
  EXPECT_EQ(owned.use_count(), 1);
}

}  // namespace
}  // namespace portside::runtime
