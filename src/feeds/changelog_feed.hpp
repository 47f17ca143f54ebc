// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "feeds/archive_reader.hpp"
#include "portside/api/millis.hpp"

namespace portside::feeds {

/// Makes a feed of advisories out of Debian packages: which CVEs their changelogs name, and in
/// which version. The oldest entry that names a CVE is its fix, as in practice it is; an entry that
/// takes a fix back, or that names what it does not fix, is not understood. Not thread-safe.
class ChangelogFeed {
 public:
  /// Takes a changelog in.
  void add(std::string_view changelog);

  /// One fix for each CVE of each source package.
  std::size_t fixes() const noexcept;
  std::size_t source_packages() const noexcept { return packages_.size(); }

  /// Writes OSV records for a release (`Debian:12`) that read_sources() knows as
  /// Source::kDebianChangelogs; the same changelogs make the same bytes. `time`: when, epoch
  /// milliseconds. Throws AdapterError(kIo).
  void write(std::ostream& out, std::string_view release, Millis time) const;

 private:
  struct Fix {
    std::string version;
    std::string note;
  };
  /// By source package, then by id.
  std::map<std::string, std::map<std::string, Fix, std::less<>>, std::less<>> packages_;
};

/// What reading packages came to.
struct DebSummary {
  std::size_t packages = 0;
  /// Files whose changelog is in another package of the same source.
  std::size_t without_changelog = 0;
};

/// Takes in the changelogs of .deb files, named ones and all in folders (by the end of their
/// names). Throws AdapterError, each message beginning with the name: kIo, kNotFound (a folder
/// without), kMalformedData, kTooLarge.
DebSummary add_changelogs(const std::vector<std::string>& paths, ChangelogFeed& feed,
                          const ContainerLimits& limits = {});

}  // namespace portside::feeds
