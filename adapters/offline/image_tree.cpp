// SPDX-License-Identifier: Apache-2.0
#include "offline/image_tree.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "offline/path.hpp"

namespace portside::offline {
namespace {

using sdk::TarEntryKind;

/// path_resolution(7).
constexpr int kMaxLinks = 40;

/// Names of a path that are still to be walked, the next one last.
class Names {
 public:
  void push(std::string_view path) {
    const std::size_t begin = names_.size();
    while (!path.empty()) {
      const std::size_t slash = std::min(path.find('/'), path.size());
      if (slash != 0 && path.substr(0, slash) != ".") names_.emplace_back(path.substr(0, slash));
      path.remove_prefix(std::min(slash + 1, path.size()));
    }
    std::reverse(names_.begin() + static_cast<std::ptrdiff_t>(begin), names_.end());
  }
  std::string pop() {
    std::string name = std::move(names_.back());
    names_.pop_back();
    return name;
  }
  bool empty() const { return names_.empty(); }

 private:
  std::vector<std::string> names_;
};

}  // namespace

void ImageTree::apply(LayerFiles layer) {
  for (const std::string& path : layer.emptied) remove_below(path);
  for (const std::string& path : layer.removed) remove(path);
  for (LayerEntry& entry : layer.entries) place(std::move(entry));
}

void ImageTree::remove_below(const std::string& path) {
  if (path.empty()) return nodes_.clear();
  const std::string prefix = path + '/';
  auto end = nodes_.lower_bound(prefix);
  const auto begin = end;
  while (end != nodes_.end() && end->first.starts_with(prefix)) ++end;
  nodes_.erase(begin, end);
}

void ImageTree::remove(const std::string& path) {
  remove_below(path);
  nodes_.erase(path);
}

/// Parents may be links, of this layer or of a lower one, and are followed.
void ImageTree::place(LayerEntry entry) {
  const Resolved folder = walk(folder_of(entry.path), true);
  const std::string path = joined(folder.path, name_of(entry.path));
  if (entry.kind == TarEntryKind::kDirectory) {
    const auto found = nodes_.find(path);
    // A folder keeps what is in it.
    if (found != nodes_.end() && found->second.kind == TarEntryKind::kDirectory) return;
  }
  Node node{entry.kind, std::move(entry.target), std::move(entry.content)};
  if (entry.kind == TarEntryKind::kHardLink) node = linked(node.target);
  if (entry.kind != TarEntryKind::kDirectory) {
    remove(path);
  } else {
    nodes_.erase(path);
  }
  nodes_.emplace(path, std::move(node));
}

/// What a hard link stands for: the same as its target does.
ImageTree::Node ImageTree::linked(const std::string& target) const {
  const Resolved found = walk(target, false);
  if (found.node != nullptr) return *found.node;
  Node node;
  if (found.is_unknown) {
    node.kind = TarEntryKind::kHardLink;
    node.target = found.path;
  }
  return node;
}

ImageTree::Resolved ImageTree::resolve(std::string_view path) const {
  Resolved found = walk(path, true);
  if (found.node != nullptr && found.node->kind == TarEntryKind::kHardLink) {
    return {found.node->target, nullptr, true};
  }
  return found;
}

ImageTree::Resolved ImageTree::walk(std::string_view path, bool follow_last) const {
  Resolved at;
  Names names;
  names.push(path);
  int links = 0;
  while (!names.empty()) {
    const std::string name = names.pop();
    if (name == "..") {
      at.path = std::string(folder_of(at.path));
      at.node = nullptr;
      continue;
    }
    std::string next = joined(at.path, name);
    const auto found = nodes_.find(next);
    at.node = found == nodes_.end() ? nullptr : &found->second;
    at.is_unknown = at.is_unknown || !interest_.has(next);
    if (at.node == nullptr || at.node->kind != TarEntryKind::kSymlink ||
        (names.empty() && !follow_last)) {
      if (at.node != nullptr && at.node->kind == TarEntryKind::kFile && !names.empty()) return {};
      at.path = std::move(next);
      continue;
    }
    if (++links > kMaxLinks) return {};
    if (at.node->target.starts_with('/')) at.path.clear();
    names.push(at.node->target);
    at.node = nullptr;
  }
  return at;
}

std::vector<std::string> ImageTree::files_in(std::string_view folder) const {
  std::vector<std::string> paths;
  const std::string prefix = std::string(folder) + '/';
  for (auto at = nodes_.lower_bound(prefix); at != nodes_.end() && at->first.starts_with(prefix);
       ++at) {
    const bool is_direct = at->first.find('/', prefix.size()) == std::string::npos;
    if (is_direct && at->second.kind != TarEntryKind::kDirectory) paths.push_back(at->first);
  }
  return paths;
}

std::uint64_t ImageTree::content_bytes() const {
  std::set<const std::string*> seen;
  std::uint64_t bytes = 0;
  for (const auto& entry : nodes_) {
    const std::string* content = entry.second.content.get();
    if (content != nullptr && seen.insert(content).second) bytes += content->size();
  }
  return bytes;
}

}  // namespace portside::offline
