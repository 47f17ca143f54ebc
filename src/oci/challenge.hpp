// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "portside/api/http_client.hpp"

namespace portside::oci {

/// How a server wants to be asked (RFC 9110 section 11.3).
struct Challenge {
  /// Lower case: `bearer`, `basic`.
  std::string scheme;
  /// Names in lower case; of a name that came twice the first value.
  std::map<std::string, std::string, std::less<>> parameters;

  /// Its value, or "".
  std::string parameter(std::string_view name) const;
};

/// All challenges of all WWW-Authenticate headers, in order: a header may hold several, values may
/// be quoted with commas and escapes in them. What cannot be read is passed over up to the next
/// comma; at most 16 challenges with 16 parameters each.
std::vector<Challenge> parse_challenges(const Headers& headers);

}  // namespace portside::oci
