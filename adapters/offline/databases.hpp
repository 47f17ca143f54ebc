// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "advisory/version.hpp"
#include "offline/image_tree.hpp"
#include "offline/interest.hpp"

namespace portside::offline {

inline constexpr std::size_t kSchemes = 3;

struct DatabaseFile {
  /// Where one looks for it; it may lie elsewhere, behind links.
  std::string path;
  std::shared_ptr<const std::string> content;
  /// Of SQLite: what is not in the database yet; or null.
  std::shared_ptr<const std::string> log;

  friend bool operator==(const DatabaseFile&, const DatabaseFile&) = default;
};

/// The package databases of an image, by advisory::VersionScheme.
struct Databases {
  std::array<std::vector<DatabaseFile>, kSchemes> files;
  /// Those that are there and cannot be read: `var/lib/rpm/Packages (Berkeley DB)`,
  /// `var/lib/dpkg/status (a directory)`.
  std::vector<std::string> unreadable;
};

Databases find_databases(const ImageTree& tree);

/// The content of an image's file, or nothing.
std::shared_ptr<const std::string> file_content(const ImageTree& tree, const std::string& path);

/// Adds what links of the image lead to that was not kept, as far as something may be there.
/// `paths` are those of all layers. Returns whether there was any: then the layers have to be read
/// again.
bool widen(Interest& interest, const ImageTree& tree, const ImagePaths& paths);

}  // namespace portside::offline
