// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace portside::offline {

/// What os-release(5) says; "" where it does not.
struct OsRelease {
  std::string id;
  std::string version_id;
};

/// Reads an os-release file. Lines that are none are passed over, as shells would not.
OsRelease parse_os_release(std::string_view text);

}  // namespace portside::offline
