// SPDX-License-Identifier: Apache-2.0
#include "cli/advisory_place.hpp"

#include <cstdlib>

#include "portside/api/error.hpp"

namespace portside::cli {
namespace {

/// "" unless it is an absolute path.
std::string folder_in(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && value[0] == '/' ? value : "";
}

}  // namespace

std::string default_advisory_index() {
  constexpr const char* kFile = "/portside/advisories.index";
  if (const std::string data = folder_in("XDG_DATA_HOME"); !data.empty()) return data + kFile;
  if (const std::string home = folder_in("HOME"); !home.empty()) {
    return home + "/.local/share" + kFile;
  }
  throw AdapterError(ErrorCode::kConfigInvalid,
                     "the environment names no folder for the index of advisories; expected "
                     "XDG_DATA_HOME or HOME with an absolute path, or the file as an argument");
}

}  // namespace portside::cli
