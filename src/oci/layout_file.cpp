// SPDX-License-Identifier: Apache-2.0
#include "oci/layout_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/sdk/throw_if_over.hpp"

namespace portside::oci {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{256} << 10U;

class RegularFile {
 public:
  /// `missing`: what is thrown when there is none.
  RegularFile(const std::string& path, ErrorCode missing)
      : path_(path),
        // O_NONBLOCK: opening a FIFO would wait for its writer.
        fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)) {
    if (fd_ < 0) {
      const int cause = errno;
      const bool gone = cause == ENOENT || cause == ENOTDIR;
      refuse(gone ? missing : ErrorCode::kIo,
             cause == ELOOP ? "it is a link" : std::generic_category().message(cause));
    }
    struct stat status {};
    if (::fstat(fd_, &status) == 0 && S_ISREG(status.st_mode)) return;
    ::close(fd_);
    refuse(ErrorCode::kIo, "it is no regular file");
  }
  ~RegularFile() { ::close(fd_); }
  RegularFile(const RegularFile&) = delete;
  RegularFile& operator=(const RegularFile&) = delete;

  /// 0 at the end.
  std::size_t read(char* to, std::size_t size) {
    ssize_t count = 0;
    do count = ::read(fd_, to, size);
    while (count < 0 && errno == EINTR);
    if (count < 0) refuse(ErrorCode::kIo, std::generic_category().message(errno));
    return static_cast<std::size_t>(count);
  }

 private:
  [[noreturn]] void refuse(ErrorCode code, const std::string& why) const {
    throw AdapterError(code, path_ + " of the OCI image layout cannot be read: " + why);
  }

  const std::string path_;
  const int fd_;
};

}  // namespace

std::string read_layout_file(const std::string& path, std::size_t limit) {
  RegularFile file(path, ErrorCode::kNotFound);
  std::string text(limit + 1, '\0');
  std::size_t size = 0;
  while (const std::size_t count = file.read(text.data() + size, text.size() - size)) size += count;
  if (size > limit) {
    throw AdapterError(ErrorCode::kTooLarge,
                       path + " is larger than " + std::to_string(limit) + " bytes");
  }
  text.resize(size);
  return text;
}

void stream_layout_file(const std::string& path, ByteSink& sink, const CallContext& context) {
  RegularFile file(path, ErrorCode::kRegistryNotFound);
  std::vector<char> piece(kPieceBytes);
  while (const std::size_t count = file.read(piece.data(), piece.size())) {
    sdk::throw_if_over(context);
    sink.write({piece.data(), count});
  }
}

}  // namespace portside::oci
