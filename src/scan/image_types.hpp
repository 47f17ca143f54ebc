// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "oci/manifest.hpp"

namespace portside::scan {

/// Why a manifest that is no index is no image that a scanner could look at, one sentence; "" when
/// it is one. Looks at its layers too: older signatures have the config type of an image.
std::string why_unsupported(const oci::Manifest& manifest);

}  // namespace portside::scan
