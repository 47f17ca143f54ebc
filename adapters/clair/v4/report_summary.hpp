// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "clair/layer_source.hpp"
#include "clair/v4/report_data.hpp"
#include "clair/v4/update_operations.hpp"
#include "portside/api/scan_step.hpp"

namespace portside::clair::v4 {

/// What is known of a scan beside Clair's report. Kept in the scan's metadata, where the next look
/// at the same image finds it.
struct ScanFacts {
  /// The indexer's state when it indexed the image; "" when nobody knows.
  std::string index_state;
  /// Digests of layers that Clair was not told of, and a sentence for each kind of them.
  std::vector<std::string> skipped_layers;
  std::vector<std::string> layer_notes;
  /// Every layer of the image is known, by its digest, to have no file in it: that Clair found
  /// nothing says that there is nothing.
  bool has_only_empty_layers = false;
};

ScanFacts facts_of(const ImageLayers& layers, std::string index_state);
/// From the metadata of an earlier scan; empty when it is absent or of another generation.
ScanFacts facts_of(const std::optional<Previous>& previous);

/// The facts as one text of some kilobytes, to be kept from step to step of a scan.
std::string text_of(const ScanFacts& facts);
/// What text_of() wrote; no facts of any other text.
ScanFacts facts_of_text(const std::string& text);

/// The summary of an image that Clair had no part in: it has no layers, or is none.
ScanSummary summary_of_unscannable(const ImageLayers& layers);

/// The summary of a finished report of `rows` rows. An empty report is called scanned only when
/// there were packages, of a distribution that the matcher has data for. Without packages it is
/// unsupported: that is how Clair shows systems that it does not know. Only an image of empty
/// layers alone has nothing to scan. `updates` is absent when
/// the matcher does not tell.
ScanSummary summary_of(const ReportData& report, std::uint64_t rows, const ScanFacts& facts,
                       const std::optional<UpdateOperations>& updates);

}  // namespace portside::clair::v4
