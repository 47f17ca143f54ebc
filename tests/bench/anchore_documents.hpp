// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "portside/api/byte_sink.hpp"

namespace portside::bench {

/// Writes an answer of Anchore Engine (`GET /v1/images/DIGEST/vuln/all`) of about so many bytes:
/// most of it short members, without descriptions. The same bytes every time.
void write_anchore1_report(std::uint64_t bytes, ByteSink& sink);

/// An answer of Anchore Enterprise (`/v2/...&include_vuln_description=true`): with descriptions,
/// package URLs, and what is known of exploits.
void write_anchore2_report(std::uint64_t bytes, ByteSink& sink);

/// The same in one piece.
std::string anchore1_report(std::uint64_t bytes);
std::string anchore2_report(std::uint64_t bytes);

}  // namespace portside::bench
