// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace portside::sdk {

/// What somebody calls a request (X-Request-Id), fit for a header and for a line in a log: the text
/// itself when it has 1 to 128 visible ASCII characters, else `-`.
inline std::string request_id(std::string_view said) {
  const bool is_fit =
      !said.empty() && said.size() <= 128 &&
      std::all_of(said.begin(), said.end(), [](char c) { return c > ' ' && c <= '~'; });
  return is_fit ? std::string(said) : "-";
}

}  // namespace portside::sdk
