// SPDX-License-Identifier: Apache-2.0
#include "advisory/new_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <memory>
#include <system_error>
#include <utility>

#include "portside/api/error.hpp"

namespace portside::advisory {
namespace {

[[noreturn]] void fail(const std::string& path, const char* what) {
  const int number = errno;
  throw AdapterError(ErrorCode::kIo, path + ": the index of advisories cannot be " + what + ": " +
                                         std::generic_category().message(number));
}

/// Where the new file has to stand.
std::string target_of(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr),
                                                         &std::free);
  return real == nullptr ? path : std::string(real.get());
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

/// A file that was just made, and disappears again unless it is moved.
class NewFile {
 public:
  explicit NewFile(const std::string& target) : path_(folder_of(target) + "/.portside-new-XXXXXX") {
    fd_ = ::mkostemp(path_.data(), O_CLOEXEC);
    if (fd_ < 0) fail(target, "written");
  }
  ~NewFile() {
    ::close(fd_);
    if (!moved_) ::unlink(path_.c_str());
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void write(std::string_view bytes, const std::string& target) {
    while (!bytes.empty()) {
      const ssize_t count = ::write(fd_, bytes.data(), bytes.size());
      if (count >= 0) {
        bytes.remove_prefix(static_cast<std::size_t>(count));
      } else if (errno != EINTR) {
        fail(target, "written");
      }
    }
    constexpr mode_t kMode = 0644;
    if (::fchmod(fd_, kMode) != 0 || ::fsync(fd_) != 0) fail(target, "written");
  }

  void move_to(const std::string& target) {
    if (::rename(path_.c_str(), target.c_str()) != 0) fail(target, "replaced");
    moved_ = true;
  }

 private:
  std::string path_;
  int fd_ = -1;
  bool moved_ = false;
};

/// A name is on the disk when its folder is.
void sync_folder(const std::string& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;  // not readable: whoever made it so does without
  ::fsync(fd);
  ::close(fd);
}

}  // namespace

void replace_file(const std::string& path, std::string_view bytes) {
  const std::string target = target_of(path);
  NewFile file(target);
  file.write(bytes, target);
  file.move_to(target);
  sync_folder(folder_of(target));
}

}  // namespace portside::advisory
