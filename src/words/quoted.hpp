// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace portside::words {

/// `text` on one line and cut where it is long, for messages: harmful characters (character.hpp)
/// become escapes (`\u001b`), what is no UTF-8 becomes U+FFFD.
std::string shortened(std::string_view text);

/// As shortened(), in quotation marks.
std::string quoted(std::string_view text);

}  // namespace portside::words
