// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace portside::feeds {

/// The base score, in tenths (0 to 100), of a CVSS v3.0 or v3.1 vector: "CVSS v3.1 Specification
/// Document" of FIRST, sections 7.1 and Appendix A. Nothing for other versions, and when the vector
/// is damaged. Metrics that are not of the base group are passed over.
std::optional<int> cvss_v3_base_score(std::string_view vector) noexcept;

}  // namespace portside::feeds
