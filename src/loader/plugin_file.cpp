// SPDX-License-Identifier: Apache-2.0
#include "loader/plugin_file.hpp"

#include <fcntl.h>
#include <limits.h>

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <system_error>

#include "loader/printable.hpp"

namespace portside::loader {
namespace {

/// Neither waits for the other end of a FIFO nor follows the last component, nor becomes somebody's
/// terminal.
constexpr int kOpenFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY;

Refusal not_regular(const struct stat& status) {
  const mode_t mode = status.st_mode;
  const char* what = S_ISDIR(mode)    ? "a folder"
                     : S_ISFIFO(mode) ? "a FIFO"
                     : S_ISSOCK(mode) ? "a socket"
                                      : "a device";
  return {PluginReason::kNotRegularFile,
          std::string(what) +
              ", not a regular file; install the plugin's file here, or move this away"};
}

Refusal cannot_open(const std::string& path, int error) {
  struct stat status {};
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return {PluginReason::kNotFound,
              "there is no such file; install the plugin there, or correct the path"};
    // What open() says of a socket, and of a device that nobody drives.
    case ENXIO:
    case ENODEV:
      if (::lstat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode))
        return not_regular(status);
      break;
    default: break;
  }
  const std::string remedy = error == EACCES
                                 ? "make the file readable and its folders searchable for user " +
                                       std::to_string(::geteuid())
                                 : "see to it that it can be opened for reading";
  return {PluginReason::kUnreadable,
          "it cannot be opened (" + std::generic_category().message(error) + "); " + remedy};
}

Refusal broken_link(const std::string& path, int error) {
  char target[PATH_MAX];
  const ssize_t length = ::readlink(path.c_str(), target, sizeof(target));
  const std::string shown =
      length > 0 ? printable(std::string_view(target, static_cast<std::size_t>(length))) : "?";
  if (error == ENOENT || error == ENOTDIR) {
    return {PluginReason::kNotFound,
            "a link to " + shown +
                ", where there is no file; install the plugin there, or remove "
                "the link"};
  }
  if (error == ELOOP) {
    return {PluginReason::kNotFound,
            "a link to " + shown + " that leads in a circle; let it point to a file, or remove it"};
  }
  return {PluginReason::kUnreadable, "a link to " + shown + ", which cannot be followed (" +
                                         std::generic_category().message(error) +
                                         "); make it readable, or remove the link"};
}

std::string join(const std::string& folder, std::string_view name) {
  std::string path;
  path.reserve(folder.size() + 1 + name.size());
  path = folder;
  if (path.back() != '/') path += '/';
  return path.append(name);
}

/// Refuses what is not a regular file.
std::optional<Refusal> look_at(PluginFile& file) {
  if (::fstat(file.fd.get(), &file.status) != 0) return cannot_open(file.real_path, errno);
  if (!S_ISREG(file.status.st_mode)) return not_regular(file.status);
  return std::nullopt;
}

std::optional<Refusal> open_behind_link(const std::string& path, PathTrust& trust,
                                        PluginFile& file) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr),
                                                         &std::free);
  if (real == nullptr) return broken_link(path, errno);
  file.real_path = real.get();
  PluginLink& link = file.link.emplace();
  const std::string& folder = trust.real_folder(folder_of(path));
  if (folder.empty() || ::lstat(path.c_str(), &link.status) != 0) return cannot_open(path, errno);
  link.real_path = join(folder, name_in_folder(path));
  file.fd = process::FileDescriptor(::open(file.real_path.c_str(), kOpenFlags));
  if (file.fd.get() < 0) return cannot_open(file.real_path, errno);
  return look_at(file);
}

std::optional<Refusal> open_directly(const std::string& path, int folder_fd, PathTrust& trust,
                                     PluginFile& file) {
  const std::string_view name = name_in_folder(path);
  const int fd = folder_fd >= 0 ? ::openat(folder_fd, name.data(), kOpenFlags)
                                : ::open(path.c_str(), kOpenFlags);
  if (fd < 0 && errno == ELOOP) return open_behind_link(path, trust, file);
  if (fd < 0) return cannot_open(path, errno);
  file.fd = process::FileDescriptor(fd);
  if (auto refusal = look_at(file)) return refusal;
  const std::string& folder = trust.real_folder(folder_of(path));
  if (folder.empty()) return cannot_open(path, ENOENT);
  file.real_path = join(folder, name);
  return std::nullopt;
}

}  // namespace

std::variant<PluginFile, Refusal> open_plugin_file(const std::string& path, int folder_fd,
                                                   PathTrust& trust) {
  PluginFile file;
  if (auto refusal = open_directly(path, folder_fd, trust, file)) return *refusal;
  return file;
}

}  // namespace portside::loader
