// SPDX-License-Identifier: Apache-2.0
//
// The same rows by the ways that others go: the whole document in memory, then nlohmann's tree, or
// simdjson's on-demand walk.
#pragma once

#include <string_view>

#include "portside/api/report_sink.hpp"

namespace simdjson {
struct padded_string;
}  // namespace simdjson

namespace portside::bench {

void map_clair2_with_nlohmann(std::string_view document, ReportSink& sink);
void map_clair4_with_nlohmann(std::string_view document, ReportSink& sink);

/// The parser is kept from one call to the next.
void map_clair2_with_simdjson(const simdjson::padded_string& document, ReportSink& sink);
void map_clair4_with_simdjson(const simdjson::padded_string& document, ReportSink& sink);

}  // namespace portside::bench
