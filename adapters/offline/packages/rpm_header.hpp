// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "offline/packages/package.hpp"

namespace portside::offline {

/// Reads the header of one installed package as rpm's database has it (rpm, "RPM V4 format",
/// "Header", without the magic in front). Nothing for a key of a vendor, which rpm keeps like a
/// package. The version of the source has no epoch (see rpm_epochs.hpp). Throws kMalformedData:
/// sizes and offsets have to fit, and name, version and release have to be there.
std::optional<Package> read_rpm_header(std::string_view blob);

}  // namespace portside::offline
