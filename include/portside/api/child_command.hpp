// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "portside/api/json.hpp"

namespace portside {

/// A program to run, for scanners that are commands (see HostServices::run_child). No shell is
/// involved: arguments reach the program as they are.
struct ChildCommand {
  /// `argv[0]` is the absolute path of the program.
  std::vector<std::string> argv;
  /// The whole environment of the program; nothing is inherited from the host, whose environment
  /// may hold secrets.
  std::vector<std::pair<std::string, std::string>> environment;
  /// Absolute; "" for `/`.
  std::string working_directory;
  Json extra;
};

}  // namespace portside
