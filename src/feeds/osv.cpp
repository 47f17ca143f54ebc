// SPDX-License-Identifier: Apache-2.0
#include "feeds/osv.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "advisory/advisory.hpp"
#include "feeds/cve_ids.hpp"
#include "feeds/ecosystem.hpp"
#include "feeds/feed_sink.hpp"
#include "feeds/json_value.hpp"
#include "feeds/osv_events.hpp"
#include "feeds/osv_severity.hpp"
#include "feeds/rpm_modules.hpp"
#include "portside/sdk/rfc3339.hpp"

namespace portside::feeds {
namespace {

using advisory::Advisory;
using advisory::AffectedPackage;

constexpr std::size_t kMaxLinks = 100;
constexpr std::size_t kMaxLinkBytes = 2'000;

void add_plain_once(std::vector<std::string>& texts, const std::string& text) {
  if (is_plain_word(text) && std::find(texts.begin(), texts.end(), text) == texts.end()) {
    texts.push_back(text);
  }
}

/// `DEBIAN-CVE-2024-3094` is a CVE of that distribution: its id is the CVE's, as everywhere else.
void name(Advisory& advisory, const std::string& id) {
  const std::size_t cve = id.find("-CVE-");
  if (cve == std::string::npos || !is_cve_id(id.substr(cve + 1))) {
    advisory.id = id;
    return;
  }
  advisory.id = id.substr(cve + 1);
  advisory.aliases.push_back(id);
}

/// Older records of distributions have the CVEs that an advisory is about under `related`.
void read_aliases(const JsonValue& record, Advisory& advisory) {
  for (const char* member : {"aliases", "upstream", "related"}) {
    const bool is_related = std::string_view(member) == "related";
    if (is_related && is_cve_id(advisory.id)) continue;
    for (const JsonValue& alias : record.at(member).items) {
      if (is_related && !is_cve_id(alias.text)) continue;
      if (alias.text != advisory.id) add_plain_once(advisory.aliases, alias.text);
    }
  }
}

/// Links go into reports, and onto terminals.
bool is_one_word(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

void read_texts(const JsonValue& record, Advisory& advisory) {
  advisory.title = record.text_at("summary");
  advisory.description = record.text_at("details");
  for (const JsonValue& reference : record.at("references").items) {
    const std::string& url = reference.text_at("url");
    const bool is_web = url.starts_with("https://") || url.starts_with("http://");
    const bool is_usable = is_web && url.size() <= kMaxLinkBytes && is_one_word(url);
    if (is_usable && advisory.links.size() < kMaxLinks) advisory.links.push_back(url);
  }
  for (const JsonValue& cwe : record.at("database_specific").at("cwe_ids").items) {
    add_plain_once(advisory.cwe_ids, cwe.text);
  }
}

std::optional<OsvEvent> event_of(const JsonValue& event) {
  using Kind = OsvEvent::Kind;
  constexpr std::pair<const char*, Kind> kKinds[] = {{"introduced", Kind::kIntroduced},
                                                     {"fixed", Kind::kFixed},
                                                     {"last_affected", Kind::kLastAffected},
                                                     {"limit", Kind::kLimit}};
  for (const auto& each : kKinds) {
    const std::string& version = event.text_at(each.first);
    if (is_plain_word(version)) return OsvEvent{each.second, version};
  }
  return std::nullopt;
}

/// One record, for its parts.
class Reader {
 public:
  Reader(const JsonValue& record, FeedSink& sink) : record_(record), sink_(sink) {}

  void read() {
    const std::string& id = record_.text_at("id");
    if (!is_plain_word(id)) return sink_.passed_over("have no id", id);
    name(advisory_, id);
    if (const auto time = sdk::parse_rfc3339(record_.text_at("modified"))) modified_ = *time;
    if (!record_.text_at("withdrawn").empty()) return sink_.passed_over("are withdrawn", id);
    for (const JsonValue& affected : record_.at("affected").items) read_affected(affected);
    if (advisory_.affected.empty()) return;
    read_aliases(record_, advisory_);
    read_texts(record_, advisory_);
    advisory_.cvss_vectors = cvss_vectors_of(record_);
    const Source source = source_of_record();
    for (const AffectedPackage& each : advisory_.affected) {
      sink_.covers(source, each.release, "");
      if (modified_ > 0) sink_.updated_at(source, each.release, modified_);
    }
    sink_.add(source, advisory_);
  }

 private:
  Source source_of_record() const {
    const bool is_ours =
        record_.at("database_specific").text_at("source") == source_name(Source::kDebianChangelogs);
    return is_ours ? Source::kDebianChangelogs : Source::kOsv;
  }

  void pass_over(std::string_view why) { sink_.passed_over(why, record_.text_at("id")); }

  void read_affected(const JsonValue& affected) {
    const JsonValue& package = affected.at("package");
    const auto ecosystem = ecosystem_of(package.text_at("ecosystem"));
    if (!ecosystem) {
      const std::string& found = package.text_at("ecosystem");
      return sink_.passed_over("are of an ecosystem that is no release of a known distribution",
                               found.empty() ? record_.text_at("id") : found);
    }
    AffectedPackage out;
    out.release = ecosystem->release;
    out.package = package.text_at("name");
    out.name_kind = ecosystem->name_kind;
    if (!is_plain_word(out.package)) return pass_over("have no package name");
    read_ranges(affected, *ecosystem, out);
    read_versions(affected, *ecosystem, out);
    if (out.ranges.empty() && out.versions.empty()) return pass_over("name no affected versions");
    const OsvSeverity severity = severity_of(record_, affected, ecosystem->distribution);
    out.severity = severity.severity;
    out.severity_text = severity.text;
    out.status = status_of(affected, out);
    add_to_modules(std::move(out), *ecosystem);
  }

  void read_ranges(const JsonValue& affected, const Ecosystem& ecosystem, AffectedPackage& out) {
    for (const JsonValue& range : affected.at("ranges").items) {
      if (range.text_at("type") != "ECOSYSTEM") {
        pass_over("have ranges of commits or of semantic versions");
        continue;
      }
      std::vector<OsvEvent> events;
      for (const JsonValue& each : range.at("events").items) {
        if (auto event = event_of(each)) {
          events.push_back(*std::move(event));
        } else {
          pass_over("have events without a version");
        }
      }
      auto ranges = ranges_of(std::move(events), ecosystem.scheme);
      out.ranges.insert(out.ranges.end(), std::move_iterator(ranges.begin()),
                        std::move_iterator(ranges.end()));
    }
  }

  /// Some list every version; only those that no range has say something new.
  static void read_versions(const JsonValue& affected, const Ecosystem& ecosystem,
                            AffectedPackage& out) {
    for (const JsonValue& version : affected.at("versions").items) {
      const bool is_new = version.is_text() && is_plain_word(version.text) &&
                          !is_in(out.ranges, version.text, ecosystem.scheme);
      if (is_new) out.versions.push_back(version.text);
    }
  }

  static std::string status_of(const JsonValue& affected, const AffectedPackage& package) {
    if (affected.at("ecosystem_specific").text_at("urgency") == "end-of-life") return "end_of_life";
    const bool is_fixed = std::any_of(package.ranges.begin(), package.ranges.end(),
                                      [](const auto& range) { return !range.fixed.empty(); });
    return is_fixed ? "fixed" : "affected";
  }

  /// Versions of a module say so; of which one says the summary. Where it names none, scans count
  /// the packages whose versions say that they are of a module as undecided.
  void add_to_modules(AffectedPackage package, const Ecosystem& ecosystem) {
    const bool is_rpm = ecosystem.scheme == advisory::VersionScheme::kRpm;
    if (!is_rpm || !is_modular(package)) {
      advisory_.affected.push_back(std::move(package));
      return;
    }
    const auto modules = modules_in(record_.text_at("summary"));
    if (modules.empty()) {
      advisory_.affected.push_back(std::move(package));
      return;
    }
    for (const std::string& module : modules) {
      advisory_.affected.push_back(package);
      advisory_.affected.back().module = module;
    }
  }

  const JsonValue& record_;
  FeedSink& sink_;
  Advisory advisory_;
  Millis modified_ = 0;
};

}  // namespace

bool is_osv_record(const JsonValue& value) noexcept {
  return !value.text_at("id").empty() &&
         (!value.text_at("modified").empty() || value.at("affected").is_list());
}

void read_osv(const JsonValue& record, FeedSink& sink) {
  Reader(record, sink).read();
}

}  // namespace portside::feeds
