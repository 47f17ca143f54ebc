// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "config/config_tree.hpp"
#include "config/cursor.hpp"
#include "config/mistakes.hpp"
#include "portside/host/config.hpp"

namespace portside::config {

/// Makes a configuration out of the tree of a document and notes everything that is wrong with it;
/// what is wrong is left out of the configuration.
Config read_config(const Value& root, Mistakes& mistakes);

/// What operators are told of a key.
struct KeyInfo {
  /// The map that it stands in; "" = the document itself.
  std::string_view room;
  std::string_view key;
  std::string_view description;
  std::string_view default_text;
  Shown shown = Shown::kPlain;
};

/// All keys but those of the adapters' documents, in the order in which they are told of.
std::vector<KeyInfo> known_keys();

}  // namespace portside::config
