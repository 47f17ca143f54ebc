// SPDX-License-Identifier: Apache-2.0
#include "cli/write_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "portside/api/error.hpp"

namespace portside::cli {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& path, const std::string& what, int number) {
  throw AdapterError(ErrorCode::kIo,
                     path + ": " + what + ": " + std::generic_category().message(number));
}

/// A file that was just made, and disappears again unless it is kept.
class NewFile {
 public:
  NewFile(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}
  ~NewFile() {
    ::close(fd_);
    if (!kept_) ::unlink(path_.c_str());
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  int fd() const noexcept { return fd_; }
  const std::string& path() const noexcept { return path_; }
  void keep() noexcept { kept_ = true; }

  void write(std::string_view text) {
    append(text);
    sync();
  }

  void append(std::string_view text) {
    while (!text.empty()) {
      const ssize_t count = ::write(fd_, text.data(), text.size());
      if (count >= 0) {
        text.remove_prefix(static_cast<std::size_t>(count));
      } else if (errno != EINTR) {
        fail(path_, "cannot be written", errno);
      }
    }
  }

  void sync() {
    if (::fsync(fd_) != 0) fail(path_, "cannot be written", errno);
  }

 private:
  const int fd_;
  const std::string path_;
  bool kept_ = false;
};

/// A name is on the disk when its folder is.
void sync_folder_of(const fs::path& file) {
  const int fd = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;  // not readable: whoever made it so does without
  ::fsync(fd);
  ::close(fd);
}

NewFile new_file_beside(const fs::path& target) {
  std::string path = (target.parent_path() / ".portside-new-XXXXXX").string();
  const int fd = ::mkostemp(path.data(), O_CLOEXEC);
  if (fd < 0) fail(target.parent_path().string(), "no file can be made there", errno);
  return {fd, path};
}

void take_over_owner_and_mode(const NewFile& file, const struct stat& from,
                              const std::string& path) {
  if (::fchown(file.fd(), from.st_uid, from.st_gid) != 0) {
    fail(path, "its owner and group cannot be kept", errno);
  }
  if (::fchmod(file.fd(), from.st_mode & 07777U) != 0) {
    fail(path, "its mode cannot be kept", errno);
  }
}

/// The access list (POSIX ACL), or its absence: in a folder with a default one a new file has its
/// own. The group's bits of a mode are the list's mask, so that a mode alone would let others in.
void take_over_access_list(const NewFile& file, const fs::path& from, const std::string& path) {
  constexpr char kName[] = "system.posix_acl_access";
  std::string list(64 * 1024, '\0');
  const ssize_t size = ::getxattr(from.c_str(), kName, list.data(), list.size());
  if (size < 0 && errno != ENODATA && errno != ENOTSUP) {
    fail(path, "its access list cannot be read", errno);
  }
  const bool done =
      size > 0 ? ::fsetxattr(file.fd(), kName, list.data(), static_cast<std::size_t>(size), 0) == 0
               : ::fremovexattr(file.fd(), kName) == 0 || errno == ENODATA || errno == ENOTSUP;
  if (!done) fail(path, "its access list cannot be kept", errno);
}

}  // namespace

namespace {

class FileSink final : public ByteSink {
 public:
  explicit FileSink(NewFile& file) : file_(file) {}
  void write(std::string_view piece) override { file_.append(piece); }

 private:
  NewFile& file_;
};

/// Beside the target, with the mode that the process gives new files.
NewFile new_output_file(const fs::path& target) {
  for (int i = 0;; ++i) {
    const std::string name =
        ".portside-new-" + std::to_string(::getpid()) + '-' + std::to_string(i);
    const std::string path = (target.parent_path() / name).string();
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd >= 0) return {fd, path};
    if (errno != EEXIST || i == 100) fail(target.string(), "cannot be written", errno);
  }
}

void write_special_file(const std::string& path, const std::function<void(ByteSink&)>& write) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) fail(path, "cannot be written", errno);
  NewFile file(fd, path);
  file.keep();
  FileSink sink(file);
  write(sink);
}

}  // namespace

void write_output_file(const std::string& path, const std::function<void(ByteSink&)>& write) {
  std::error_code error;
  const fs::path canonical = fs::canonical(path, error);
  const fs::path target = error ? fs::path(path) : canonical;
  struct stat info {};
  const bool exists = ::stat(target.c_str(), &info) == 0;
  if (exists && S_ISDIR(info.st_mode)) fail(path, "cannot be written", EISDIR);
  if (exists && !S_ISREG(info.st_mode)) return write_special_file(path, write);
  NewFile file = new_output_file(target);
  if (exists && ::fchmod(file.fd(), info.st_mode & 07777U) != 0) {
    fail(path, "its mode cannot be kept", errno);
  }
  FileSink sink(file);
  write(sink);
  file.sync();
  if (::rename(file.path().c_str(), target.c_str()) != 0) fail(path, "cannot be written", errno);
  file.keep();
  sync_folder_of(target);
}

void write_new_file(const std::string& path, std::string_view text) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0 && errno == EEXIST) {
    throw AdapterError(ErrorCode::kConflict, path + ": exists already; expected a new name");
  }
  if (fd < 0) fail(path, "cannot be written", errno);
  NewFile file(fd, path);
  file.write(text);
  file.keep();
  sync_folder_of(path);
}

void replace_file(const std::string& path, std::string_view text) {
  std::error_code error;
  const fs::path target = fs::canonical(path, error);
  struct stat info {};
  if (error) fail(path, "cannot be replaced", error.value());
  if (::stat(target.c_str(), &info) != 0) fail(path, "cannot be replaced", errno);
  NewFile file = new_file_beside(target);
  take_over_access_list(file, target, path);
  take_over_owner_and_mode(file, info, path);
  file.write(text);
  if (::rename(file.path().c_str(), target.c_str()) != 0) fail(path, "cannot be replaced", errno);
  file.keep();
  sync_folder_of(target);
}

}  // namespace portside::cli
