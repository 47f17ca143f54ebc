// SPDX-License-Identifier: Apache-2.0
#include "offline/databases.hpp"

#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "offline/path.hpp"
#include "offline/places.hpp"

namespace portside::offline {
namespace {

using advisory::VersionScheme;

/// Why there is something at a place of a file, and nothing to read; "" when there is nothing.
std::string obstacle(const ImageTree& tree, const std::string& path) {
  const ImageTree::Resolved found = tree.resolve(path);
  if (!found.has_end) return {};
  if (tree.is_folder(found.path)) return "a directory";
  if (found.node == nullptr) return {};
  return found.node->kind == sdk::TarEntryKind::kHardLink
             ? "a hard link to a file that is not in the image"
             : "no regular file";
}

/// Of what is there, content that can be read, or a word that it cannot.
std::shared_ptr<const std::string> readable(const ImageTree& tree, const std::string& path,
                                            Databases& databases) {
  auto content = file_content(tree, path);
  if (content != nullptr) return content;
  const std::string why = obstacle(tree, path);
  if (!why.empty()) databases.unreadable.push_back(shown_path(path) + " (" + why + ")");
  return nullptr;
}

/// Two paths of one file count once.
void add(Databases& databases, VersionScheme scheme, DatabaseFile file) {
  if (file.content == nullptr) return;
  auto& files = databases.files[static_cast<std::size_t>(scheme)];
  for (const DatabaseFile& known : files) {
    if (known.content == file.content) return;
  }
  files.push_back(std::move(file));
}

void add_text(const ImageTree& tree, Databases& databases, VersionScheme scheme,
              const std::string& path) {
  add(databases, scheme, {path, readable(tree, path, databases), nullptr});
}

void add_status_folder(const ImageTree& tree, Databases& databases) {
  const ImageTree::Resolved folder = tree.resolve(kDpkgStatusFolder);
  if (!folder.has_end) return;
  if (folder.node != nullptr && !tree.is_folder(folder.path)) {
    databases.unreadable.push_back(std::string(kDpkgStatusFolder) + " (no directory)");
  }
  for (const std::string& path : tree.files_in(folder.path)) {
    if (path.ends_with(".md5sums")) continue;
    add(databases, VersionScheme::kDeb,
        {joined(kDpkgStatusFolder, name_of(path)), readable(tree, path, databases), nullptr});
  }
}

void add_rpm(const ImageTree& tree, Databases& databases) {
  std::set<std::string> seen;
  for (const char* folder : kRpmFolders) {
    const std::string path = joined(folder, kRpmSqlite);
    auto content = readable(tree, path, databases);
    auto log = readable(tree, joined(folder, kRpmSqliteLog), databases);
    add(databases, VersionScheme::kRpm, {path, std::move(content), std::move(log)});
    for (const RpmContainer& other : kRpmContainers) {
      const ImageTree::Resolved found = tree.resolve(joined(folder, other.file));
      const bool is_file =
          found.node != nullptr && found.node->kind != sdk::TarEntryKind::kDirectory;
      if (!is_file || !seen.insert(found.path).second) continue;
      databases.unreadable.push_back(joined(folder, other.file) + " (" + other.name + ")");
    }
  }
}

/// Looks where links lead, and makes it a place of interest when something may be there.
class Widener {
 public:
  Widener(Interest& interest, const ImageTree& tree, const ImagePaths& paths)
      : interest_(interest), tree_(tree), paths_(paths) {}

  void file(const std::string& path, Interest::Content content = Interest::Content::kText) {
    const auto end = follow(path);
    if (!end) return;
    want(*end, content);
    const ImageTree::Resolved found = tree_.resolve(*end);
    const bool is_elsewhere =
        found.node != nullptr && found.node->kind == sdk::TarEntryKind::kHardLink;
    if (is_elsewhere && paths_.may_have(found.node->target)) want(found.node->target, content);
  }
  void presence(const std::string& path) {
    if (const auto end = follow(path)) interest_.add_presence(*end);
  }
  void folder(const std::string& path) {
    const auto end = follow(path);
    if (!end) return;
    interest_.add_folder(*end);
    for (const std::string& inside : tree_.files_in(*end)) file(inside);
  }

 private:
  std::optional<std::string> follow(const std::string& path) {
    ImagePaths::Trail trail = paths_.resolve(path);
    if (!trail.has_end || !paths_.may_have(trail.end)) return std::nullopt;
    for (const std::string& link : trail.links) interest_.add_presence(link);
    return std::move(trail.end);
  }
  void want(const std::string& path, Interest::Content content) {
    if (!interest_.wants_content(path)) interest_.add_file(path, content);
  }

  Interest& interest_;
  const ImageTree& tree_;
  const ImagePaths& paths_;
};

}  // namespace

std::shared_ptr<const std::string> file_content(const ImageTree& tree, const std::string& path) {
  const ImageTree::Resolved found = tree.resolve(path);
  return found.node == nullptr ? nullptr : found.node->content;
}

Databases find_databases(const ImageTree& tree) {
  Databases databases;
  add_text(tree, databases, VersionScheme::kDeb, kDpkgStatus);
  add_status_folder(tree, databases);
  for (const char* path : kApkDatabases) add_text(tree, databases, VersionScheme::kApk, path);
  add_rpm(tree, databases);
  return databases;
}

bool widen(Interest& interest, const ImageTree& tree, const ImagePaths& paths) {
  const std::size_t before = interest.size();
  Widener widener(interest, tree, paths);
  for (const char* path : kOsFiles) widener.file(path);
  widener.file(kDpkgStatus);
  widener.folder(kDpkgStatusFolder);
  for (const char* path : kApkDatabases) widener.file(path);
  for (const char* folder : kRpmFolders) {
    widener.file(joined(folder, kRpmSqlite), Interest::Content::kSqlite);
    widener.file(joined(folder, kRpmSqliteLog), Interest::Content::kSqlite);
    for (const RpmContainer& other : kRpmContainers) {
      widener.presence(joined(folder, other.file));
    }
  }
  return interest.size() != before;
}

}  // namespace portside::offline
