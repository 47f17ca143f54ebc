// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "portside/api/report_sink.hpp"

namespace portside::bench {

/// The same rows of either version by the way that others go: the whole document in memory, then
/// nlohmann's tree.
void map_anchore_with_nlohmann(std::string_view document, ReportSink& sink);

}  // namespace portside::bench
