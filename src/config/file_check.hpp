// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "config/config_tree.hpp"
#include "config/mistakes.hpp"
#include "config/schema_check.hpp"

namespace portside::config {

/// Notes which files that `http` and `registry` name cannot be read by this process, and of those
/// that adapters' documents name under keys whose schema says `"x-file": true`. A host finds that
/// out with its first connection only. What `schema_of` throws is passed over.
void check_files(const Value& root, const SchemaOf& schema_of, Mistakes& mistakes);

}  // namespace portside::config
