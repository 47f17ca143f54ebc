// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "config/config_tree.hpp"
#include "config/schema_check.hpp"

namespace portside::config {

/// A key of a configuration, as it may be shown to anybody.
struct ListedKey {
  /// The maps that it stands in, from the outside: `adapters`, `clair`.
  std::vector<std::string> path;
  std::string key;
  /// As it is written, `[hidden]` in place of what may be a secret; the default where it is not
  /// written; "" = nothing.
  std::string value;
  std::string default_text;
  std::string description;
  bool written = false;
  /// 0 where it is not written, or not known.
  int line = 0;
};

/// Everything that a configuration says or could say. `root` is as it was written, with references
/// unresolved: they are shown as such. Of an adapter's document a value is shown only where the
/// plugin's schema describes its key, does not call it `writeOnly`, and the key does not sound
/// secret.
std::vector<ListedKey> list_keys(const Value& root, const SchemaOf& schema_of);

}  // namespace portside::config
