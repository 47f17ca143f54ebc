// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "anchore/api.hpp"
#include "anchore/feeds.hpp"
#include "anchore/image_record.hpp"
#include "anchore/vulnerability_report.hpp"
#include "portside/api/scan_step.hpp"

namespace portside::anchore {

/// What a scan came to, but for Anchore's judgement: what was covered, with notes on what was not,
/// and the metadata by which the adapter knows the scan again.
ScanSummary scan_summary(const Api& api, const ImageRecord& image, const ReportFacts& facts,
                         const std::optional<FeedsState>& feeds);

/// Of a manifest that is no image.
ScanSummary summary_of_no_image();

}  // namespace portside::anchore
