// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace portside::sdk {

/// `http://` or `https://`, a host, perhaps a port and a path of what RFC 3986 allows there;
/// nothing else. [any]
bool is_base_url(std::string_view url) noexcept;

}  // namespace portside::sdk
