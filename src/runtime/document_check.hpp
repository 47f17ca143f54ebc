// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "portside/host/secret.hpp"

namespace portside::runtime {

/// Holds an adapter's document against the JSON Schema of its plugin (null = it has none). Throws
/// kConfigInvalid: the first mistake as message, all of them in the detail. Nothing of the document
/// but its keys is shown. Without a document it says that there is none, unless the schema takes an
/// empty one.
void check_document(const char* schema, const std::string& adapter_id, const Secret& document);

}  // namespace portside::runtime
