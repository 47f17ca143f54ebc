// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/resource.h>

#include <atomic>
#include <filesystem>
#include <iterator>
#include <limits>
#include <set>
#include <thread>
#include <vector>

#include "portside/host/call.hpp"

namespace portside {
namespace {

constexpr int kLongEnough = 30'000;

bool readable(int fd, int timeout) {
  pollfd entry{fd, POLLIN, 0};
  return ::poll(&entry, 1, timeout) == 1 && (entry.revents & POLLIN) != 0;
}

std::ptrdiff_t open_descriptors() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

TEST(CancelFdTest, CostsADescriptorOnlyWhenAskedFor) {
  const std::ptrdiff_t before = open_descriptors();
  {
    const Call call;
    EXPECT_EQ(open_descriptors(), before);
    const int fd = call.context().cancel_fd();
    EXPECT_GE(fd, 0);
    EXPECT_EQ(call.context().cancel_fd(), fd);
    EXPECT_EQ(open_descriptors(), before + 1);
    EXPECT_NE(::fcntl(fd, F_GETFD) & FD_CLOEXEC, 0);
    EXPECT_NE(::fcntl(fd, F_GETFL) & O_NONBLOCK, 0);
  }
  EXPECT_EQ(open_descriptors(), before);
}

TEST(CancelFdTest, IsNotReadableWhileTheCallRuns) {
  for (const Millis deadline : {Millis{60'000}, std::numeric_limits<Millis>::max()}) {
    const Call call({.deadline = deadline});
    EXPECT_FALSE(readable(call.context().cancel_fd(), 0)) << deadline;
  }
}

TEST(CancelFdTest, BecomesReadableAtTheDeadlineAndStaysSo) {
  const Call call({.deadline = 20});
  const int fd = call.context().cancel_fd();
  EXPECT_TRUE(readable(fd, kLongEnough));
  EXPECT_TRUE(call.context().cancelled());
  EXPECT_TRUE(readable(fd, 0));
}

TEST(CancelFdTest, BecomesReadableOnCancel) {
  for (const Millis deadline : {Millis{60'000}, std::numeric_limits<Millis>::max()}) {
    Call call({.deadline = deadline});
    const int fd = call.context().cancel_fd();
    call.cancel();
    EXPECT_TRUE(readable(fd, kLongEnough)) << deadline;
    EXPECT_EQ(call.context().cancel_fd(), fd);
  }
}

TEST(CancelFdTest, IsReadableWhenMadeTooLate) {
  Call cancelled;
  cancelled.cancel();
  EXPECT_TRUE(readable(cancelled.context().cancel_fd(), kLongEnough));

  const Call overdue({.deadline = 1});
  while (overdue.context().wait(1'000)) {
  }
  EXPECT_TRUE(readable(overdue.context().cancel_fd(), kLongEnough));
}

TEST(CancelFdTest, ThreadsGetTheSameDescriptorAndAllNotice) {
  Call call;
  std::atomic<int> begun{0};
  std::vector<int> fds(4, -1);
  std::atomic<int> noticed{0};
  std::vector<std::thread> threads;
  for (int& fd : fds) {
    threads.emplace_back([&] {
      fd = call.context().cancel_fd();
      ++begun;
      if (readable(fd, kLongEnough)) ++noticed;
    });
  }
  while (begun < 2) std::this_thread::yield();
  call.cancel();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(noticed, 4);
  EXPECT_EQ(std::set<int>(fds.begin(), fds.end()).size(), 1U);
}

TEST(CancelFdTest, IsMinusOneWhenTheSystemHasNoDescriptorLeft) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit none{0, before.rlim_max};
  Call call;

  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  const int fd = call.context().cancel_fd();
  call.cancel();
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);

  EXPECT_EQ(fd, -1);
  EXPECT_TRUE(call.context().cancelled());
  EXPECT_TRUE(readable(call.context().cancel_fd(), kLongEnough)) << "the next call tries again";
}

}  // namespace
}  // namespace portside
