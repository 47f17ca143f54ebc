// SPDX-License-Identifier: Apache-2.0
#include "feeds/osv_severity.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "feeds/cvss.hpp"
#include "feeds/json_value.hpp"
#include "portside/sdk/severity_word.hpp"

namespace portside::feeds {
namespace {

bool is_vector(const std::string& score) noexcept {
  return score.starts_with("CVSS:") || score.starts_with("AV:");
}

/// A known word, or an empty OsvSeverity.
OsvSeverity of_word(const std::string& word) {
  const Severity severity = sdk::severity_of_word(word);
  return severity == Severity::kUnknown ? OsvSeverity{} : OsvSeverity{severity, word};
}

/// Where records have words: the members of OSV's schema, and what distributions add to them.
OsvSeverity word_in(const JsonValue& where) {
  for (const char* member : {"ecosystem_specific", "database_specific"}) {
    for (const char* name : {"severity", "urgency"}) {
      OsvSeverity found = of_word(where.at(member).text_at(name));
      if (!found.text.empty()) return found;
    }
  }
  for (const JsonValue& severity : where.at("severity").items) {
    OsvSeverity found = of_word(severity.text_at("score"));
    if (!found.text.empty()) return found;
  }
  return {};
}

void take_scores(const JsonValue& where, int& best, OsvSeverity& found) {
  for (const JsonValue& severity : where.at("severity").items) {
    const std::string& vector = severity.text_at("score");
    const auto score = cvss_v3_base_score(vector);
    if (!score || *score <= best) continue;
    best = *score;
    found = {sdk::severity_of_cvss(*score / 10.0), vector};
  }
}

void take_vectors(const JsonValue& where, std::vector<std::string>& vectors) {
  for (const JsonValue& severity : where.at("severity").items) {
    const std::string& vector = severity.text_at("score");
    const bool is_new = std::find(vectors.begin(), vectors.end(), vector) == vectors.end();
    if (is_vector(vector) && is_plain_word(vector) && is_new) vectors.push_back(vector);
  }
}

bool begins_summaries_with_severity(Distribution distribution) noexcept {
  return distribution == Distribution::kAlmaLinux || distribution == Distribution::kRocky;
}

}  // namespace

OsvSeverity severity_of(const JsonValue& record, const JsonValue& affected,
                        Distribution distribution) {
  for (const JsonValue* where : {&affected, &record}) {
    OsvSeverity found = word_in(*where);
    if (!found.text.empty()) return found;
  }
  if (begins_summaries_with_severity(distribution)) {
    const std::string& summary = record.text_at("summary");
    OsvSeverity found = of_word(summary.substr(0, summary.find(':')));
    if (!found.text.empty()) return found;
  }
  int best = -1;
  OsvSeverity found;
  take_scores(affected, best, found);
  if (best < 0) take_scores(record, best, found);
  return found;
}

std::vector<std::string> cvss_vectors_of(const JsonValue& record) {
  std::vector<std::string> vectors;
  take_vectors(record, vectors);
  constexpr std::size_t kEnough = 16;
  for (const JsonValue& affected : record.at("affected").items) {
    if (vectors.size() < kEnough) take_vectors(affected, vectors);
  }
  return vectors;
}

}  // namespace portside::feeds
