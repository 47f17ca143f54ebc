// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "portside/host/secret.hpp"

namespace portside::runtime {

/// Holds an adapter's document against the JSON Schema of its plugin (null = it has none). Throws
/// kConfigInvalid: the first mistake as message, all of them in the detail. Nothing of the document
/// but its keys is shown. An empty document counts as `{}`.
void check_document(const char* schema, const std::string& adapter_id, const Secret& document);

}  // namespace portside::runtime
