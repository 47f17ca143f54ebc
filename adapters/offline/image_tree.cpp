// SPDX-License-Identifier: Apache-2.0
#include "offline/image_tree.hpp"

#include <set>
#include <utility>

#include "offline/path.hpp"
#include "offline/walk.hpp"

namespace portside::offline {
namespace {

using sdk::TarEntryKind;

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

/// Parents may be links, of this layer or of a lower one, and are followed; what has none that are
/// folders cannot be unpacked, and is passed over.
void ImageTree::place(LayerEntry entry) {
  const Resolved folder = walk(folder_of(entry.path), true);
  if (!folder.has_end) return;
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

/// What a hard link stands for: the same as its target does, when that was kept.
ImageTree::Node ImageTree::linked(const std::string& target) const {
  const Resolved found = walk(target, false);
  const bool is_kept = found.node != nullptr &&
                       (found.node->kind != TarEntryKind::kFile || found.node->content != nullptr);
  if (is_kept) return *found.node;
  return {TarEntryKind::kHardLink, found.has_end ? found.path : target, nullptr};
}

ImageTree::Resolved ImageTree::resolve(std::string_view path) const {
  return walk(path, true);
}

ImageTree::Resolved ImageTree::walk(std::string_view path, bool follow_last) const {
  Resolved at;
  at.has_end = walk_path(path, at.path, [&](const std::string& place, bool is_last) {
    const auto found = nodes_.find(place);
    if (found == nodes_.end()) return Step();
    const Node& node = found->second;
    if (node.kind == TarEntryKind::kSymlink && (!is_last || follow_last)) {
      return Step{Step::Kind::kLink, node.target};
    }
    const bool leads_on = is_last || node.kind == TarEntryKind::kDirectory;
    return Step{leads_on ? Step::Kind::kPlain : Step::Kind::kDeadEnd};
  });
  if (!at.has_end) return {};
  const auto found = nodes_.find(at.path);
  if (found != nodes_.end()) at.node = &found->second;
  return at;
}

std::vector<std::string> ImageTree::files_in(std::string_view folder) const {
  std::vector<std::string> paths;
  const std::string prefix = folder.empty() ? std::string() : std::string(folder) + '/';
  for (auto at = nodes_.lower_bound(prefix); at != nodes_.end() && at->first.starts_with(prefix);
       ++at) {
    const bool is_direct = at->first.find('/', prefix.size()) == std::string::npos;
    if (is_direct && at->second.kind != TarEntryKind::kDirectory) paths.push_back(at->first);
  }
  return paths;
}

bool ImageTree::is_folder(std::string_view path) const {
  const auto found = nodes_.find(path);
  if (path.empty() || found != nodes_.end()) {
    return path.empty() || found->second.kind == TarEntryKind::kDirectory;
  }
  const std::string prefix = std::string(path) + '/';
  const auto below = nodes_.lower_bound(prefix);
  return below != nodes_.end() && below->first.starts_with(prefix);
}

KeptBytes ImageTree::kept() const {
  std::set<const std::string*> seen;
  KeptBytes kept;
  for (const auto& [path, node] : nodes_) {
    const std::uint64_t own = path.size() + node.target.size() + kPathOverhead;
    kept.all += own;
    kept.text += own;
    if (node.content == nullptr || !seen.insert(node.content.get()).second) continue;
    kept.all += node.content->size();
    if (interest_.is_text(path)) kept.text += node.content->size();
  }
  return kept;
}

}  // namespace portside::offline
