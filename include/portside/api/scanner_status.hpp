// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "portside/api/json.hpp"
#include "portside/api/millis.hpp"

namespace portside {

/// How the scanner is right now.
struct ScannerStatus {
  /// True when it answered and can take work.
  bool reachable = false;
  /// Version of the server; "" when it does not tell.
  std::string version;
  /// One line for the operator; says what is wrong when `reachable` is false.
  std::string message;
  /// Epoch milliseconds of its newest vulnerability data; absent when unknown.
  std::optional<Millis> data_updated_at;
  Json extra;
};

}  // namespace portside
