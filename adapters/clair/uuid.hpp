// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace portside::clair {

/// A UUID in the form with dashes (RFC 9562).
bool is_uuid(std::string_view text) noexcept;

}  // namespace portside::clair
