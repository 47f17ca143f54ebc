// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "portside/api/json.hpp"

namespace portside::conformance {

struct BadDocument {
  /// In words, to be read after `configure(), given`.
  std::string what;
  std::string text;
};

/// Documents that no plugin, or hardly one, can take. `valid` (may be absent) is one that it does
/// take: it is damaged in many places.
std::vector<BadDocument> bad_documents(const Json& valid);

}  // namespace portside::conformance
