// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/host/config.hpp"
#include "portside/host/scan_report.hpp"

namespace portside {

/// A decision to pass over a vulnerability.
struct IgnoreRule {
  /// The id or an alias of the vulnerability, to the letter.
  std::string id;
  /// The binary or the source package, with `*` and `?` for any characters and any one; "" = all.
  std::string package;
  /// The package URL, without its qualifiers; without a version it is about all versions; "" = all.
  std::string purl;
  /// The last day on which the rule holds (UTC), `YYYY-MM-DD`; "" = it holds for good.
  std::string expires;
  std::string reason;
  /// Of the entry in its file, from 1; 0 = unknown.
  int line = 0;
};

struct IgnoreList {
  /// Names the file in messages.
  std::string origin;
  std::vector<IgnoreRule> rules;
};

/// Reads an ignore list:
///
///   ignore:
///     - id: CVE-2024-3094
///       package: liblzma*        # optional
///       purl: pkg:deb/debian/xz  # optional
///       expires: 2024-12-31      # optional, the last day
///       reason: not reachable    # optional
///
/// Throws kConfigInvalid as parse_config() does: every mistake with its line, unknown keys too. The
/// same limits hold. [any]
IgnoreList parse_ignore_list(std::string_view text, ConfigFormat format, const std::string& origin);

/// Reads a file; its format is told by its name (`.json`, else YAML). Throws as
/// parse_ignore_list(), and kConfigInvalid for a file that cannot be read. [any]
IgnoreList load_ignore_list(const std::string& path);

/// What became of the rules, a sentence each.
struct IgnoreNotes {
  /// Rules that have expired although there still is what they are about: it counts again.
  std::vector<std::string> warnings;
  /// Rules that are about nothing in these reports.
  std::vector<std::string> unused;
};

/// Moves what the rules are about from `vulnerabilities` to `suppressed`. Rules that ended before
/// `today` (`YYYY-MM-DD`) move nothing. Where several hold, the first one gives the reason. [any]
IgnoreNotes apply_ignores(std::span<ScanReport> reports, const IgnoreList& list,
                          std::string_view today);

}  // namespace portside
