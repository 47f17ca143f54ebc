// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/stat.h>

#include <optional>
#include <string>
#include <variant>

#include "loader/path_trust.hpp"
#include "loader/refusal.hpp"
#include "process/file_descriptor.hpp"

namespace portside::loader {

/// A link that led to a file.
struct PluginLink {
  /// Where the link itself lies, without links in the folders above it.
  std::string real_path;
  struct stat status {};
};

/// An open regular file.
struct PluginFile {
  process::FileDescriptor fd;
  struct stat status {};
  std::string real_path;
  /// Set when the path that was opened is a link.
  std::optional<PluginLink> link;
};

/// Opens `path` without waiting for anything and without following it out of sight: what a link
/// points to is opened by its real path. `folder_fd` is an open folder that `path` lies in, or -1;
/// `trust` knows real folders.
std::variant<PluginFile, Refusal> open_plugin_file(const std::string& path, int folder_fd,
                                                   PathTrust& trust);

}  // namespace portside::loader
