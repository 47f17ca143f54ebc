// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "advisory/advisory.hpp"
#include "advisory/index_builder.hpp"
#include "advisory/match.hpp"
#include "temp_folder.hpp"

namespace portside::advisory {

inline DataSource source(const std::string& name, std::vector<std::string> releases = {}) {
  DataSource source;
  source.name = name;
  for (std::string& release : releases) source.releases.push_back({std::move(release), 0, 0});
  return source;
}

/// `NAME TIME PACKAGES` for each.
inline std::vector<std::string> lines_of(const std::vector<SourceRelease>& releases) {
  std::vector<std::string> lines;
  for (const SourceRelease& each : releases) {
    lines.push_back(each.name + ' ' + std::to_string(each.updated_at) + ' ' +
                    std::to_string(each.packages));
  }
  return lines;
}

/// Affected until `fixed`; "" = still.
inline AffectedPackage package(const std::string& release, const std::string& name,
                               const std::string& fixed = "") {
  AffectedPackage package;
  package.release = release;
  package.package = name;
  package.ranges.push_back({"", fixed, ""});
  return package;
}

inline Advisory advisory(const std::string& id, std::vector<AffectedPackage> affected) {
  Advisory advisory;
  advisory.id = id;
  advisory.affected = std::move(affected);
  return advisory;
}

/// Two sources, three advisories, every member in use.
inline void add_sample(IndexBuilder& builder) {
  DataSource tracker = source("tracker");
  tracker.releases = {{"Debian:12", 500, 0}, {"Debian:13", 1000, 0}};
  tracker.remark = "Severities are its own.";
  builder.begin_source(tracker);
  Advisory first = advisory("CVE-2024-0001", {package("Debian:12", "openssl", "3.0.11-1~deb12u2")});
  first.title = "a title";
  first.description = "A description.";
  first.aliases = {"GHSA-1", "GHSA-2"};
  first.links = {"https://example.test/1"};
  first.cwe_ids = {"CWE-79"};
  first.cvss_vectors = {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"};
  first.affected[0].severity = Severity::kHigh;
  first.affected[0].severity_text = "high";
  first.affected[0].status = "fixed";
  builder.add(first);
  builder.add(advisory("CVE-2024-0002", {package("Debian:12", "bash")}));
  builder.begin_source(source("osv"));
  builder.updated_at("AlmaLinux:9", 2000);
  Advisory third = advisory("ALSA-2024:1", {package("AlmaLinux:9", "nodejs", "1:18.0-1")});
  third.affected[0].name_kind = NameKind::kBinary;
  third.affected[0].module = "nodejs:18";
  third.affected[0].ranges[0].introduced = "1:16.0-1";
  third.affected[0].versions = {"1:20.0-1", "1:20.1-1"};
  builder.add(third);
}

/// An index in a folder of its own.
class IndexFile {
 public:
  explicit IndexFile(const IndexBuilder& builder) : path_(folder_ / "index") {
    builder.write(path_, 5000);
  }
  const std::string& path() const noexcept { return path_; }

 private:
  testing::TempFolder folder_;
  std::string path_;
};

}  // namespace portside::advisory
