// SPDX-License-Identifier: Apache-2.0
#include "config/file_text.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <sstream>
#include <system_error>

#include "crypto/sealing.hpp"
#include "portside/api/error.hpp"
#include "portside/host/secret.hpp"

namespace portside::config {
namespace {

class OpenFile {
 public:
  /// O_NONBLOCK: opening a FIFO would wait for its writer.
  explicit OpenFile(const std::string& path)
      : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {}
  ~OpenFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  int fd() const noexcept { return fd_; }

 private:
  int fd_;
};

[[noreturn]] void throw_unreadable(const std::string& path, std::string_view what,
                                   const std::string& reason) {
  throw AdapterError(ErrorCode::kConfigInvalid,
                     path + ": " + std::string(what) + " cannot be read: " + reason);
}

[[noreturn]] void throw_too_open(const std::string& path, std::string_view what, mode_t mode) {
  std::ostringstream octal;
  octal << std::oct << (mode & 07777U);
  throw AdapterError(ErrorCode::kConfigInvalid,
                     path + ": " + std::string(what) + " is open to others than its owner (mode 0" +
                         octal.str() + "); expected mode 0600: chmod 600 " + path);
}

std::string_view remedy_of(int number) {
  switch (number) {
    case ENOENT:
    case ENOTDIR: return "; check its path";
    case EACCES:
    case EPERM: return "; check who may read it, and enter the folders above it";
    default: return "";
  }
}

[[noreturn]] void throw_errno(const std::string& path, std::string_view what, int number) {
  throw_unreadable(path, what,
                   std::generic_category().message(number) + std::string(remedy_of(number)));
}

}  // namespace

std::string read_file(const std::string& path, std::string_view what, std::size_t limit,
                      Readers readers) {
  if (path.find('\0') != std::string::npos) {
    throw_unreadable("a path with a zero byte", what, "no file");
  }
  const OpenFile file(path);
  if (file.fd() < 0) throw_errno(path, what, errno);
  struct stat info {};
  if (::fstat(file.fd(), &info) != 0) throw_errno(path, what, errno);
  if (!S_ISREG(info.st_mode)) throw_unreadable(path, what, "expected a regular file");
  if (readers == Readers::kOwner && (info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    throw_too_open(path, what, info.st_mode);
  }
  std::string text(limit, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t count = ::read(file.fd(), text.data() + size, text.size() - size);
    if (count == 0) break;
    if (count > 0) {
      size += static_cast<std::size_t>(count);
    } else if (errno != EINTR) {
      throw_errno(path, what, errno);
    }
  }
  text.resize(size);
  return text;
}

void cut_line_end(std::string& text) noexcept {
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
}

}  // namespace portside::config

namespace portside {
namespace {

std::string read_small_file(const std::string& path, const std::string& what,
                            config::Readers readers) {
  constexpr std::size_t kMaxBytes = 64 * 1024;
  std::string text = config::read_file(path, what, kMaxBytes + 1, readers);
  if (text.size() > kMaxBytes) {
    wipe(text);
    throw AdapterError(ErrorCode::kConfigInvalid,
                       path + ": " + what + " is longer than 64 KiB; is this the right file?");
  }
  return text;
}

}  // namespace

Secret read_secret_file(const std::string& path) {
  std::string text = read_small_file(path, "the secret", config::Readers::kAnybody);
  config::cut_line_end(text);
  return Secret(std::move(text));
}

Secret read_sealing_key_file(const std::string& path) {
  Secret text = read_small_file(path, "the key file", config::Readers::kOwner);
  try {
    crypto::sealing_keys_of(text.reveal());
  } catch (const AdapterError& error) {
    throw AdapterError(error.code, path + ": " + error.message);
  }
  return text;
}

}  // namespace portside
