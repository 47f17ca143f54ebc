// SPDX-License-Identifier: Apache-2.0
#include "conformance/syscall_watch.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <functional>
#include <thread>

namespace portside::conformance {
namespace {

constexpr char kUnavailable[] = "unavailable";

/// What is seen of `act` in a child process: the watch lasts as long as the process.
std::string seen(const std::function<void()>& act) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return "no pipe";
  const pid_t child = ::fork();
  if (child == 0) {
    std::string found = kUnavailable;
    if (watch_system_calls()) {
      act();
      found = watched_call().value_or("");
    }
    ::_exit(::write(ends[1], found.data(), found.size()) < 0 ? 1 : 0);
  }
  ::close(ends[1]);
  std::array<char, 512> buffer{};
  const ssize_t count = ::read(ends[0], buffer.data(), buffer.size());
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return "the child died";
  return {buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))};
}

class SyscallWatch : public ::testing::Test {
 protected:
  void SetUp() override {
    if (seen([] {}) == kUnavailable) GTEST_SKIP() << "no seccomp filters here";
  }
};

TEST_F(SyscallWatch, SeesFilesWithTheirPaths) {
  EXPECT_EQ(seen([] { ::open("/etc/hostname", O_RDONLY); }), R"(openat("/etc/hostname"))");
  EXPECT_EQ(seen([] { ::access("/nowhere", F_OK); }).substr(0, 7), "access(");
  EXPECT_EQ(seen([] { ::unlink("/nowhere"); }).substr(0, 7), "unlink(");
}

TEST_F(SyscallWatch, SeesSocketsAndProcesses) {
  EXPECT_EQ(seen([] { ::socket(AF_INET, SOCK_STREAM, 0); }), "socket()");
  EXPECT_EQ(seen([] { ::fork(); }), "fork()");
  EXPECT_EQ(seen([] {
              char* const none[] = {nullptr};
              ::execve("/bin/true", none, none);
            }),
            R"(execve("/bin/true"))");
}

TEST_F(SyscallWatch, LetsTheCallFail) {
  EXPECT_EQ(seen([] {
              if (::open("/dev/null", O_RDONLY) >= 0 || errno != EACCES) ::_exit(1);
            }),
            R"(openat("/dev/null"))");
}

TEST_F(SyscallWatch, KeepsTheFirst) {
  EXPECT_EQ(seen([] {
              ::socket(AF_INET, SOCK_STREAM, 0);
              ::open("/dev/null", O_RDONLY);
            }),
            "socket()");
}

TEST_F(SyscallWatch, AllowsThreadsMemoryAndWhatIsOpen) {
  EXPECT_EQ(seen([] {
              std::thread([] { std::string(1U << 22U, 'x').clear(); }).join();
              [[maybe_unused]] const ssize_t none = ::write(STDOUT_FILENO, "", 0);
            }),
            "");
}

TEST_F(SyscallWatch, SeesThreadsThatBeginUnderIt) {
  EXPECT_EQ(seen([] { std::thread([] { ::socket(AF_INET, SOCK_STREAM, 0); }).join(); }),
            "socket()");
}

TEST_F(SyscallWatch, SurvivesAWildPath) {
  EXPECT_EQ(seen([] { ::syscall(SYS_openat, AT_FDCWD, 16, O_RDONLY); }), R"(openat(""))");
}

}  // namespace
}  // namespace portside::conformance
