// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace portside::clair::v2 {

/// `text` as one segment of a path or one value of a query: everything but the unreserved
/// characters of RFC 3986 section 2.3 is percent-encoded. Clair's page tokens are base64url and may
/// end in `=`.
std::string url_text(std::string_view text);

}  // namespace portside::clair::v2
