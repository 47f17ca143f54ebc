// SPDX-License-Identifier: Apache-2.0
#include "scan/idle_workers.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace portside::scan {
namespace {

/// Threads that fall idle one behind the other, each time that they are told.
class IdleWorkersTest : public ::testing::Test {
 protected:
  ~IdleWorkersTest() override {
    {
      const std::scoped_lock lock(mutex_);
      stopping_ = true;
      idle_.tell_all();
    }
    for (std::thread& thread : threads_) thread.join();
  }

  void add_worker() {
    const std::size_t number = threads_.size();
    std::unique_lock lock(mutex_);
    threads_.emplace_back([this, number] { work(number); });
    changed_.wait(lock, [&] { return fallen_idle_ > number; });
  }

  /// Who looks now; -1 when nobody was told.
  int tell() {
    IdleWorkers::WorkerPtr told;
    {
      const std::scoped_lock lock(mutex_);
      told = idle_.next();
    }
    if (!told) return -1;
    IdleWorkers::wake(std::move(told));
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return looking_ >= 0; });
    return std::exchange(looking_, -1);
  }

  void work(std::size_t number) {
    const auto self = std::make_shared<IdleWorkers::Worker>();
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      ++fallen_idle_;
      changed_.notify_all();
      idle_.wait(self, lock);
      looking_ = static_cast<int>(number);
      changed_.notify_all();
    }
  }

  void wait_until_idle(std::size_t times) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return fallen_idle_ >= times; });
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  IdleWorkers idle_;
  std::size_t fallen_idle_ = 0;
  int looking_ = -1;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

TEST_F(IdleWorkersTest, NobodyIsThereToBeTold) {
  EXPECT_EQ(idle_.next(), nullptr);
}

TEST_F(IdleWorkersTest, TheLastThatFellIdleIsToldFirst) {
  for (int i = 0; i < 3; ++i) add_worker();
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(tell(), 2);
    wait_until_idle(4 + i);
  }
}

TEST_F(IdleWorkersTest, NobodyIsToldWhileOneIsWakingUp) {
  for (int i = 0; i < 2; ++i) add_worker();
  IdleWorkers::WorkerPtr told;
  {
    const std::scoped_lock lock(mutex_);
    told = idle_.next();
    EXPECT_NE(told, nullptr);
    EXPECT_EQ(idle_.next(), nullptr);
  }
  IdleWorkers::wake(std::move(told));
  wait_until_idle(3);
  EXPECT_EQ(tell(), 1);
}

}  // namespace
}  // namespace portside::scan
