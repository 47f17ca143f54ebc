// SPDX-License-Identifier: Apache-2.0
#include "conformance/syscall_watch.hpp"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <ucontext.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace portside::conformance {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kMachine = AUDIT_ARCH_X86_64;
constexpr bool kSupported = true;
#elif defined(__aarch64__)
constexpr std::uint32_t kMachine = AUDIT_ARCH_AARCH64;
constexpr bool kSupported = true;
#else
constexpr std::uint32_t kMachine = 0;
constexpr bool kSupported = false;
#endif

struct WatchedCall {
  long number;
  const char* name;
  /// Which argument is a path; -1 = none.
  int path;
};

constexpr WatchedCall kWatched[] = {
#if defined(__x86_64__)
    {SYS_open, "open", 0},
    {SYS_creat, "creat", 0},
    {SYS_stat, "stat", 0},
    {SYS_lstat, "lstat", 0},
    {SYS_access, "access", 0},
    {SYS_readlink, "readlink", 0},
    {SYS_mkdir, "mkdir", 0},
    {SYS_unlink, "unlink", 0},
    {SYS_rename, "rename", 0},
    {SYS_rmdir, "rmdir", 0},
    {SYS_link, "link", 0},
    {SYS_symlink, "symlink", 0},
    {SYS_chmod, "chmod", 0},
    {SYS_chown, "chown", 0},
    {SYS_mknod, "mknod", 0},
    {SYS_fork, "fork", -1},
    {SYS_vfork, "vfork", -1},
#endif
    {SYS_openat, "openat", 1},
    {SYS_openat2, "openat2", 1},
    {SYS_newfstatat, "stat", 1},
    {SYS_statx, "statx", 1},
    {SYS_faccessat, "access", 1},
    {SYS_faccessat2, "access", 1},
    {SYS_readlinkat, "readlink", 1},
    {SYS_mkdirat, "mkdir", 1},
    {SYS_unlinkat, "unlink", 1},
#if defined(SYS_renameat)
    {SYS_renameat, "rename", 1},
#endif
    {SYS_renameat2, "rename", 1},
    {SYS_linkat, "link", 1},
    {SYS_symlinkat, "symlink", 0},
    {SYS_fchmodat, "chmod", 1},
    {SYS_fchownat, "chown", 1},
    {SYS_mknodat, "mknod", 1},
    {SYS_truncate, "truncate", 0},
    {SYS_inotify_init1, "inotify_init1", -1},
    {SYS_socket, "socket", -1},
    {SYS_socketpair, "socketpair", -1},
    {SYS_connect, "connect", -1},
    {SYS_bind, "bind", -1},
    {SYS_sendto, "sendto", -1},
    {SYS_recvfrom, "recvfrom", -1},
    {SYS_sendmsg, "sendmsg", -1},
    {SYS_recvmsg, "recvmsg", -1},
    {SYS_execve, "execve", 0},
    {SYS_execveat, "execveat", 1},
    {SYS_io_uring_setup, "io_uring_setup", -1},
    {SYS_clone, "fork", -1},
};
constexpr std::size_t kMaxPath = 200;

/// Written by the handler. A lock-free atomic says when the rest holds.
std::atomic<const WatchedCall*> seen{nullptr};
std::array<char, kMaxPath + 1> seen_path{};
std::atomic<bool> path_holds{false};

#if defined(__x86_64__)
std::uintptr_t argument(const ucontext_t& context, int index) noexcept {
  return static_cast<std::uintptr_t>(context.uc_mcontext.gregs[index == 0 ? REG_RDI : REG_RSI]);
}
void fail_call(ucontext_t& context) noexcept {
  context.uc_mcontext.gregs[REG_RAX] = -EACCES;
}
#elif defined(__aarch64__)
std::uintptr_t argument(const ucontext_t& context, int index) noexcept {
  return context.uc_mcontext.regs[index];
}
void fail_call(ucontext_t& context) noexcept {
  context.uc_mcontext.regs[0] = static_cast<unsigned long long>(-EACCES);
}
#else
std::uintptr_t argument(const ucontext_t&, int) noexcept {
  return 0;
}
void fail_call(ucontext_t&) noexcept {}
#endif

/// Through the kernel, which says no to a wild pointer where a copy would crash.
void copy_path(std::uintptr_t address) noexcept {
  iovec to{seen_path.data(), kMaxPath};
  iovec from{reinterpret_cast<void*>(address), kMaxPath};
  while (from.iov_len > 0) {
    if (::process_vm_readv(::getpid(), &to, 1, &from, 1, 0) > 0) return;
    from.iov_len /= 2;  // the text may end right before the end of its page
  }
}

void on_sigsys(int, siginfo_t* info, void* raw_context) noexcept {
  auto& context = *static_cast<ucontext_t*>(raw_context);
  const int error = errno;
  for (const WatchedCall& call : kWatched) {
    const WatchedCall* none = nullptr;
    if (call.number != info->si_syscall || !seen.compare_exchange_strong(none, &call)) continue;
    if (call.path >= 0) copy_path(argument(context, call.path));
    path_holds = true;
  }
  fail_call(context);
  errno = error;
}

sock_filter load(std::size_t offset) {
  return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
}
sock_filter end(std::uint32_t action) {
  return BPF_STMT(BPF_RET | BPF_K, action);
}
/// Goes on when the loaded value is `value`, else passes over the next `count`.
sock_filter unless(std::uint32_t value, std::uint8_t count) {
  return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, count);
}

std::vector<sock_filter> make_filter() {
  std::vector<sock_filter> filter = {
      load(offsetof(seccomp_data, arch)), unless(kMachine, 1), BPF_STMT(BPF_JMP | BPF_JA, 1),
      end(SECCOMP_RET_ALLOW), load(offsetof(seccomp_data, nr)),
      // Its flags lie in memory, which a filter cannot read; the C library falls back to clone.
      unless(SYS_clone3, 1), end(SECCOMP_RET_ERRNO | ENOSYS), unless(SYS_clone, 4),
      load(offsetof(seccomp_data, args)), BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1),
      end(SECCOMP_RET_ALLOW), end(SECCOMP_RET_TRAP)};
  for (const WatchedCall& call : kWatched) {
    filter.push_back(unless(static_cast<std::uint32_t>(call.number), 1));
    filter.push_back(end(SECCOMP_RET_TRAP));
  }
  filter.push_back(end(SECCOMP_RET_ALLOW));
  return filter;
}

}  // namespace

bool watch_system_calls() noexcept {
  if (!kSupported) return false;
  struct sigaction action {};
  action.sa_sigaction = &on_sigsys;
  action.sa_flags = SA_SIGINFO | SA_NODEFER;
  if (::sigaction(SIGSYS, &action, nullptr) != 0) return false;
  std::vector<sock_filter> filter = make_filter();
  sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

std::optional<std::string> watched_call() {
  const WatchedCall* const call = seen;
  if (call == nullptr) return std::nullopt;
  const bool has_path = call->path >= 0 && path_holds;
  const std::string path = has_path ? "\"" + std::string(seen_path.data()) + "\"" : "";
  return std::string(call->name) + "(" + path + ")";
}

}  // namespace portside::conformance
