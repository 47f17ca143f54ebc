// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

#include "portside/host/scan_report.hpp"

namespace portside::report {

using Rows = std::vector<std::reference_wrapper<const Vulnerability>>;

/// By severity, worst first, then package, id, version, location, purl. Equal rows keep their
/// order. The rows are not copied.
Rows in_order(const std::vector<Vulnerability>& rows);

using SuppressedRows = std::vector<std::reference_wrapper<const SuppressedVulnerability>>;
SuppressedRows in_order(const std::vector<SuppressedVulnerability>& rows);

}  // namespace portside::report
