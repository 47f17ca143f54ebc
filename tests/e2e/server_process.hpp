// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace portside::testing {

/// A server program, from its start to the end of this object.
class ServerProcess {
 public:
  /// Both outputs go to the file `log`; the environment is empty but for PATH. Throws
  /// std::runtime_error.
  ServerProcess(std::vector<std::string> arguments, std::string log);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  /// What stands behind `words` in the log, up to a comma, quotation mark or blank; waits for it.
  std::string word_in_log(const std::string& words) const;

 private:
  const std::string program_;
  const std::string log_;
  pid_t pid_ = -1;
};

/// A port of 127.0.0.1 that nobody uses at the moment.
int free_port();

/// Waits until somebody listens at a port of 127.0.0.1. Throws std::runtime_error.
void wait_for_port(int port);

}  // namespace portside::testing
