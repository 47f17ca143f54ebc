// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "advisory/index.hpp"
#include "advisory/match.hpp"
#include "offline/image_document.hpp"
#include "offline/image_reader.hpp"
#include "portside/api/call_context.hpp"
#include "portside/api/report_sink.hpp"

namespace portside::offline {

/// Holds the distribution's packages against the index and writes a row for each finding; those of
/// packages of third parties say so (`origin` in their extra). Throws what match() and the sink
/// throw, kCancelled and kDeadlineExceeded.
advisory::MatchSummary report_findings(const advisory::Index& index, const ImageDocument& image,
                                       const ImageContent& content, ReportSink& sink,
                                       const CallContext& context);

/// One row.
Vulnerability row_of(const advisory::Finding& finding, const Package& package,
                     const Distribution& distribution, const std::string& layer_digest);

}  // namespace portside::offline
