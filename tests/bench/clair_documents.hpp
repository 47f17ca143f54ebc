// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "portside/api/byte_sink.hpp"

namespace portside::bench {

/// Writes an answer of Clair 2 (`GET /v1/layers/NAME?features&vulnerabilities`) of about so many
/// bytes. Shaped as those of images of Debian: four packages of ten have vulnerabilities, three on
/// the middle; descriptions of some 350 bytes, every fourth with quotes or line ends, some not
/// ASCII. The same bytes every time.
void write_clair2_layer(std::uint64_t bytes, ByteSink& sink);

/// An answer of Clair 4's matcher: packages, where they are, vulnerabilities, which package has
/// which, and ratings of every second vulnerability.
void write_clair4_report(std::uint64_t bytes, ByteSink& sink);

/// The same in one piece.
std::string clair2_layer(std::uint64_t bytes);
std::string clair4_report(std::uint64_t bytes);

}  // namespace portside::bench
