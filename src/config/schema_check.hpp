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

/// Has an adapter read its document: makes an object and configures it. Throws what that throws.
using Configure = std::function<void(const std::string& adapter_id)>;

/// Asks for the plugin of every adapter id of a configuration and holds the documents against their
/// schemas; `scanner` and processors need one unless the schema takes an empty one. Notes what is
/// wrong at the value that it is wrong with. Where nothing is, the adapter is configured as well:
/// it knows of mistakes that a schema cannot tell.
void check_documents(const Value& root, const SchemaOf& schema_of, Mistakes& mistakes,
                     const Configure& configure = {});

}  // namespace portside::config
