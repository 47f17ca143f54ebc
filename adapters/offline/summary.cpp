// SPDX-License-Identifier: Apache-2.0
#include "offline/summary.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "portside/sdk/image_manifest.hpp"

namespace portside::offline {
namespace {

using advisory::VersionScheme;

constexpr const char* kDatabaseNames[kSchemes] = {"dpkg", "rpm", "apk"};
static_assert(static_cast<int>(VersionScheme::kDeb) == 0 &&
              static_cast<int>(VersionScheme::kRpm) == 1 &&
              static_cast<int>(VersionScheme::kApk) == 2);

const InstalledPackages& own_packages(const ImageContent& content) {
  return content.packages[static_cast<std::size_t>(content.distribution.scheme)];
}

/// `1 package`, `2 packages`.
std::string counted(std::uint64_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string packages(std::uint64_t count) {
  return counted(count, "package", "packages");
}

const char* were(std::uint64_t count) {
  return count == 1 ? " was" : " were";
}

std::string listed(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::uint64_t all_packages(const ImageContent& content) {
  std::uint64_t count = 0;
  for (const InstalledPackages& installed : content.packages) {
    count += installed.list.packages.size();
  }
  return count;
}

ScanSummary with_outcome(CoverageOutcome outcome, std::string note) {
  ScanSummary summary;
  summary.coverage.outcome = outcome;
  summary.coverage.notes.push_back(std::move(note));
  return summary;
}

constexpr char kKnownDistributions[] = "Debian, Ubuntu, Alpine, AlmaLinux and Rocky Linux";

/// Why nothing can be matched; "" when something can.
std::string obstacle(const ImageContent& content, std::uint64_t matchable) {
  const Distribution& distribution = content.distribution;
  if (distribution.os.empty()) {
    return "Nothing in the image says which distribution it is (etc/os-release, "
           "usr/lib/os-release, etc/debian_version, etc/alpine-release), so its " +
           packages(all_packages(content)) + " and " +
           counted(content.file_count, "file", "files") + " were not scanned.";
  }
  if (!distribution.is_supported) {
    return "The distribution '" + distribution.os +
           "' is not supported; the offline scanner knows " + std::string(kKnownDistributions) +
           ".";
  }
  if (matchable == 0) {
    return "The image holds " + counted(content.file_count, "file", "files") + ", but no " +
           kDatabaseNames[static_cast<std::size_t>(distribution.scheme)] +
           " database with packages of '" + distribution.os + "' in it, so nothing was scanned.";
  }
  return {};
}

void add_third_parties(const InstalledPackages& installed, Coverage& coverage) {
  std::set<std::string> vendors;
  std::uint64_t count = 0;
  for (const Package& package : installed.list.packages) {
    if (package.third_party.empty()) continue;
    ++count;
    vendors.insert(package.third_party);
  }
  if (count == 0) return;
  constexpr std::size_t kMostShown = 8;
  const bool are_more = vendors.size() > kMostShown;
  while (vendors.size() > kMostShown) vendors.erase(std::prev(vendors.end()));
  coverage.notes.push_back("The distribution's advisories may not mean " + packages(count) +
                           " of other vendors (" + listed(vendors) + (are_more ? ", ..." : "") +
                           "); rows name the vendor as origin.");
}

/// What was left out, or is uncertain.
void add_notes(const ImageContent& content, Coverage& coverage) {
  const InstalledPackages& own = own_packages(content);
  add_third_parties(own, coverage);
  if (own.list.half_installed != 0) {
    coverage.notes.push_back(packages(own.list.half_installed) + " whose installation broke off" +
                             were(own.list.half_installed) + " not scanned.");
  }
  if (own.list.nameless != 0) {
    coverage.notes.push_back(counted(own.list.nameless, "entry", "entries") +
                             " of the package database could not be decided, for want of a name "
                             "or version that can be one: " +
                             own.list.first_nameless + ".");
  }
  if (own.list.ports != 0) {
    coverage.notes.push_back(counted(own.list.ports, "entry", "entries") + " of the dpkg database" +
                             were(own.list.ports) +
                             " not scanned, because of fields that only vcpkg writes.");
  }
  for (std::size_t scheme = 0; scheme < kSchemes; ++scheme) {
    const std::size_t count = content.packages[scheme].list.packages.size();
    const bool is_own = content.distribution.is_supported &&
                        scheme == static_cast<std::size_t>(content.distribution.scheme);
    if (is_own || count == 0) continue;
    coverage.notes.push_back(packages(count) + " of the " + kDatabaseNames[scheme] + " database" +
                             were(count) + " not scanned: it is not that of the distribution.");
  }
  for (const std::string& failure : content.failures) {
    coverage.notes.push_back(
        "A package database that is not the distribution's was not scanned: " + failure + ".");
  }
  coverage.notes.emplace_back("Packages of programming languages are not looked at.");
  for (const std::string& database : content.unreadable_databases) {
    coverage.notes.push_back("The package database " + database +
                             " is in a form that is not read, so its packages were not scanned "
                             "(of rpm's databases only SQLite is, which rpm 4.16 and newer make).");
  }
}

std::set<std::string> releases_of(const advisory::Index& index) {
  std::set<std::string> releases;
  for (const advisory::DataSource& source : index.sources()) {
    for (const advisory::SourceRelease& release : source.releases) releases.insert(release.name);
  }
  return releases;
}

std::string no_data_for(const std::string& release, const advisory::Index& index) {
  constexpr std::size_t kMostShown = 12;
  std::set<std::string> releases = releases_of(index);
  const std::size_t all = releases.size();
  while (releases.size() > kMostShown) releases.erase(std::prev(releases.end()));
  return "The index of advisories has none for " + release + "; it has those for " +
         (all == 0 ? "no release" : listed(releases)) + (all > kMostShown ? ", ..." : "") +
         ". 'portside advisories build' makes one with more sources.";
}

/// What a source that reads changelogs says nothing of is most of a distribution: how far it goes
/// belongs to its remark.
std::string remark_on(const advisory::DataSource& source, const advisory::SourceRelease& release) {
  if (source.name != "debian-changelogs") return source.remark;
  return source.remark + " They name " +
         counted(release.packages, "source package", "source packages") + " of " + release.name +
         '.';
}

void set_metadata(ScanSummary& summary, const ImageContent& content, const advisory::Index* index) {
  nlohmann::json metadata = {{"os", summary.coverage.os},
                             {"release", content.distribution.release}};
  for (std::size_t scheme = 0; scheme < kSchemes; ++scheme) {
    const std::size_t count = content.packages[scheme].list.packages.size();
    if (count != 0) metadata["packages"][kDatabaseNames[scheme]] = count;
  }
  if (index != nullptr) {
    nlohmann::json sources = nlohmann::json::array();
    for (const advisory::DataSource& source : index->sources()) {
      const auto release =
          std::find_if(source.releases.begin(), source.releases.end(),
                       [&](const auto& each) { return each.name == content.distribution.release; });
      if (release == source.releases.end()) continue;
      sources.push_back({{"name", source.name}, {"updated_at", release->updated_at}});
      const std::string remark = remark_on(source, *release);
      if (!remark.empty()) summary.coverage.notes.push_back(remark);
    }
    metadata["index"] = {{"built_at", index->built_at()}, {"sources", sources}};
  }
  summary.metadata.text = metadata.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void add_age(Coverage& coverage, const OfflineConfig& config, Millis now) {
  constexpr Millis kDay = 24 * 60 * 60 * 1000;
  if (config.max_data_age_days == 0) return;
  if (!coverage.data_updated_at) {
    coverage.notes.push_back("The age of the advisories for this release is unknown.");
    return;
  }
  const Millis days = (now - *coverage.data_updated_at) / kDay;
  if (days <= config.max_data_age_days) return;
  coverage.notes.push_back("The newest advisory for this release is " + std::to_string(days) +
                           " days old (max_data_age_days is " +
                           std::to_string(config.max_data_age_days) +
                           "): what became known since is not in the report. 'portside "
                           "advisories build' makes a new index.");
}

}  // namespace

bool is_scannable(const ImageDocument& image) {
  return sdk::is_image_config(image.config_media_type) && image.os != "windows";
}

ScanSummary unsupported_document(const ImageDocument& image) {
  ScanSummary summary =
      with_outcome(CoverageOutcome::kUnsupported,
                   sdk::is_image_config(image.config_media_type)
                       ? "Images of Windows are not supported."
                       : "This is no image that has packages: the media type of its config is '" +
                             image.config_media_type + "'.");
  if (sdk::is_image_config(image.config_media_type)) summary.coverage.os = image.os;
  return summary;
}

ScanSummary summary_of(const ImageContent& content) {
  if (content.file_count == 0) {
    return with_outcome(CoverageOutcome::kNothingToScan, "The image holds no files.");
  }
  const Distribution& distribution = content.distribution;
  ScanSummary summary;
  Coverage& coverage = summary.coverage;
  coverage.os = distribution.os;
  if (distribution.is_supported) {
    coverage.packages = own_packages(content).list.packages.size();
  }
  const std::string why_not = obstacle(content, coverage.packages);
  coverage.outcome = CoverageOutcome::kScanned;
  if (!why_not.empty()) {
    coverage.outcome = CoverageOutcome::kUnsupported;
    coverage.notes.push_back(why_not);
  } else if (distribution.release.empty()) {
    coverage.outcome = CoverageOutcome::kNoData;
    coverage.notes.push_back("The image is of no release of '" + distribution.os +
                             "' that has a number, and there are advisories for releases only.");
  }
  add_notes(content, coverage);
  set_metadata(summary, content, nullptr);
  return summary;
}

void add_index(ScanSummary& summary, const ImageContent& content, const advisory::Index* index,
               const OfflineConfig& config, Millis now) {
  Coverage& coverage = summary.coverage;
  const std::string& release = content.distribution.release;
  if (index == nullptr || !index->covers(release)) {
    coverage.outcome = CoverageOutcome::kNoData;
    coverage.notes.insert(coverage.notes.begin(), index == nullptr ? missing_index(config.index)
                                                                   : no_data_for(release, *index));
    return;
  }
  const Millis updated_at = index->updated_at(release);
  if (updated_at != 0) coverage.data_updated_at = updated_at;
  add_age(coverage, config, now);
  set_metadata(summary, content, index);
}

void add_match(ScanSummary& summary, const ImageContent& content,
               const advisory::MatchSummary& match) {
  // Only those of rpm have forms that are not read.
  if (!content.unreadable_databases.empty() && content.distribution.scheme == VersionScheme::kRpm) {
    summary.coverage.outcome = CoverageOutcome::kUnsupported;
  }
  if (match.indeterminate == 0) return;
  summary.coverage.notes.push_back(
      counted(match.indeterminate, "comparison", "comparisons") +
      " of a package with an advisory could not be decided, because one of the versions is none, "
      "or the stream of a module is not known: " +
      match.first_indeterminate + ".");
}

std::string missing_index(const std::string& path) {
  return "There is no index of advisories at " + path + "; 'portside advisories build' makes one.";
}

}  // namespace portside::offline
