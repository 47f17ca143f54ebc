// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>

namespace portside::feeds {

/// A line of a Debian changelog that names an issue. Views of the changelog.
struct ChangelogLine {
  /// Of the entry that the line is in.
  std::string_view source_package;
  /// The lowest version that has the entry: its own, or that of a newer entry which sorts before it
  /// (a backport, `1.0-4~deb12u1` above `1.0-4`).
  std::string_view version;
  std::string_view id;
  std::string_view line;
};

/// Finds the CVEs that a changelog (deb-changelog(5)) names, from its newest entry to its oldest;
/// each time that one is named. [any]
void read_changelog(std::string_view text, const std::function<void(const ChangelogLine&)>& found);

}  // namespace portside::feeds
