// SPDX-License-Identifier: Apache-2.0
#include "feeds/alpine_secdb.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "advisory/advisory.hpp"
#include "advisory/version.hpp"
#include "feeds/cve_ids.hpp"
#include "feeds/ecosystem.hpp"
#include "feeds/feed_sink.hpp"
#include "feeds/json_value.hpp"

namespace portside::feeds {
namespace {

using advisory::VersionScheme;

struct Fix {
  std::string version;
  std::vector<std::string> aliases;
};

/// By id.
using Fixes = std::map<std::string, Fix, std::less<>>;

/// `Alpine:v3.10` for `v3.10`, `Alpine:edge` for `edge-main`; "" when it is neither.
std::string release_of(std::string_view distroversion) {
  if (distroversion.starts_with("edge")) return "Alpine:edge";
  if (!is_plain_word(distroversion)) return "";
  return (distroversion.starts_with('v') ? "Alpine:" : "Alpine:v") + std::string(distroversion);
}

bool is_newer(const std::string& version, const std::string& than) noexcept {
  return advisory::compare_versions(VersionScheme::kApk, version, than).value_or(1) > 0;
}

void add_text(const std::string& version, const std::string& text, Fixes& fixes, FeedSink& sink) {
  const SecfixIds found = secfix_ids_in(text);
  if (found.ids.empty()) return sink.passed_over("have no id", text);
  for (const std::string& id : found.ids) {
    const auto [at, is_new] = fixes.try_emplace(id, Fix{version, found.aliases});
    if (!is_new && is_newer(version, at->second.version)) at->second = {version, found.aliases};
  }
}

Fixes fixes_of(const JsonValue& package, FeedSink& sink) {
  Fixes fixes;
  for (const JsonValue& version : package.at("secfixes").items) {
    if (version.key == "0") continue;
    if (!is_plain_word(version.key)) {
      sink.passed_over("name no affected versions", package.text_at("name"));
      continue;
    }
    for (const JsonValue& text : version.items) add_text(version.key, text.text, fixes, sink);
  }
  return fixes;
}

}  // namespace

bool is_alpine_secdb(const JsonValue& document) noexcept {
  return !document.text_at("distroversion").empty() && document.at("packages").is_list();
}

void read_alpine_secdb(const JsonValue& document, Millis modified_at, FeedSink& sink) {
  const std::string& distroversion = document.text_at("distroversion");
  const std::string release = release_of(distroversion);
  if (release.empty()) {
    return sink.passed_over("are of an ecosystem that is no release of a known distribution",
                            distroversion);
  }
  const std::string& repository = document.text_at("reponame");
  sink.covers(Source::kAlpineSecdb, release, is_plain_word(repository) ? repository : "");
  if (modified_at > 0) sink.updated_at(Source::kAlpineSecdb, release, modified_at);
  for (const JsonValue& item : document.at("packages").items) {
    const JsonValue& package = item.at("pkg");
    const std::string& name = package.text_at("name");
    if (!is_plain_word(name)) {
      sink.passed_over("have no package name", release);
      continue;
    }
    for (auto& [id, fix] : fixes_of(package, sink)) {
      advisory::AffectedPackage affected;
      affected.release = release;
      affected.package = name;
      affected.ranges.push_back({"", fix.version, ""});
      affected.status = "fixed";
      advisory::Advisory advisory;
      advisory.id = id;
      advisory.aliases = std::move(fix.aliases);
      advisory.affected.push_back(std::move(affected));
      sink.add(Source::kAlpineSecdb, advisory);
    }
  }
}

}  // namespace portside::feeds
