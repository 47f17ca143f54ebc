// SPDX-License-Identifier: Apache-2.0
#include "clair/v2/layer_coverage.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "portside/sdk/http_answer.hpp"

namespace portside::clair::v2 {
namespace {

using Metadata = nlohmann::json;

/// SHA-256 of no bytes at all: a push that went wrong.
constexpr std::string_view kZeroBytes =
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/// Archives without files, as Docker and BuildKit write them.
constexpr std::array<std::string_view, 2> kEmptyArchives{
    "sha256:a3ed95caeb02ffe68cdd9fd84406680ae93d633cb16422d00e8a7c22955b46d4",
    "sha256:4f4fb700ef54461cfa02571ae0db9a0dc1e0cdb5577484a6d75e68dc38e8acc1"};

bool is_zero_bytes(const ChainLayer& layer) {
  return layer.image.digest == kZeroBytes;
}

/// What is known to have no file in it; of a layer that was left out nothing is known.
bool is_empty_layer(const ChainLayer& layer) {
  return is_zero_bytes(layer) || std::find(kEmptyArchives.begin(), kEmptyArchives.end(),
                                           layer.image.digest) != kEmptyArchives.end();
}

/// `debian 9` of `debian:9`, and `alpine 3.8` of `alpine:v3.8`.
std::string os_of_namespace(const std::string& name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string::npos) return name;
  std::string_view version = std::string_view(name).substr(colon + 1);
  if (version.size() > 1 && version[0] == 'v' && version[1] >= '0' && version[1] <= '9') {
    version.remove_prefix(1);
  }
  return name.substr(0, colon) + " " + std::string(version);
}

void judge_without_os(Coverage& coverage, const ImageChain& image) {
  const Chain& chain = image.chain;
  if (!chain.empty() && std::all_of(chain.begin(), chain.end(), is_empty_layer)) {
    coverage.outcome = CoverageOutcome::kNothingToScan;
    coverage.notes.emplace_back("no layer of the image has a file in it");
    return;
  }
  coverage.outcome = CoverageOutcome::kUnsupported;
  coverage.notes.emplace_back(
      "Clair recognised no operating system: it is an image without one (made from scratch), or of "
      "a distribution that Clair 2 does not know (it knows Alpine, Amazon Linux, CentOS, Debian, "
      "Oracle Linux, Red Hat and Ubuntu); nothing was compared, use another scanner for it");
}

/// The outcome of a report without a single vulnerability.
void judge_without_rows(Coverage& coverage, const LayerFacts& facts, const ImageChain& image,
                        std::optional<bool> has_data) {
  if (facts.os.empty()) {
    judge_without_os(coverage, image);
  } else if (facts.features == 0) {
    coverage.outcome = CoverageOutcome::kUnsupported;
    coverage.notes.push_back(
        "Clair recognised " + coverage.os +
        ", but found no package in the databases that Clair 2 reads (dpkg/status, "
        "apk/db/installed, rpm/Packages), so nothing was compared; images without them, "
        "distroless ones for example, need another scanner");
  } else if (has_data == false) {
    coverage.outcome = CoverageOutcome::kNoData;
    coverage.notes.push_back(
        "Clair holds no vulnerabilities for " + coverage.os +
        ": either its first update is not done (it takes 20 to 30 minutes; see Clair's log), or "
        "the release is newer than this Clair, whose updaters know Debian up to 11 and Ubuntu up "
        "to 20.04");
  }
}

void note_zero_bytes(Coverage& coverage, const Chain& chain) {
  if (std::none_of(chain.begin(), chain.end(), is_zero_bytes)) return;
  coverage.notes.emplace_back(
      "a layer of the image is a blob of zero bytes, which Clair takes for an empty layer; when "
      "that is not meant, push the image again");
}

Metadata metadata_of(const ImageChain& image) {
  Metadata skipped = Metadata::array();
  for (const ChainLayer& layer : image.chain) {
    if (layer.image.is_left_out) skipped.push_back(layer.image.digest);
  }
  return {{"generation", 2}, {"skipped_layers", std::move(skipped)}};
}

std::string text_of_metadata(const Metadata& metadata) {
  return metadata.dump(-1, ' ', false, Metadata::error_handler_t::replace);
}

}  // namespace

ScanSummary report_summary(const LayerFacts& facts, const ImageChain& image, const std::string& top,
                           std::optional<bool> has_data) {
  ScanSummary summary;
  Coverage& coverage = summary.coverage;
  coverage.outcome = CoverageOutcome::kScanned;
  coverage.os = sdk::excerpt(os_of_namespace(facts.os));
  coverage.packages = facts.features;
  coverage.notes = image.notes;
  if (facts.vulnerabilities == 0) judge_without_rows(coverage, facts, image, has_data);
  note_zero_bytes(coverage, image.chain);
  Metadata metadata = metadata_of(image);
  metadata["top_layer"] = top;
  metadata["namespace"] = facts.os;
  metadata["packages"] = facts.features;
  metadata["indexed_by_version"] = facts.engine;
  metadata["os_supported"] = !facts.os.empty() || facts.features > 0;
  if (facts.vulnerabilities > 0 || has_data) {
    metadata["data_available"] = facts.vulnerabilities > 0 || *has_data;
  }
  summary.metadata.text = text_of_metadata(metadata);
  return summary;
}

ScanSummary unsupported_summary(const ImageChain& image, const std::string& refused_layer) {
  ScanSummary summary = empty_summary(CoverageOutcome::kUnsupported, image.notes);
  summary.coverage.notes.push_back(
      "Clair found packages in layer " + refused_layer +
      ", but of no operating system that Clair 2 knows (Photon, Rocky, AlmaLinux, Arch and Alpine "
      "edge are among those that it does not); nothing was compared, use another scanner for it");
  Metadata metadata = metadata_of(image);
  metadata["os_supported"] = false;
  summary.metadata.text = text_of_metadata(metadata);
  return summary;
}

ScanSummary empty_summary(CoverageOutcome outcome, std::vector<std::string> notes) {
  ScanSummary summary;
  summary.coverage.outcome = outcome;
  summary.coverage.notes = std::move(notes);
  summary.metadata.text = text_of_metadata({{"generation", 2}});
  return summary;
}

ReportMetadata read_metadata(const Json& metadata) {
  ReportMetadata read;
  const Metadata document = Metadata::parse(metadata.text, nullptr, false);
  if (!document.is_object()) return read;
  if (const auto top = document.find("top_layer"); top != document.end() && top->is_string()) {
    read.top_layer = top->get<std::string>();
  }
  const auto engine = document.find("indexed_by_version");
  if (engine != document.end() && engine->is_number_integer()) read.engine = engine->get<int>();
  return read;
}

}  // namespace portside::clair::v2
