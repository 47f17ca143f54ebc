// SPDX-License-Identifier: Apache-2.0
#include "cli/secret_input.hpp"

#include <poll.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string>
#include <system_error>

#include "config/file_text.hpp"
#include "config/text_check.hpp"
#include "crypto/sealing.hpp"
#include "portside/api/error.hpp"

namespace portside::cli {
namespace {

constexpr std::size_t kMaxBytes = crypto::kMaxSealedBytes;
/// Linux keeps no more of a line (N_TTY_BUF_SIZE) and drops the rest.
constexpr std::size_t kMaxTerminalLine = 4095;

[[noreturn]] void refuse_input(const std::string& sentence) {
  throw AdapterError(ErrorCode::kInvalidArgument, sentence);
}

/// Holds the signals back that would end the program with the terminal as it is. They come when
/// this ends.
class HeldSignals {
 public:
  HeldSignals() {
    ::sigemptyset(&signals_);
    for (const int each : {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP}) ::sigaddset(&signals_, each);
    ::pthread_sigmask(SIG_BLOCK, &signals_, &before_);
    fd_ = ::signalfd(-1, &signals_, SFD_CLOEXEC);
  }
  ~HeldSignals() {
    ::close(fd_);
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;

  /// Waits until there is something to be read; false when a signal came before that.
  bool wait_for(int fd) const {
    std::array<pollfd, 2> fds = {pollfd{fd, POLLIN, 0}, pollfd{fd_, POLLIN, 0}};
    while (::poll(fds.data(), fds.size(), -1) < 0 && errno == EINTR) {
    }
    return fds[1].revents == 0;
  }

 private:
  sigset_t signals_{};
  sigset_t before_{};
  int fd_ = -1;
};

/// Keeps a terminal from showing what is typed. Keys that send signals send none meanwhile: the
/// program would end with the terminal as it is. The one for SIGINT ends the line.
class HiddenTyping {
 public:
  explicit HiddenTyping(int fd) : fd_(fd) {
    if (::tcgetattr(fd, &before_) != 0) fail();
    termios hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHOE | ECHOK | ECHONL | ISIG);
    hidden.c_lflag |= ICANON;
    hidden.c_cc[VEOL] = before_.c_cc[VINTR];
    if (::tcsetattr(fd, TCSAFLUSH, &hidden) != 0) fail();
  }
  ~HiddenTyping() { ::tcsetattr(fd_, TCSAFLUSH, &before_); }
  HiddenTyping(const HiddenTyping&) = delete;
  HiddenTyping& operator=(const HiddenTyping&) = delete;

  bool is_interrupt(char c) const { return static_cast<cc_t>(c) == before_.c_cc[VINTR]; }

 private:
  [[noreturn]] static void fail() {
    throw AdapterError(ErrorCode::kIo, "the terminal cannot be kept from showing what is typed: " +
                                           std::generic_category().message(errno));
  }

  int fd_;
  termios before_{};
};

/// Fills `buffer` from `size` on; returns how many bytes came, 0 at the end.
std::size_t read_some(int fd, std::string& buffer, std::size_t size) {
  for (;;) {
    const ssize_t count = ::read(fd, buffer.data() + size, buffer.size() - size);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno == EINTR) continue;
    const std::string cause = std::generic_category().message(errno);
    wipe(buffer);
    throw AdapterError(ErrorCode::kIo, "standard input cannot be read: " + cause);
  }
}

std::string read_all(int fd) {
  // With a line end, and a byte more than is allowed.
  std::string text(kMaxBytes + 3, '\0');
  std::size_t size = 0;
  while (const std::size_t count = read_some(fd, text, size)) size += count;
  text.resize(size);
  return text;
}

std::string read_line(int fd, std::string_view question, std::ostream& prompt) {
  const HeldSignals signals;
  const HiddenTyping hidden(fd);
  prompt << question << std::flush;
  if (!signals.wait_for(fd)) {
    prompt << '\n';
    throw AdapterError(ErrorCode::kCancelled, "ended by a signal; nothing was sealed");
  }
  std::string line(kMaxTerminalLine + 1, '\0');
  line.resize(read_some(fd, line, 0));
  prompt << '\n';
  if (!line.empty() && hidden.is_interrupt(line.back())) {
    wipe(line);
    throw AdapterError(ErrorCode::kCancelled, "interrupted; nothing was sealed");
  }
  if (line.size() >= kMaxTerminalLine) {
    wipe(line);
    refuse_input(
        "a terminal takes no more than 4,094 bytes in a line; expected a longer secret from a "
        "file or a pipe");
  }
  return line;
}

}  // namespace

Secret read_secret(int fd, std::string_view question, std::ostream& prompt) {
  std::string text = ::isatty(fd) == 1 ? read_line(fd, question, prompt) : read_all(fd);
  config::cut_line_end(text);
  Secret secret(std::move(text));
  if (secret.empty()) refuse_input("standard input holds nothing; expected the secret");
  if (secret.reveal().size() > kMaxBytes) {
    refuse_input("standard input holds more than 64 KiB; expected a secret within that");
  }
  if (const auto flaw = config::find_flaw(secret.reveal())) {
    refuse_input(std::string("standard input holds ") +
                 (flaw->control ? "control characters other than tab and line ends"
                                : "bytes that are not UTF-8") +
                 ", which no configuration takes; expected plain text");
  }
  return secret;
}

}  // namespace portside::cli
