// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace portside::loader {

/// Text from outside, fit for one line of a log or terminal and for JSON: every control character
/// and every byte that is not part of valid UTF-8 (RFC 3629) becomes '?'.
std::string printable(std::string_view text);

}  // namespace portside::loader
