// SPDX-License-Identifier: Apache-2.0
#include "feeds/files_below.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "portside/api/error.hpp"

namespace portside::feeds {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& folder, const std::error_code& error) {
  throw AdapterError(ErrorCode::kIo, folder + ": cannot be read: " + error.message());
}

}  // namespace

std::vector<std::string> files_below(const std::string& folder, std::vector<std::string>* links) {
  std::vector<std::string> files;
  std::error_code error;
  fs::recursive_directory_iterator at(folder, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    const fs::path& path = at->path();
    std::error_code ignored;
    if (path.filename().native().starts_with('.')) {
      at.disable_recursion_pending();
    } else if (fs::is_regular_file(path, ignored)) {
      files.push_back(path.string());
    } else if (links != nullptr && fs::is_symlink(path, ignored)) {
      links->push_back(path.string());
    }
  }
  if (error) fail(folder, error);
  std::sort(files.begin(), files.end());
  if (links != nullptr) std::sort(links->begin(), links->end());
  return files;
}

bool is_folder(const std::string& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

}  // namespace portside::feeds
