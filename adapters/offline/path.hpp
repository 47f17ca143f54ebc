// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace portside::offline {

struct CleanPath {
  std::string_view path;
  /// It leads out of the root by its `..`, at which it was cut.
  bool is_outside = false;
};

/// A path of a tar as the tree knows it: without `./`, `..`, doubled and outer slashes; "" is the
/// root itself. Looks at the text alone, as runtimes do. `buffer` is used where something in the
/// middle has to go; the result may view it.
CleanPath clean_path(std::string_view path, std::string& buffer);

/// `FOLDER/NAME`, or `NAME` in the root.
std::string joined(std::string_view folder, std::string_view name);

/// What stands before the last slash; "" without one.
std::string_view folder_of(std::string_view path) noexcept;
/// What stands behind it.
std::string_view name_of(std::string_view path) noexcept;

/// A path for a message: printable, and not too long.
std::string shown_path(std::string_view path);

}  // namespace portside::offline
