// SPDX-License-Identifier: Apache-2.0
#include "feeds/changelog_feed.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "advisory/version.hpp"
#include "feeds/changelog.hpp"
#include "feeds/deb_changelog.hpp"
#include "feeds/feed_sink.hpp"
#include "feeds/files_below.hpp"
#include "feeds/open_file.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/rfc3339.hpp"

namespace portside::feeds {
namespace {

using nlohmann::json;

/// A line as a title: its bullet and spaces taken away, at most 160 bytes.
std::string note_of(std::string_view line) {
  constexpr std::string_view kAround = " \t\r*-.";
  constexpr std::size_t kMaxBytes = 160;
  const std::size_t begin = line.find_first_not_of(kAround);
  if (begin == std::string_view::npos) return "";
  line = line.substr(begin, line.find_last_not_of(kAround) - begin + 1);
  std::string note;
  for (const char c : line) {
    const bool is_space = c == ' ' || c == '\t' || c == '\r';
    if (is_space && note.ends_with(' ')) continue;
    note += is_space ? ' ' : c;
    if (note.size() == kMaxBytes) break;
  }
  return note;
}

bool is_older(const std::string& version, const std::string& than) noexcept {
  return advisory::compare_versions(advisory::VersionScheme::kDeb, version, than).value_or(0) < 0;
}

/// An OSV record that says nothing yet of packages.
json record_of(const std::string& id, const std::string& note, const std::string& time) {
  return {{"id", id},
          {"modified", time},
          {"summary", note},
          {"affected", json::array()},
          {"references",
           {{{"type", "ADVISORY"}, {"url", "https://security-tracker.debian.org/tracker/" + id}}}},
          {"database_specific", {{"source", source_name(Source::kDebianChangelogs)}}}};
}

json affected_by(std::string_view release, const std::string& package, const std::string& fixed) {
  return {{"package", {{"ecosystem", release}, {"name", package}}},
          {"ranges",
           {{{"type", "ECOSYSTEM"}, {"events", {{{"introduced", "0"}}, {{"fixed", fixed}}}}}}}};
}

}  // namespace

void ChangelogFeed::add(std::string_view changelog) {
  std::map<std::string, std::map<std::string, Fix>> found;
  read_changelog(changelog, [&](const ChangelogLine& line) {
    found[std::string(line.source_package)][std::string(line.id)] = {std::string(line.version),
                                                                     note_of(line.line)};
  });
  for (auto& [package, fixes] : found) {
    auto& known = packages_[package];
    for (auto& [id, fix] : fixes) {
      const auto [at, is_new] = known.try_emplace(id, fix);
      // Changelogs are cut at different ages: another package's may go back further.
      if (!is_new && is_older(fix.version, at->second.version)) at->second = fix;
    }
  }
}

std::size_t ChangelogFeed::fixes() const noexcept {
  std::size_t count = 0;
  for (const auto& package : packages_) count += package.second.size();
  return count;
}

void ChangelogFeed::write(std::ostream& out, std::string_view release, Millis time) const {
  const std::string modified = sdk::rfc3339(time);
  std::map<std::string, json> records;
  for (const auto& [package, fixes] : packages_) {
    for (const auto& [id, fix] : fixes) {
      const auto at = records.find(id);
      json& record = at != records.end()
                         ? at->second
                         : records.emplace(id, record_of(id, fix.note, modified)).first->second;
      record["affected"].push_back(affected_by(release, package, fix.version));
    }
  }
  const char* before = "{\"vulns\":[\n";
  for (const auto& record : records) {
    // A changelog may have bytes that are no UTF-8.
    out << before << record.second.dump(-1, ' ', false, json::error_handler_t::replace);
    before = ",\n";
  }
  out << (records.empty() ? "{\"vulns\":[" : "") << "\n]}\n";
  out.flush();
  if (!out) throw AdapterError(ErrorCode::kIo, "the feed cannot be written");
}

DebSummary add_changelogs(const std::vector<std::string>& paths, ChangelogFeed& feed,
                          const ContainerLimits& limits) {
  DebSummary summary;
  const auto add_file = [&](const std::string& path) {
    const OpenFile file(path);
    try {
      ArchiveReader deb(file.fd(), Containers::kAr, limits);
      const auto changelog = changelog_in_deb(deb, limits);
      ++summary.packages;
      if (changelog) {
        feed.add(*changelog);
      } else {
        ++summary.without_changelog;
      }
    } catch (const AdapterError& error) {
      throw AdapterError(error.code, path + ": " + error.message, error.detail);
    }
  };
  for (const std::string& path : paths) {
    if (!is_folder(path)) {
      add_file(path);
      continue;
    }
    std::size_t count = 0;
    for (const std::string& file : files_below(path)) {
      if (!file.ends_with(".deb")) continue;
      add_file(file);
      ++count;
    }
    if (count == 0) throw AdapterError(ErrorCode::kNotFound, path + ": holds no .deb files");
  }
  return summary;
}

}  // namespace portside::feeds
