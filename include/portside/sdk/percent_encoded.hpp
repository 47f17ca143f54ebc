// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace portside::sdk {

/// `text` for a path or a query of a URL: everything but the unreserved characters of RFC 3986
/// section 2.3, and but those of `kept`, is percent-encoded. With nothing kept it is one segment of
/// a path, or one value of a query.
std::string percent_encoded(std::string_view text, std::string_view kept = {});

}  // namespace portside::sdk
