// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace portside::sdk {

/// Base64 with the ordinary alphabet and padding (RFC 4648 section 4).
std::string base64(std::string_view bytes);

/// Nothing for what is none: other characters, other padding, bits left over.
std::optional<std::string> from_base64(std::string_view text);

/// The same as many decoders take it, Go's among them: line ends anywhere are passed over, and bits
/// left over are dropped. For texts that another program has to read as well.
std::optional<std::string> from_loose_base64(std::string_view text);

/// Of either alphabet, with or without padding, with line ends in it: for those who do not choose
/// what they are sent. Nothing for what is none: other characters, bits left over.
std::optional<std::string> from_any_base64(std::string_view text);

/// Base64 with the URL alphabet, without padding (RFC 7515 section 2).
std::string base64url(std::string_view bytes);

/// Nothing for what is none: other characters, padding, bits left over.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace portside::sdk
