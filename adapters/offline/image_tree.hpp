// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "offline/interest.hpp"
#include "offline/layer_files.hpp"

namespace portside::offline {

/// The paths of interest of an image, layer upon layer: what a container would see there.
class ImageTree {
 public:
  struct Node {
    sdk::TarEntryKind kind = sdk::TarEntryKind::kFile;
    /// Of a symlink; of a hard link to a file that was not kept (the tree knows no others).
    std::string target;
    std::shared_ptr<const std::string> content;
  };

  /// Where a path leads.
  struct Resolved {
    /// Without links, inside of the image; "" is the root.
    std::string path;
    /// What is there; null when nothing is.
    const Node* node = nullptr;
    /// False for links in a circle, and for a path through something that is no folder.
    bool has_end = false;
  };

  /// `interest` has to outlive this, and is that of all layers.
  explicit ImageTree(const Interest& interest) : interest_(interest) {}

  /// Lays the next layer on top (OCI image specification, "Applying Changesets"): what it removes
  /// it removes of lower layers only.
  void apply(LayerFiles layer);

  /// Follows symlinks, at most as many as Linux does.
  Resolved resolve(std::string_view path) const;

  /// Paths of the files and links directly in a folder (resolved already), sorted.
  std::vector<std::string> files_in(std::string_view folder) const;

  /// Whether a folder is there, or something below.
  bool is_folder(std::string_view path) const;

  /// What it keeps.
  KeptBytes kept() const;

 private:
  Resolved walk(std::string_view path, bool follow_last) const;
  void remove(const std::string& path);
  void remove_below(const std::string& path);
  void place(LayerEntry entry);
  Node linked(const std::string& target) const;

  const Interest& interest_;
  std::map<std::string, Node, std::less<>> nodes_;
};

}  // namespace portside::offline
