// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/stat.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "loader/refusal.hpp"
#include "portside/host/config.hpp"

namespace portside::loader {

/// Decides whether somebody else could have written a file (the rule of OpenSSH's safe_path).
/// Folders are looked at once for each object: make a new one for each discovery. Not thread-safe.
class PathTrust {
 public:
  /// Anchors are resolved to their real paths; one that does not exist is ignored.
  explicit PathTrust(const TrustOptions& options);

  TrustMode mode() const noexcept { return options_.mode; }

  /// `real_path` is absolute and has no links in it, except that it may itself name a link;
  /// `status` is that of the open file, or of the link (whose permission bits mean nothing). Names
  /// the offending component. Looks at nothing in TrustMode::kOff.
  std::optional<Refusal> check(const std::string& real_path, const struct stat& status);

  /// The real path of a folder, or "" when it cannot be resolved.
  const std::string& real_folder(std::string_view folder);

 private:
  const std::optional<Refusal>& check_folder(std::string_view folder);
  std::optional<Refusal> judge_folder(std::string_view folder);

  template <typename Value>
  using Folders = std::map<std::string, Value, std::less<>>;

  TrustOptions options_;
  Folders<std::optional<Refusal>> verdicts_;
  Folders<std::string> real_folders_;
};

/// The folder of an absolute path, and what follows it.
std::string_view folder_of(std::string_view path) noexcept;
std::string_view name_in_folder(std::string_view path) noexcept;

}  // namespace portside::loader
