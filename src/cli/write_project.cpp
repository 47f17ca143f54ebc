// SPDX-License-Identifier: Apache-2.0
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "cli/plugin_project.hpp"
#include "portside/api/error.hpp"

namespace portside::cli {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& path, const std::string& reason) {
  throw AdapterError(ErrorCode::kIo, path + ": cannot be written: " + reason);
}

[[noreturn]] void refuse_to_overwrite(const std::string& folder) {
  throw AdapterError(ErrorCode::kConflict,
                     folder +
                         ": exists already; expected nothing or an empty folder: remove it, "
                         "or name another place with --dir");
}

/// A folder beside the one that is to be, which disappears with what is left in it.
class FolderBeside {
 public:
  explicit FolderBeside(const fs::path& target)
      : path_((target.parent_path() / ".portside-new-XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr) fail(target.parent_path(), std::strerror(errno));
  }
  ~FolderBeside() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  FolderBeside(const FolderBeside&) = delete;
  FolderBeside& operator=(const FolderBeside&) = delete;

  fs::path path() const { return path_; }

 private:
  std::string path_;
};

void write_file(const fs::path& path, const std::string& text) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (error) fail(path.parent_path(), error.message());
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) fail(path, std::strerror(errno));
}

}  // namespace

void write_project(const std::vector<ProjectFile>& files, const std::string& folder) {
  std::error_code error;
  const fs::file_status there = fs::symlink_status(folder, error);
  const bool is_free =
      !fs::exists(there) || (fs::is_directory(there) && fs::is_empty(folder, error));
  if (!is_free) refuse_to_overwrite(folder);

  const FolderBeside beside(folder);
  const fs::path project = beside.path() / "project";  // with the usual mode, not mkdtemp()'s
  for (const ProjectFile& file : files) write_file(project / file.path, file.text);
  fs::rename(project, folder, error);
  if (error == std::errc::directory_not_empty || error == std::errc::file_exists) {
    refuse_to_overwrite(folder);  // somebody was faster
  }
  if (error) fail(folder, error.message());
}

}  // namespace portside::cli
