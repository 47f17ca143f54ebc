// SPDX-License-Identifier: Apache-2.0
#include "feeds/debian_tracker.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "advisory/advisory.hpp"
#include "feeds/ecosystem.hpp"
#include "feeds/feed_sink.hpp"
#include "feeds/json_value.hpp"
#include "portside/sdk/severity_word.hpp"

namespace portside::feeds {
namespace {

using advisory::AffectedPackage;

/// What Debian means to do about an issue without a fix. `nodsa` is there when there will be no
/// advisory of its own.
std::string status_of_open(const JsonValue& state) {
  if (state.text_at("urgency") == "end-of-life") return "end_of_life";
  const std::string& reason = state.text_at("nodsa_reason");
  if (reason == "ignored") return "will_not_fix";
  if (reason == "postponed") return "postponed";
  return "affected";
}

/// Nothing when the release does not have the issue, or nobody knows.
std::optional<AffectedPackage> affected_by(const JsonValue& state, const std::string& id,
                                           FeedSink& sink) {
  AffectedPackage affected;
  const std::string& status = state.text_at("status");
  if (status == "open") {
    affected.ranges.push_back({});
    affected.status = status_of_open(state);
  } else if (status == "resolved") {
    const std::string& fixed = state.text_at("fixed_version");
    if (fixed == "0") return std::nullopt;
    if (!is_plain_word(fixed)) {
      sink.passed_over("name no affected versions", id);
      return std::nullopt;
    }
    affected.ranges.push_back({"", fixed, ""});
    affected.status = "fixed";
  } else {
    if (status == "undetermined") sink.undetermined(Source::kDebianTracker);
    sink.passed_over(
        status == "undetermined" ? "are undetermined at Debian" : "have a status that is not known",
        id);
    return std::nullopt;
  }
  constexpr std::size_t kMaxUrgency = 64;
  affected.severity_text = state.text_at("urgency").substr(0, kMaxUrgency);
  affected.severity = sdk::severity_of_word(affected.severity_text);
  return affected;
}

}  // namespace

bool is_debian_issue(const JsonValue& issue) noexcept {
  const JsonValue& releases = issue.at("releases");
  // Without any, some exports write an empty list.
  return releases.is_object() || (releases.is_list() && releases.items.empty());
}

void read_debian_issue(const std::string& package, const JsonValue& issue, Millis modified_at,
                       FeedSink& sink) {
  if (!is_plain_word(issue.key)) return sink.passed_over("have no id", package);
  if (!is_plain_word(package)) return sink.passed_over("have no package name", issue.key);
  advisory::Advisory advisory;
  advisory.id = issue.key;
  for (const JsonValue& state : issue.at("releases").items) {
    if (!is_plain_word(state.key)) {
      sink.passed_over("have no release", issue.key);
      continue;
    }
    const std::string release = "Debian:" + std::string(debian_release_number(state.key));
    sink.covers(Source::kDebianTracker, release, "");
    if (modified_at > 0) sink.updated_at(Source::kDebianTracker, release, modified_at);
    auto affected = affected_by(state, issue.key, sink);
    if (!affected) continue;
    affected->release = release;
    affected->package = package;
    advisory.affected.push_back(*std::move(affected));
  }
  if (advisory.affected.empty()) return;
  advisory.description = issue.text_at("description");
  advisory.links.push_back("https://security-tracker.debian.org/tracker/" + advisory.id);
  sink.add(Source::kDebianTracker, advisory);
}

}  // namespace portside::feeds
