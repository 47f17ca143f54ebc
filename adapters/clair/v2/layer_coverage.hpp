// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "clair/v2/chain_index.hpp"
#include "clair/v2/layer_report.hpp"
#include "portside/api/scan_step.hpp"

namespace portside::clair::v2 {

/// What a report of Clair 2 covers. An empty one has many reasons, and Clair gives none.
/// `has_data` tells whether Clair has vulnerabilities for the layer's operating system; nothing
/// when that did not have to be asked. `top` is the name that the report was read under. With an
/// `image` without layers nothing is known of how the image is made.
ScanSummary report_summary(const LayerFacts& facts, const ImageChain& image, const std::string& top,
                           std::optional<bool> has_data);

/// For an image with a layer that Clair refused, because it has packages of no system that Clair
/// knows.
ScanSummary unsupported_summary(const ImageChain& image, const std::string& refused_layer);

/// For an image without a layer that Clair could be given.
ScanSummary empty_summary(CoverageOutcome outcome, std::vector<std::string> notes);

/// Of ScanSummary::metadata, read back; 0 and "" when it is not there or is none of ours.
struct ReportMetadata {
  std::string top_layer;
  int engine = 0;
};
ReportMetadata read_metadata(const Json& metadata);

}  // namespace portside::clair::v2
