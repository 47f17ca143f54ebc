// SPDX-License-Identifier: Apache-2.0
#include "feeds/index_feed.hpp"

#include <algorithm>
#include <utility>

#include "advisory/index_builder.hpp"

namespace portside::feeds {
namespace {

/// ` Read: Alpine:v3.10 (main), Alpine:v3.11 (community, main).`; "" when there are no parts.
std::string parts_remark(const std::map<std::string, std::set<std::string>>& releases) {
  std::string text;
  for (const auto& [release, parts] : releases) {
    std::string names;
    for (const std::string& part : parts) names += (names.empty() ? "" : ", ") + part;
    if (!names.empty()) text += (text.empty() ? "" : ", ") + release + " (" + names + ')';
  }
  return text.empty() ? "" : " Read: " + text + '.';
}

std::string undetermined_remark(std::size_t count) {
  if (count == 0) return "";
  return ' ' + std::to_string(count) +
         (count == 1 ? " issue is undetermined and not in it."
                     : " issues are undetermined and not in it.");
}

}  // namespace

void IndexFeed::add(Source source, const advisory::Advisory& advisory) {
  sources_[source].advisories.push_back(advisory);
}

void IndexFeed::covers(Source source, const std::string& release, const std::string& part) {
  auto& parts = sources_[source].releases[release];
  if (!part.empty()) parts.insert(part);
}

void IndexFeed::updated_at(Source source, const std::string& release, Millis time) {
  Millis& newest = sources_[source].updated_at[release];
  newest = std::max(newest, std::min(time, now_));
}

void IndexFeed::undetermined(Source source) {
  ++sources_[source].undetermined;
}

void IndexFeed::passed_over(std::string_view why, std::string_view example) {
  constexpr std::size_t kExamples = 5;
  auto at = passed_over_.find(why);
  if (at == passed_over_.end()) at = passed_over_.emplace(why, PassedOver{}).first;
  ++at->second.count;
  auto& examples = at->second.examples;
  const bool is_new = std::find(examples.begin(), examples.end(), example) == examples.end();
  if (is_new && !example.empty() && examples.size() < kExamples) examples.emplace_back(example);
}

std::set<std::string> IndexFeed::releases() const {
  std::set<std::string> all;
  for (const auto& source : sources_) {
    for (const auto& release : source.second.releases) all.insert(release.first);
  }
  return all;
}

void IndexFeed::move_to(advisory::IndexBuilder& builder) {
  for (auto& [source, collected] : sources_) {
    advisory::DataSource row;
    row.name = source_name(source);
    for (const auto& release : collected.releases) {
      row.releases.push_back({release.first, collected.updated_at[release.first], 0});
    }
    row.remark = std::string(source_remark(source)) + parts_remark(collected.releases) +
                 undetermined_remark(collected.undetermined);
    builder.begin_source(row);
    for (const advisory::Advisory& each : collected.advisories) builder.add(each);
    collected.advisories = {};
  }
  sources_.clear();
}

}  // namespace portside::feeds
