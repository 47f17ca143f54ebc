// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "config/config_tree.hpp"
#include "config/mistakes.hpp"
#include "config/schema_check.hpp"

namespace portside::config {

/// Notes the secrets of the host, and of documents under keys whose schema says `"writeOnly":
/// true`, that stand in the file themselves and not as a reference: for files that others may read.
void note_open_secrets(const Value& root, const SchemaOf& schema_of, Mistakes& warnings);

}  // namespace portside::config
