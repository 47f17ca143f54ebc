// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "anchore/api.hpp"
#include "anchore/image_record.hpp"
#include "anchore/vulnerability_report.hpp"
#include "portside/api/call_context.hpp"
#include "portside/api/report_sink.hpp"

namespace portside::anchore {

/// Reads the vulnerabilities of an analysed image into `sink`: streamed, but for v1 with
/// descriptions, which needs the rows first. Nothing when Anchore says that the image is not
/// analysed, and then `sink` has no rows. Throws anchore_failure()'s errors.
std::optional<ReportFacts> read_vulnerabilities(const Api& api, const ImageRecord& image,
                                                ReportSink& sink, const CallContext& context);

}  // namespace portside::anchore
