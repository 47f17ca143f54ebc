// SPDX-License-Identifier: Apache-2.0
#include "stages.hpp"

#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <optional>
#include <string>

namespace portside::probe {
namespace {

int stage_fd = STDOUT_FILENO;

/// What main() returns; nothing as long as it has not come to that.
std::optional<int> announced_status;

iovec piece(std::string_view text) noexcept {
  return {const_cast<char*>(text.data()), text.size()};
}

void write_done() noexcept {
  if (announced_status) enter_stage("done", std::to_string(*announced_status));
}

}  // namespace

void begin_stages() noexcept {
  const int own = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  if (own >= 0 && ::dup2(STDERR_FILENO, STDOUT_FILENO) >= 0) stage_fd = own;
  // Handlers run in reverse order: all that a plugin registers, static destructors included, run
  // before this one.
  std::atexit(write_done);
}

void enter_stage(std::string_view stage, std::string_view detail) noexcept {
  // One call, so that a line is written whole or not at all, and no buffer that could be lost.
  const std::array<iovec, 4> line = {piece(stage), piece(detail.empty() ? "" : " "), piece(detail),
                                     piece("\n")};
  // Without a reader the stages are of no use, and neither is a report of it.
  [[maybe_unused]] const ssize_t written = ::writev(stage_fd, line.data(), line.size());
}

void enter_exit(int status) noexcept {
  enter_stage("exit");
  announced_status = status;
}

}  // namespace portside::probe
