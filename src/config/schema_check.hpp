// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "config/config_tree.hpp"
#include "config/mistakes.hpp"

namespace portside::config {

/// The JSON Schema of the plugin behind an adapter id; "" when the plugin has none, nothing when
/// plugins are not looked at. Throws AdapterError for a plugin that is not there, or unfit.
using SchemaOf = std::function<std::optional<std::string>(const std::string& adapter_id)>;

/// Asks for the plugin of every adapter id of a configuration and holds the documents against their
/// schemas; `scanner` and processors that have no document have an empty one. Notes what is wrong
/// at the value that it is wrong with.
void check_documents(const Value& root, const SchemaOf& schema_of, Mistakes& mistakes);

}  // namespace portside::config
