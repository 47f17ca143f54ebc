// SPDX-License-Identifier: Apache-2.0
#include "clair/v4/report_summary.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

namespace portside::clair::v4 {
namespace {

using nlohmann::json;

constexpr std::size_t kMostListedLayers = 50;
/// SHA-256 of no bytes at all: a push that went wrong.
constexpr std::string_view kEmptyFileDigest =
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/// Archives without files, as Docker and BuildKit write them.
constexpr std::string_view kEmptyArchives[] = {
    "sha256:a3ed95caeb02ffe68cdd9fd84406680ae93d633cb16422d00e8a7c22955b46d4",
    "sha256:4f4fb700ef54461cfa02571ae0db9a0dc1e0cdb5577484a6d75e68dc38e8acc1"};

bool is_known_empty(const ImageLayer& layer) {
  if (layer.is_left_out) return false;
  return layer.digest == kEmptyFileDigest ||
         std::ranges::find(kEmptyArchives, layer.digest) != std::end(kEmptyArchives);
}

/// What decides how the report is to be understood.
struct PackageCount {
  std::uint64_t all = 0;
  /// From the database of an operating system that Clair does not know.
  std::uint64_t without_distribution = 0;
};

/// Packages of languages belong to no distribution, and need none.
bool is_of_operating_system(std::string_view database) {
  for (const char* const piece : {"dpkg", "rpm", "apk/db"}) {
    if (database.find(piece) != std::string_view::npos) return true;
  }
  return false;
}

PackageCount count_packages(const ReportData& report) {
  PackageCount count;
  for (const ReportPackage& package : report.packages) {
    if (!package.is_known || package.is_source) continue;
    ++count.all;
    if (!package.has_distribution && is_of_operating_system(package.database)) {
      ++count.without_distribution;
    }
  }
  return count;
}

std::string os_of(const ReportData& report) {
  if (report.distributions.empty()) return {};
  const ReportDistribution& first = report.distributions.front();
  const std::string& id = first.id.empty() ? first.pretty_name : first.id;
  return first.version.empty() ? id : id + " " + first.version;
}

/// False only when no distribution of the image is one that the matcher has data for.
bool have_data(const ReportData& report, const std::optional<UpdateOperations>& updates) {
  if (!updates || updates->empty() || report.distributions.empty()) return true;
  return std::ranges::any_of(report.distributions, [&](const ReportDistribution& each) {
    return updates->have_distribution(each.id).value_or(true);
  });
}

std::string packages_text(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " package" : " packages");
}

constexpr char kNoUpdates[] =
    "Clair's matcher has no vulnerability data at all: its updaters have not run yet, are switched "
    "off, or cannot reach their sources; see 'updaters' in Clair's configuration and the matcher's "
    "log, then scan again.";

std::string no_data_note(const std::string& os) {
  return "Clair's matcher has data, but none of an updater for " + os +
         ": an empty list says nothing about it; switch that updater on in Clair's configuration "
         "and scan again.";
}

constexpr char kOnlyEmptyLayers[] = "No layer of the image has a file in it.";

std::string no_packages_note(const std::string& os) {
  if (os.empty()) {
    return "Clair found neither packages nor a distribution that it knows: the image is made from "
           "scratch, or this Clair does not support its operating system; nothing was compared, "
           "use another scanner for it.";
  }
  return "Clair knows the distribution (" + os +
         ") but found no packages in the image: its package database may have been removed, or "
         "is none that this Clair reads; nothing was compared, use another scanner for it.";
}

std::string unknown_os_note(std::uint64_t packages) {
  return packages_text(packages) +
         " of an operating system that this Clair does not know could not be compared with "
         "anything; use another scanner for this image, or a newer Clair.";
}

/// Of a report without a package or a row.
void judge_without_packages(Coverage& coverage, const ScanFacts& facts) {
  const bool is_empty = facts.has_only_empty_layers;
  coverage.outcome = is_empty ? CoverageOutcome::kNothingToScan : CoverageOutcome::kUnsupported;
  coverage.notes.push_back(is_empty ? kOnlyEmptyLayers : no_packages_note(coverage.os));
}

/// Outcome and its notes. Rows prove that something was compared.
void judge_report(Coverage& coverage, const ReportData& report, std::uint64_t rows,
                  const ScanFacts& facts, const std::optional<UpdateOperations>& updates) {
  const PackageCount count = count_packages(report);
  coverage.os = os_of(report);
  coverage.packages = count.all;
  coverage.outcome = CoverageOutcome::kScanned;
  if (rows == 0 && updates && updates->empty()) {
    coverage.outcome = CoverageOutcome::kNoData;
    coverage.notes.push_back(kNoUpdates);
  } else if (rows == 0 && count.all == 0) {
    judge_without_packages(coverage, facts);
  } else if (!have_data(report, updates)) {
    if (rows == 0) coverage.outcome = CoverageOutcome::kNoData;
    coverage.notes.push_back(no_data_note(coverage.os));
  }
  if (count.without_distribution == 0) return;
  const bool is_all = count.without_distribution == count.all && rows == 0;
  if (is_all && coverage.outcome == CoverageOutcome::kScanned) {
    coverage.outcome = CoverageOutcome::kUnsupported;
  }
  coverage.notes.push_back(unknown_os_note(count.without_distribution));
}

json document_of(const ScanFacts& facts) {
  return {{"generation", 4},
          {"index_state", facts.index_state},
          {"skipped_layers", facts.skipped_layers},
          {"layer_notes", facts.layer_notes},
          {"only_empty_layers", facts.has_only_empty_layers}};
}

std::string dumped(const json& document) {
  return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

Json metadata_of(const Coverage& coverage, const ReportData* report, const ScanFacts& facts) {
  json document = document_of(facts);
  document["packages"] = coverage.packages;
  document["os_supported"] = coverage.outcome != CoverageOutcome::kUnsupported;
  document["data_available"] = coverage.outcome != CoverageOutcome::kNoData;
  if (!coverage.os.empty()) document["distribution"] = coverage.os;
  if (coverage.data_updated_at) document["data_updated_at"] = *coverage.data_updated_at;
  if (report != nullptr && !report->distributions.empty()) {
    document["distribution_name"] = report->distributions.front().pretty_name;
  }
  return {dumped(document)};
}

void read_texts(const json& document, const char* key, std::vector<std::string>& texts) {
  const auto list = document.find(key);
  if (list == document.end() || !list->is_array()) return;
  for (const json& text : *list) {
    if (text.is_string() && texts.size() < kMostListedLayers) texts.push_back(text);
  }
}

}  // namespace

ScanFacts facts_of(const ImageLayers& layers, std::string index_state) {
  ScanFacts facts;
  facts.index_state = std::move(index_state);
  facts.layer_notes = layers.notes;
  facts.has_only_empty_layers =
      !layers.layers.empty() && std::ranges::all_of(layers.layers, is_known_empty);
  std::size_t empty = 0;
  for (const ImageLayer& layer : layers.layers) {
    if (layer.digest == kEmptyFileDigest) ++empty;
    if (layer.is_left_out && facts.skipped_layers.size() < kMostListedLayers) {
      facts.skipped_layers.push_back(layer.digest);
    }
  }
  if (empty > 0) {
    facts.layer_notes.push_back(std::to_string(empty) +
                                " of the image's layers are files of no bytes, which Clair takes "
                                "for layers without packages; the image may have been pushed "
                                "damaged.");
  }
  return facts;
}

ScanFacts facts_of(const std::optional<Previous>& previous) {
  return previous ? facts_of_text(previous->scan_metadata.text) : ScanFacts();
}

std::string text_of(const ScanFacts& facts) {
  return dumped(document_of(facts));
}

ScanFacts facts_of_text(const std::string& text) {
  ScanFacts facts;
  const json document = json::parse(text, nullptr, false);
  if (!document.is_object() || document.value("generation", json()) != 4) return facts;
  const auto state = document.find("index_state");
  if (state != document.end() && state->is_string()) facts.index_state = *state;
  facts.has_only_empty_layers = document.value("only_empty_layers", json()) == true;
  read_texts(document, "skipped_layers", facts.skipped_layers);
  read_texts(document, "layer_notes", facts.layer_notes);
  return facts;
}

ScanSummary summary_of_unscannable(const ImageLayers& layers) {
  ScanSummary summary;
  summary.coverage.outcome = layers.outcome;
  summary.coverage.notes = layers.notes;
  summary.metadata = metadata_of(summary.coverage, nullptr, facts_of(layers, {}));
  return summary;
}

ScanSummary summary_of(const ReportData& report, std::uint64_t rows, const ScanFacts& facts,
                       const std::optional<UpdateOperations>& updates) {
  ScanSummary summary;
  judge_report(summary.coverage, report, rows, facts, updates);
  if (updates) summary.coverage.data_updated_at = updates->newest();
  summary.coverage.notes.insert(summary.coverage.notes.end(), facts.layer_notes.begin(),
                                facts.layer_notes.end());
  summary.metadata = metadata_of(summary.coverage, &report, facts);
  return summary;
}

}  // namespace portside::clair::v4
