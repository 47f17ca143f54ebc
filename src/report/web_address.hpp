// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace portside::report {

/// True for an http or https address that is a URI (RFC 3986) of at most 2,047 bytes: readers of
/// other formats refuse whole documents for one that is none. [any]
bool is_web_address(std::string_view text);

/// The host and port of an http or https address, in small letters; "" for everything else. [any]
std::string host_of(std::string_view address);

/// The bytes of a text that stand for themselves in an address (RFC 3986: unreserved) and `/`; the
/// others as `%XX`. [any]
std::string percent_encoded(std::string_view text);

}  // namespace portside::report
