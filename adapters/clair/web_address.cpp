// SPDX-License-Identifier: Apache-2.0
#include "clair/web_address.hpp"

#include <algorithm>

#include "portside/api/error.hpp"

namespace portside::clair {

bool has_controls(std::string_view text) noexcept {
  return std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

void check_layer_address(const std::string& digest, std::string_view url) {
  const bool is_web = url.starts_with("http://") || url.starts_with("https://");
  if (is_web && !has_controls(url)) return;
  throw AdapterError(ErrorCode::kMalformedData,
                     "layer " + digest + " lies at no http or https address");
}

}  // namespace portside::clair
