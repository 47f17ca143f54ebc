// SPDX-License-Identifier: Apache-2.0
//
// What goes into an index of advisories: the parts that OSV records, Alpine's secdb and Debian's
// security tracker have in common.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "portside/api/millis.hpp"
#include "portside/api/severity.hpp"

namespace portside::advisory {

/// One stretch of versions that a vulnerability is in.
struct VersionRange {
  /// The first affected version; "" = from the beginning.
  std::string introduced;
  /// The first version without it; "" = there is none, or a member below says where it ends.
  std::string fixed;
  /// The last affected version; "" = see `fixed`.
  std::string last_affected = {};
  /// The first version that is not spoken of any more: not affected, but nobody says that it was
  /// released as a fix. "" = see `fixed`.
  std::string limit = {};
};

/// Which of a package's names an advisory means.
enum class NameKind : std::uint8_t {
  kSource = 0,  ///< the source package (Debian, Ubuntu, Alpine)
  kBinary = 1,  ///< the binary package (AlmaLinux)
};

/// One package of one release that an advisory is about.
struct AffectedPackage {
  /// Distribution and release as OSV names ecosystems: `Debian:12`, `Alpine:v3.19`, `AlmaLinux:9`.
  std::string release;
  std::string package;
  NameKind name_kind = NameKind::kSource;
  /// `NAME:STREAM` of the rpm module that the versions belong to; "" = none.
  std::string module;
  /// Affected when one range, or `versions`, has the version. Both empty = nothing is affected.
  std::vector<VersionRange> ranges;
  std::vector<std::string> versions;
  Severity severity = Severity::kUnknown;
  /// The source's own word.
  std::string severity_text;
  /// The distribution's judgement: `affected`, `fixed`, `will_not_fix`, `end_of_life`, ...
  std::string status;
};

/// One vulnerability as one source describes it.
struct Advisory {
  /// `CVE-2024-3094`, `ALSA-2024:0001`. Never empty.
  std::string id;
  std::vector<std::string> aliases;
  std::string title;
  std::string description;
  std::vector<std::string> links;
  std::vector<std::string> cwe_ids;
  /// CVSS vectors, `CVSS:3.1/AV:...`.
  std::vector<std::string> cvss_vectors;
  std::vector<AffectedPackage> affected;
};

/// A release that a source speaks for.
struct SourceRelease {
  /// As AffectedPackage::release.
  std::string name;
  /// Epoch milliseconds of the source's newest statement about this release; 0 = unknown.
  Millis updated_at = 0;
  /// How many packages its advisories name. IndexBuilder counts by itself.
  std::uint64_t packages = 0;
};

/// Where advisories come from. An index has one row for each source that was read.
struct DataSource {
  /// `osv`, `alpine-secdb`, `debian-security-tracker`, `debian-changelogs`: what findings show.
  std::string name;
  /// The releases that the source speaks for, also those without any advisory.
  std::vector<SourceRelease> releases;
  /// What a reader of reports has to know, a sentence; "" = nothing.
  std::string remark;

  /// Of its newest statement about any release. Says nothing of the age of the others.
  Millis updated_at() const noexcept {
    Millis newest = 0;
    for (const SourceRelease& release : releases) newest = std::max(newest, release.updated_at);
    return newest;
  }
};

}  // namespace portside::advisory
