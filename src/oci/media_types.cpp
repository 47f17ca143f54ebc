// SPDX-License-Identifier: Apache-2.0
#include "oci/media_types.hpp"

#include <algorithm>

namespace portside::oci {

bool is_index_type(std::string_view media_type) noexcept {
  return media_type == kOciIndex || media_type == kDockerList;
}

bool is_manifest_type(std::string_view media_type) noexcept {
  return media_type == kOciManifest || media_type == kDockerManifest;
}

std::string_view bare_media_type(std::string_view value) noexcept {
  value = value.substr(0, value.find(';'));
  const std::size_t end = value.find_last_not_of(" \t");
  return value.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

}  // namespace portside::oci
