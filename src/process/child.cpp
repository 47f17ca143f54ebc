// SPDX-License-Identifier: Apache-2.0
#include "process/child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cerrno>
#include <system_error>
#include <vector>

#include "portside/api/error.hpp"

namespace portside::process {
namespace {

constexpr int kFirstFreeDescriptor = 3;

/// What the child does between its birth and the program: standard streams, folder, nothing else
/// open.
class FileActions {
 public:
  FileActions(int out, int err, const std::string& folder) {
    ::posix_spawn_file_actions_init(&actions_);
    add(::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0));
    add(::posix_spawn_file_actions_adddup2(&actions_, out, STDOUT_FILENO));
    add(::posix_spawn_file_actions_adddup2(&actions_, err, STDERR_FILENO));
    add(::posix_spawn_file_actions_addclosefrom_np(&actions_, kFirstFreeDescriptor));
    add(::posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str()));
  }
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;

  const posix_spawn_file_actions_t* get() const noexcept { return &actions_; }
  /// The first error, or 0.
  int error() const noexcept { return error_; }

 private:
  void add(int result) noexcept {
    if (error_ == 0) error_ = result;
  }

  posix_spawn_file_actions_t actions_;
  int error_ = 0;
};

/// A group of its own, and signals as if the host had never touched them.
class SpawnAttributes {
 public:
  SpawnAttributes() noexcept {
    ::posix_spawnattr_init(&attributes_);
    sigset_t signals;
    ::sigemptyset(&signals);
    ::posix_spawnattr_setsigmask(&attributes_, &signals);
    ::sigfillset(&signals);
    ::posix_spawnattr_setsigdefault(&attributes_, &signals);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }
  ~SpawnAttributes() { ::posix_spawnattr_destroy(&attributes_); }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;

  const posix_spawnattr_t* get() const noexcept { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

/// The form that exec() wants; the strings must stay where they are.
std::vector<char*> pointers_to(const std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (const std::string& string : strings) pointers.push_back(const_cast<char*>(string.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> assignments(const ChildCommand& command) {
  std::vector<std::string> strings;
  for (const auto& [name, value] : command.environment) strings.push_back(name + '=' + value);
  return strings;
}

/// The writing end of a new pipe; `read_end` gets the other one. -1 and errno when there is none.
///
/// The writing end is above the standard descriptors: in a host that closed its own, the pipe may
/// get their numbers, and setting up one stream of the child would close the other.
FileDescriptor make_pipe(FileDescriptor& read_end) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return FileDescriptor();
  read_end = FileDescriptor(ends[0]);
  const FileDescriptor write_end(ends[1]);
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return FileDescriptor(::fcntl(ends[1], F_DUPFD_CLOEXEC, kFirstFreeDescriptor));
}

/// waitid() that is not disturbed by signals. 0, or -1 and errno.
int wait_for(pid_t pid, int options, siginfo_t& info) noexcept {
  int result = 0;
  do {
    result = ::waitid(P_PID, static_cast<id_t>(pid), &info, options);
  } while (result != 0 && errno == EINTR);
  return result;
}

}  // namespace

Child::Child(const ChildCommand& command, Environment environment)
    : program_(command.argv.front()), folder_(command.working_directory) {
  const FileDescriptor out = make_pipe(out_);
  if (!out.open()) cannot_start(errno);
  const FileDescriptor err = make_pipe(err_);
  if (!err.open()) cannot_start(errno);
  start(command, environment, out.get(), err.get());
  end_ = FileDescriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
  if (!end_.open()) {
    const int cause = errno;
    kill_and_forget();
    if (cause == ESRCH) status_lost();
    cannot_start(cause);
  }
}

Child::~Child() {
  if (pid_ >= 0) kill_and_forget();
}

void Child::kill_and_forget() noexcept {
  signal_group(SIGKILL);
  siginfo_t info{};
  wait_for(pid_, WEXITED, info);
}

void Child::start(const ChildCommand& command, Environment environment, int out, int err) {
  const FileActions actions(out, err, folder_.empty() ? "/" : folder_);
  if (actions.error() != 0) cannot_start(actions.error());
  const SpawnAttributes attributes;
  const std::vector<char*> argv = pointers_to(command.argv);
  const std::vector<std::string> given = assignments(command);
  const std::vector<char*> variables = pointers_to(given);
  const int error =
      ::posix_spawn(&pid_, program_.c_str(), actions.get(), attributes.get(), argv.data(),
                    environment == Environment::kInherited ? ::environ : variables.data());
  if (error != 0) cannot_start(error);
}

void Child::cannot_start(int cause) const {
  const std::string where = folder_.empty() ? "" : " in the folder '" + folder_ + "'";
  throw AdapterError(ErrorCode::kIo, "the program '" + program_ + "' cannot be started" + where +
                                         ": " + std::generic_category().message(cause));
}

void Child::status_lost() const {
  throw AdapterError(ErrorCode::kIo,
                     "the exit status of '" + program_ +
                         "' is lost: this program ignores SIGCHLD, or waits for all its children "
                         "elsewhere; neither goes together with child processes");
}

void Child::signal_group(int signal) const noexcept {
  // As long as the child is not reaped its number cannot mean another group. It can when somebody
  // else has reaped it; then waitid() does not know it.
  siginfo_t info{};
  if (wait_for(pid_, WEXITED | WNOWAIT | WNOHANG, info) != 0) return;
  ::kill(-pid_, signal);
  // It may have gone over to another group.
  ::kill(pid_, signal);
}

ChildExit Child::reap() {
  siginfo_t info{};
  const int result = wait_for(pid_, WEXITED, info);
  pid_ = -1;
  if (result != 0) status_lost();
  ChildExit how;
  (info.si_code == CLD_EXITED ? how.status : how.signal) = info.si_status;
  return how;
}

}  // namespace portside::process
