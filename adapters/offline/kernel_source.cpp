// SPDX-License-Identifier: Apache-2.0
#include "offline/kernel_source.hpp"

namespace portside::offline {

std::string kernel_source(std::string_view source_name, std::string_view release) {
  constexpr std::string_view kSigned = "linux-signed";
  const bool is_debian = release.starts_with("Debian:");
  if (!source_name.starts_with(kSigned) || (!is_debian && !release.starts_with("Ubuntu:"))) {
    return "";
  }
  // `-aws`; Debian: `-amd64`, of a second kernel `-6.1-amd64`.
  std::string_view rest = source_name.substr(kSigned.size());
  if (!rest.empty() && rest.front() != '-') return "";
  if (is_debian) {
    if (rest.empty()) return "";
    rest = rest.substr(0, rest.rfind('-'));
  }
  return "linux" + std::string(rest);
}

}  // namespace portside::offline
