// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>

#include "config/schema_check.hpp"

namespace portside::config {

/// The keys of an adapter's document, not of maps in it, whose schema has `"MARK": true`. None
/// where there is no schema that can be used; what `schema_of` throws is passed over.
std::set<std::string> marked_keys(const SchemaOf& schema_of, const std::string& adapter_id,
                                  const char* mark);

}  // namespace portside::config
