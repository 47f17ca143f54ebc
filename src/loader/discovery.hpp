// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "loader/handshake.hpp"
#include "loader/judge.hpp"
#include "portside/host/config.hpp"

namespace portside::loader {

struct Discovered {
  /// In the order of search: `options.files` by name, then each folder's files by name. A later
  /// file of a name already found is kShadowed; the same file seen again (another link to it) is
  /// kRefused with kDuplicate.
  std::vector<JudgedFile> files;
  /// A sentence for each folder that could not be read.
  std::vector<std::string> unreadable_folders;
};

/// Finds and judges all plugins. In a folder, names that end in `.so` and do not begin with a dot
/// count; folders are not entered.
Discovered discover(const PluginOptions& options, const TrustOptions& trust, const HostAbi& host);

}  // namespace portside::loader
