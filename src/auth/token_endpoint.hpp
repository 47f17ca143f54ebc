// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "auth/token_issuer.hpp"
#include "portside/api/http_client.hpp"

namespace portside::auth {

/// As TokenService::serve().
HttpResponse serve_token(const HttpRequest& request, const TokenIssuer& issuer,
                         const TokenPolicy& policy);

}  // namespace portside::auth
