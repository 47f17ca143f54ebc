// SPDX-License-Identifier: Apache-2.0
#include "advisory/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "portside/api/error.hpp"

namespace portside::advisory {
namespace {

class Descriptor {
 public:
  // Not waiting for a writer, should it be a pipe.
  explicit Descriptor(const std::string& path)
      : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const noexcept { return fd_; }

 private:
  const int fd_;
};

[[noreturn]] void fail(const std::string& path, const char* what, int number) {
  const bool missing = number == ENOENT || number == ENOTDIR;
  throw AdapterError(missing ? ErrorCode::kNotFound : ErrorCode::kIo,
                     path + ": the index of advisories cannot be " + what + ": " +
                         std::generic_category().message(number));
}

}  // namespace

MappedFile::MappedFile(const std::string& path) {
  const Descriptor file(path);
  if (file.get() < 0) fail(path, "opened", errno);
  struct stat status = {};
  if (::fstat(file.get(), &status) != 0) fail(path, "opened", errno);
  if (!S_ISREG(status.st_mode) || status.st_size <= 0) {
    throw AdapterError(ErrorCode::kMalformedData,
                       path + ": is no index of advisories: it is " +
                           (S_ISREG(status.st_mode) ? "empty" : "not a regular file"));
  }
  const auto size = static_cast<std::size_t>(status.st_size);
  void* const data = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.get(), 0);
  if (data == MAP_FAILED) fail(path, "mapped", errno);
  bytes_ = {static_cast<const char*>(data), size};
}

MappedFile::~MappedFile() {
  ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

}  // namespace portside::advisory
