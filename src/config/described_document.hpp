// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "config/listing.hpp"

namespace portside::config {

/// Lists the keys of an adapter's document, and those that its plugin's schema describes beyond
/// them. Without a schema ("", or one that cannot be used) all values are hidden.
void list_document(const Value& adapter, const std::string& schema, std::vector<ListedKey>& out);

}  // namespace portside::config
