// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace portside::sdk {

/// A value for the Authorization header (RFC 9110 section 11.6.2) as it has to be: of
/// `Basic: dXNlcjpwdw==`, as the proposal for remote processors writes it, the colon is left out.
/// Other texts stay as they are. [any]
std::string authorization_value(std::string_view text);

/// Whether two secrets are the same, in a time that depends on their lengths only. [any]
bool is_same_secret(std::string_view a, std::string_view b) noexcept;

}  // namespace portside::sdk
