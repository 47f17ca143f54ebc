// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "portside/api/http_client.hpp"
#include "portside/sdk/config_document.hpp"

namespace portside::sdk {

/// Reads how a server is reached, by the keys that all adapters have for it: `ca_file`,
/// `client_cert` and `client_key` (both or neither), `insecure`, `proxy`. Origins are left to the
/// adapter.
HttpOptions read_http_options(ConfigDocument& document);

}  // namespace portside::sdk
