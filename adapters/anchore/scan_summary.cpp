// SPDX-License-Identifier: Apache-2.0
#include "anchore/scan_summary.hpp"

#include <nlohmann/json.hpp>

namespace portside::anchore {
namespace {

/// An empty answer is what Anchore also gives for an image that it could not read, and when it has
/// nothing to compare with.
CoverageOutcome outcome_of(const ImageRecord& image, const ReportFacts& facts,
                           const std::optional<FeedsState>& feeds) {
  if (facts.rows > 0) return CoverageOutcome::kScanned;
  if (feeds && (feeds->never_synced || !has_data_for(*feeds, image.os))) {
    return CoverageOutcome::kNoData;
  }
  return image.os.empty() ? CoverageOutcome::kUnsupported : CoverageOutcome::kScanned;
}

std::vector<std::string> notes_on(const ImageRecord& image, const ReportFacts& facts,
                                  const std::optional<FeedsState>& feeds) {
  std::vector<std::string> notes;
  if (feeds && feeds->never_synced) {
    notes.emplace_back(
        "Anchore's feeds have not brought a single record yet, so that there is nothing to compare "
        "packages with; wait for the first sync, or start it and look at its log, and rescan.");
  } else if (!feeds || !feeds->updated_at) {
    notes.emplace_back("Anchore does not tell how old its data is.");
  }
  if (feeds && !feeds->never_synced && !has_data_for(*feeds, image.os)) {
    notes.push_back("Anchore's feeds have no group with records of " + image.os +
                    ", so that packages of the operating system were compared with nothing; see "
                    "whether the distribution is supported and its group is synced.");
  }
  if (image.os.empty()) {
    notes.emplace_back(facts.rows == 0
                           ? "Anchore recognised no distribution in the image and found nothing: "
                             "it may have looked at nothing."
                           : "Anchore recognised no distribution in the image: packages of the "
                             "operating system were not looked at.");
  }
  if (facts.unusable > 0) {
    notes.push_back(std::to_string(facts.unusable) +
                    " entries of Anchore's report without an identifier or a package were left "
                    "out.");
  }
  return notes;
}

}  // namespace

ScanSummary scan_summary(const Api& api, const ImageRecord& image, const ReportFacts& facts,
                         const std::optional<FeedsState>& feeds) {
  ScanSummary summary;
  Coverage& coverage = summary.coverage;
  coverage.outcome = outcome_of(image, facts, feeds);
  coverage.os = image.os;
  if (feeds) coverage.data_updated_at = feeds->updated_at;
  coverage.notes = notes_on(image, facts, feeds);
  const nlohmann::json metadata = {{"api", name_in(api.version(), "v1", "v2")},
                                   {"digest", image.digest},
                                   {"os", image.os},
                                   {"rows", facts.rows},
                                   {"policy_id", api.anchore().config.policy_id}};
  summary.metadata.text = metadata.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return summary;
}

ScanSummary summary_of_no_image() {
  ScanSummary summary;
  summary.coverage.outcome = CoverageOutcome::kUnsupported;
  summary.coverage.notes.emplace_back(
      "this is no container image (its config is of another media type); Anchore scans container "
      "images only");
  return summary;
}

}  // namespace portside::anchore
