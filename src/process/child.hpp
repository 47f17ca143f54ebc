// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>

#include "portside/api/child_command.hpp"
#include "process/child_process.hpp"
#include "process/file_descriptor.hpp"

namespace portside::process {

/// A child process that leads a process group of its own. Destroyed before reap(), it is killed
/// with its group.
class Child {
 public:
  /// Starts it. `command` has been checked. Throws kIo.
  Child(const ChildCommand& command, Environment environment);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// The reading ends of its standard output and standard error; reading does not block.
  FileDescriptor& out() noexcept { return out_; }
  FileDescriptor& err() noexcept { return err_; }

  /// Becomes readable when the child has ended.
  int end_fd() const noexcept { return end_.get(); }

  /// Sends a signal to the child and all that is left of its group.
  void signal_group(int signal) const noexcept;

  /// Waits for the end of the child. Throws kIo when somebody else has its exit status.
  ChildExit reap();

 private:
  void start(const ChildCommand& command, Environment environment, int out, int err);
  void kill_and_forget() noexcept;
  [[noreturn]] void cannot_start(int cause) const;
  [[noreturn]] void status_lost() const;

  std::string program_;
  std::string folder_;
  pid_t pid_ = -1;
  FileDescriptor out_;
  FileDescriptor err_;
  FileDescriptor end_;
};

}  // namespace portside::process
