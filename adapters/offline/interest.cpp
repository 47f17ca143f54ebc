// SPDX-License-Identifier: Apache-2.0
#include "offline/interest.hpp"

#include <algorithm>

#include "offline/path.hpp"
#include "offline/places.hpp"

namespace portside::offline {

Interest Interest::in_packages() {
  Interest interest;
  for (const char* path : kOsFiles) interest.add_file(path);
  interest.add_file(kDpkgStatus);
  interest.add_folder(kDpkgStatusFolder);
  for (const char* path : kApkDatabases) interest.add_file(path);
  for (const std::string folder : kRpmFolders) {
    interest.add_file(joined(folder, kRpmSqlite), Content::kSqlite);
    interest.add_file(joined(folder, kRpmSqliteLog), Content::kSqlite);
    for (const RpmContainer& other : kRpmContainers) {
      interest.add_presence(joined(folder, other.file));
    }
  }
  return interest;
}

void Interest::add_presence(const std::string& path) {
  longest_ = std::max(longest_, path.size());
  for (std::string_view step = path; !step.empty(); step = folder_of(step)) {
    paths_.emplace(step);
  }
}

void Interest::add_file(const std::string& path, Content content) {
  add_presence(path);
  Content& known = files_.emplace(path, content).first->second;
  if (content == Content::kText) known = content;
}

void Interest::add_folder(const std::string& path) {
  add_presence(path);
  folders_.insert(path);
}

bool Interest::is_in_folder(std::string_view path) const noexcept {
  return !path.empty() && folders_.find(folder_of(path)) != folders_.end();
}

bool Interest::has(std::string_view path) const noexcept {
  return (path.size() <= longest_ && paths_.find(path) != paths_.end()) || is_in_folder(path);
}

bool Interest::wants_content(std::string_view path) const noexcept {
  return files_.find(path) != files_.end() || is_in_folder(path);
}

bool Interest::is_text(std::string_view path) const noexcept {
  const auto found = files_.find(path);
  return found == files_.end() || found->second == Content::kText || is_in_folder(path);
}

}  // namespace portside::offline
