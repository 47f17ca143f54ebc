// SPDX-License-Identifier: Apache-2.0
#include "clair/v2/layer_report.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "portside/api/error.hpp"
#include "portside/sdk/severity_word.hpp"

namespace portside::clair::v2 {
namespace {

using sdk::JsonRule;
using sdk::JsonScalar;

constexpr std::size_t kMaxHeldBytes = std::size_t{64} << 20U;
/// Of Clair's own column.
constexpr std::size_t kMaxOsName = 128;
constexpr const char kFeature[] = "/Layer/Features/*";
constexpr const char kVulnerability[] = "/Layer/Features/*/Vulnerabilities/*";

sdk::JsonLimits report_limits() {
  sdk::JsonLimits limits;
  limits.text_bytes = std::size_t{1} << 20U;
  return limits;
}

template <typename Number>
Number number_of(const JsonScalar& value) {
  Number number{};
  if (value.kind == JsonScalar::Kind::kNumber) {
    std::from_chars(value.text.data(), value.text.data() + value.text.size(), number);
  }
  return number;
}

JsonRule string_rule(std::string path, std::string& target) {
  return {std::move(path), {}, {}, [&target](const JsonScalar& value) {
            if (value.is_string()) target = value.text;
          }};
}

/// `2018-10-29T13:29Z`: what of it needs no escaping in JSON.
bool is_date(std::string_view text) {
  return !text.empty() && text.size() < 40 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= ':') || c == '-' || c == '.' || c == '+' || c == 'T' || c == 'Z';
  });
}

/// `3.1` of `CVSS:3.1/AV:N/...`; Clair 2 was written in the days of 3.0.
std::string_view version_of_cvss3(std::string_view vector) {
  constexpr std::string_view kBegin = "CVSS:3.1/";
  return vector.substr(0, kBegin.size()) == kBegin ? "3.1" : "3.0";
}

}  // namespace

LayerReport::LayerReport(const Chain& chain, ReportSink& sink)
    : sink_(sink), json_("Clair's report", rules(), report_limits()) {
  for (const ChainLayer& layer : chain) digests_.emplace(layer.name, &layer.image.digest);
}

std::vector<JsonRule> LayerReport::rules() {
  std::vector<JsonRule> rules{
      {"/Layer", [this](std::string_view) { facts_.is_there = true; }},
      {"/Layer/NamespaceName", {}, {}, [this](const JsonScalar& value) { set_os(value); }},
      {"/Layer/IndexedByVersion", {}, {}, [this](const JsonScalar& value) {
         facts_.engine = number_of<int>(value);
       }}};
  add_feature_rules(rules);
  add_vulnerability_rules(rules);
  return rules;
}

void LayerReport::set_os(const JsonScalar& value) {
  if (!value.is_string()) return;
  if (value.text.size() > kMaxOsName) {
    throw AdapterError(ErrorCode::kScannerBadAnswer,
                       "Clair's report names its operating system in more than " +
                           std::to_string(kMaxOsName) + " characters");
  }
  facts_.os = value.text;
}

void LayerReport::add_feature_rules(std::vector<JsonRule>& rules) {
  const std::string feature = kFeature;
  rules.push_back(
      {feature, [this](std::string_view) { begin_feature(); }, [this] { end_feature(); }});
  rules.push_back(string_rule(feature + "/Name", row_.package));
  rules.push_back(string_rule(feature + "/Version", row_.version));
  rules.push_back(string_rule(feature + "/AddedBy", added_by_));
}

void LayerReport::add_vulnerability_rules(std::vector<JsonRule>& rules) {
  // In the order in which Clair writes them: names are looked for behind the last that was found.
  rules.push_back({kVulnerability, [this](std::string_view) { held_.emplace_back(); },
                   [this] { end_vulnerability(); }});
  rules.push_back(part_rule("/Name", &Held::id));
  rules.push_back(part_rule("/NamespaceName", &Held::data_source));
  rules.push_back(part_rule("/Description", &Held::description));
  rules.push_back(part_rule("/Link", &Held::link));
  rules.push_back(part_rule("/Severity", &Held::severity));
  rules.push_back(part_rule("/Metadata/NVD/CVSSv2/PublishedDateTime", &Held::published));
  rules.push_back(score_rule("/Metadata/NVD/CVSSv2/Score", &Held::cvss2));
  rules.push_back(vector_rule("/Metadata/NVD/CVSSv2/Vectors", &Held::cvss2));
  rules.push_back(score_rule("/Metadata/NVD/CVSSv3/Score", &Held::cvss3));
  rules.push_back(vector_rule("/Metadata/NVD/CVSSv3/Vectors", &Held::cvss3));
  rules.push_back(part_rule("/FixedBy", &Held::fixed_version));
}

JsonRule LayerReport::part_rule(const char* member, Part Held::*part) {
  return {std::string(kVulnerability) + member, {}, {}, [this, part](const JsonScalar& value) {
            if (value.is_string()) held_.back().*part = keep(value.text);
          }};
}

JsonRule LayerReport::score_rule(const char* member, Rating Held::*rating) {
  return {std::string(kVulnerability) + member, {}, {}, [this, rating](const JsonScalar& value) {
            (held_.back().*rating).score = number_of<double>(value);
          }};
}

JsonRule LayerReport::vector_rule(const char* member, Rating Held::*rating) {
  return {std::string(kVulnerability) + member, {}, {}, [this, rating](const JsonScalar& value) {
            if (value.is_string()) (held_.back().*rating).vector = keep(value.text);
          }};
}

LayerReport::Part LayerReport::keep(std::string_view text) {
  const Part part{text_.size(), text.size()};
  text_ += text;
  return part;
}

std::string_view LayerReport::text_of(const Part& part) const {
  return std::string_view(text_).substr(part.at, part.size);
}

void LayerReport::begin_feature() {
  ++facts_.features;
  row_.package.clear();
  row_.version.clear();
  added_by_.clear();
  held_.clear();
  text_.clear();
}

void LayerReport::end_vulnerability() {
  if (held_.back().id.size == 0) {
    throw AdapterError(ErrorCode::kScannerBadAnswer,
                       "Clair's report has a vulnerability without a name");
  }
  if (held_.size() * sizeof(Held) + text_.size() > kMaxHeldBytes) {
    throw AdapterError(ErrorCode::kTooLarge, "Clair's report has a package with more than " +
                                                 std::to_string(kMaxHeldBytes) +
                                                 " bytes of vulnerabilities");
  }
}

void LayerReport::end_feature() {
  if (held_.empty()) return;
  find_layer();
  for (const Held& held : held_) give(held);
  facts_.vulnerabilities += held_.size();
}

void LayerReport::give(const Held& held) {
  row_.id = text_of(held.id);
  row_.severity_text = text_of(held.severity);
  row_.severity = sdk::severity_of_word(row_.severity_text);
  row_.description = text_of(held.description);
  row_.fixed_version = text_of(held.fixed_version);
  if (row_.fixed_version == "None") row_.fixed_version.clear();
  row_.data_source = text_of(held.data_source);
  row_.links.resize(held.link.size > 0 ? 1 : 0);
  if (held.link.size > 0) row_.links[0] = text_of(held.link);
  ratings_ = 0;
  rate(held.cvss3, version_of_cvss3(text_of(held.cvss3.vector)));
  rate(held.cvss2, "2.0");
  row_.cvss.resize(ratings_);
  row_.extra.text.clear();
  if (const std::string_view date = text_of(held.published); is_date(date)) {
    row_.extra.text.append(R"({"published":")").append(date).append("\"}");
  }
  sink_.vulnerability(row_);
}

/// Adds a rating to the row. Clair writes a score of 0 when it has none.
void LayerReport::rate(const Rating& rating, std::string_view version) {
  constexpr double kMaxScore = 10;
  if (!(rating.score > 0 && rating.score <= kMaxScore)) return;
  if (row_.cvss.size() <= ratings_) row_.cvss.resize(ratings_ + 1);
  Cvss& cvss = row_.cvss[ratings_++];
  cvss.source = "nvd";
  cvss.version = version;
  cvss.vector = text_of(rating.vector);
  cvss.score = rating.score;
}

void LayerReport::find_layer() {
  const auto found = digests_.find(added_by_);
  if (found == digests_.end()) {
    row_.layer_digest.clear();
  } else {
    row_.layer_digest = *found->second;
  }
}

}  // namespace portside::clair::v2
