// SPDX-License-Identifier: Apache-2.0
#include "feeds/open_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "portside/api/error.hpp"

namespace portside::feeds {
namespace {

[[noreturn]] void fail(const std::string& path, const std::string& why) {
  throw AdapterError(ErrorCode::kIo, path + ": cannot be read: " + why);
}

}  // namespace

OpenFile::OpenFile(const std::string& path)
    : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {
  if (fd_ < 0) fail(path, std::generic_category().message(errno));
  struct stat info {};
  const bool known = ::fstat(fd_, &info) == 0;
  if (!known || !S_ISREG(info.st_mode)) {
    ::close(fd_);
    fail(path, "expected a regular file");
  }
  if (info.st_mtim.tv_sec > 0) modified_at_ = Millis{info.st_mtim.tv_sec} * 1'000;
}

OpenFile::~OpenFile() {
  ::close(fd_);
}

}  // namespace portside::feeds
