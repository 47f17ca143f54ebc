// SPDX-License-Identifier: Apache-2.0
#include "offline/databases.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "offline/path.hpp"
#include "offline/places.hpp"

namespace portside::offline {
namespace {

using advisory::VersionScheme;

/// Two paths of one file count once.
void add_file(std::vector<DatabaseFile>& files, DatabaseFile file) {
  if (file.content == nullptr) return;
  for (const DatabaseFile& known : files) {
    if (known.content == file.content) return;
  }
  files.push_back(std::move(file));
}

void add_status_folder(const ImageTree& tree, std::vector<DatabaseFile>& files) {
  const ImageTree::Resolved folder = tree.resolve(kDpkgStatusFolder);
  if (folder.path.empty()) return;
  for (const std::string& path : tree.files_in(folder.path)) {
    if (path.ends_with(".md5sums")) continue;
    add_file(files, {joined(kDpkgStatusFolder, name_of(path)), file_content(tree, path), nullptr});
  }
}

void add_rpm(const ImageTree& tree, Databases& databases) {
  auto& files = databases.files[static_cast<std::size_t>(VersionScheme::kRpm)];
  std::set<std::string> seen;
  for (const char* folder : kRpmFolders) {
    add_file(files, {joined(folder, kRpmSqlite), file_content(tree, joined(folder, kRpmSqlite)),
                     file_content(tree, joined(folder, kRpmSqliteLog))});
    for (const RpmContainer& other : kRpmContainers) {
      const ImageTree::Resolved found = tree.resolve(joined(folder, other.file));
      const bool is_file =
          found.node != nullptr && found.node->kind != sdk::TarEntryKind::kDirectory;
      if (!is_file || !seen.insert(found.path).second) continue;
      databases.unreadable.push_back(joined(folder, other.file) + " (" + other.name + ")");
    }
  }
}

}  // namespace

std::shared_ptr<const std::string> file_content(const ImageTree& tree, const std::string& path) {
  const ImageTree::Resolved found = tree.resolve(path);
  return found.node == nullptr ? nullptr : found.node->content;
}

Databases find_databases(const ImageTree& tree) {
  Databases databases;
  auto& dpkg = databases.files[static_cast<std::size_t>(VersionScheme::kDeb)];
  add_file(dpkg, {kDpkgStatus, file_content(tree, kDpkgStatus), nullptr});
  add_status_folder(tree, dpkg);
  for (const char* path : kApkDatabases) {
    add_file(databases.files[static_cast<std::size_t>(VersionScheme::kApk)],
             {path, file_content(tree, path), nullptr});
  }
  add_rpm(tree, databases);
  return databases;
}

bool widen(Interest& interest, const ImageTree& tree) {
  const std::size_t before = interest.size();
  const auto follow = [&](const std::string& path, void (Interest::*add)(const std::string&)) {
    const ImageTree::Resolved found = tree.resolve(path);
    if (found.is_unknown && !found.path.empty()) (interest.*add)(found.path);
  };
  for (const char* path : kOsFiles) follow(path, &Interest::add_file);
  follow(kDpkgStatus, &Interest::add_file);
  follow(kDpkgStatusFolder, &Interest::add_folder);
  const ImageTree::Resolved folder = tree.resolve(kDpkgStatusFolder);
  for (const std::string& path : tree.files_in(folder.path)) follow(path, &Interest::add_file);
  for (const char* path : kApkDatabases) follow(path, &Interest::add_file);
  for (const char* place : kRpmFolders) {
    follow(joined(place, kRpmSqlite), &Interest::add_file);
    follow(joined(place, kRpmSqliteLog), &Interest::add_file);
    for (const RpmContainer& other : kRpmContainers) {
      follow(joined(place, other.file), &Interest::add_presence);
    }
  }
  return interest.size() != before;
}

}  // namespace portside::offline
