// SPDX-License-Identifier: Apache-2.0
#include "portside/host/config.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "config/config_reader.hpp"
#include "config/json_reader.hpp"
#include "config/mistakes.hpp"
#include "config/text_check.hpp"
#include "config/yaml_reader.hpp"
#include "portside/api/error.hpp"

namespace portside {
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

[[noreturn]] void throw_unreadable(const std::string& path, const std::string& reason) {
  throw AdapterError(ErrorCode::kConfigInvalid,
                     path + ": the configuration cannot be read: " + reason);
}

[[noreturn]] void throw_errno(const std::string& path, int number) {
  throw_unreadable(path, std::generic_category().message(number));
}

/// Reads a file, but not much more than a configuration may have.
std::string read_file(const std::string& path) {
  if (path.find('\0') != std::string::npos) throw_unreadable("a path with a zero byte", "no file");
  const OpenFile file(path);
  if (file.fd() < 0) throw_errno(path, errno);
  struct stat info {};
  if (::fstat(file.fd(), &info) != 0) throw_errno(path, errno);
  if (!S_ISREG(info.st_mode)) throw_unreadable(path, "expected a regular file");
  std::string text(config::kMaxTextBytes + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t count = ::read(file.fd(), text.data() + size, text.size() - size);
    if (count == 0) break;
    if (count > 0) {
      size += static_cast<std::size_t>(count);
    } else if (errno != EINTR) {
      throw_errno(path, errno);
    }
  }
  text.resize(size);
  return text;
}

config::Value read_tree(std::string_view text, ConfigFormat format, config::Mistakes& mistakes) {
  text = config::checked_text(text, mistakes);
  return format == ConfigFormat::kJson ? config::read_json(text, mistakes)
                                       : config::read_yaml(text, mistakes);
}

}  // namespace

std::string_view plugin_name_of(std::string_view adapter_id) noexcept {
  return adapter_id.substr(0, adapter_id.find('@'));
}

Config parse_config(std::string_view text, ConfigFormat format, const std::string& origin) {
  config::Mistakes mistakes(origin, format);
  Config config;
  try {
    config = config::read_config(read_tree(text, format, mistakes), mistakes);
  } catch (const config::StopReading&) {
    // The mistakes say why.
  }
  mistakes.throw_if_any();
  return config;
}

Config load_config(const std::string& path) {
  const ConfigFormat format = path.ends_with(".json") ? ConfigFormat::kJson : ConfigFormat::kYaml;
  return parse_config(read_file(path), format, path);
}

}  // namespace portside
