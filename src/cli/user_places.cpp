// SPDX-License-Identifier: Apache-2.0
#include "cli/user_places.hpp"

#include <cstdlib>

#include "portside/api/error.hpp"

namespace portside::cli {
namespace {

/// "" unless it is an absolute path.
std::string folder_in(const char* variable) {
  const char* const value = std::getenv(variable);
  return value != nullptr && value[0] == '/' ? value : "";
}

std::string place(const char* variable, const char* below_home, const char* what) {
  if (std::string folder = folder_in(variable); !folder.empty()) return folder + "/portside";
  if (std::string home = folder_in("HOME"); !home.empty()) return home + below_home + "/portside";
  throw AdapterError(ErrorCode::kConfigInvalid,
                     std::string("the environment names no folder for ") + what + "; expected " +
                         variable +
                         " or HOME with an absolute path, or an option that names the file");
}

}  // namespace

std::string default_advisory_index() {
  return place("XDG_DATA_HOME", "/.local/share", "the index of advisories") + "/advisories.index";
}

std::string default_state_dir() {
  return place("XDG_STATE_HOME", "/.local/state", "the last reports");
}

std::string default_adapters_dir() {
  try {
    return default_state_dir() + "/adapters";
  } catch (const AdapterError&) {
    return {};
  }
}

}  // namespace portside::cli
