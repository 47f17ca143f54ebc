// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "portside/api/http_client.hpp"

namespace portside::http {

/// Throws kInvalidArgument for a request whose method, header names or header values could change
/// what is sent (RFC 9110 section 5): CR, LF, NUL, names that are no tokens, headers that belong to
/// the connection (Host, Content-Length, Transfer-Encoding, Connection, Expect, ...).
void check_request(const HttpRequest& request);

/// Compares header names (ASCII, without regard to case).
bool same_header(std::string_view a, std::string_view b) noexcept;

/// The first header of that name, or null.
const std::string* find_header(const Headers& headers, std::string_view name) noexcept;

}  // namespace portside::http
