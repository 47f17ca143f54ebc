// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "auth/token_issuer.hpp"
#include "portside/api/http_client.hpp"

namespace portside::auth {

/// Who may do what; both are asked on the thread of serve_token().
struct TokenPolicy {
  /// The subject that a user and a password belong to, or nothing.
  std::function<std::optional<std::string>(const std::string& user, const Secret& password)>
      authenticate;
  /// Those of the wanted actions that `subject` ("" = anonymous) may do.
  std::function<std::vector<std::string>(const std::string& subject, const Access& wanted)>
      authorize;
};

/// Answers a request to the token service of a registry (Docker registry token authentication, GET
/// with Basic; OAuth 2, POST with grant_type=password). `request.url` is path and query as they
/// came. A pure function of request, issuer and policy: whoever has an HTTP server can be the token
/// service.
///
/// 200 with the token, for what is allowed of what was asked; 400 for another service or a request
/// that cannot be read; 401 for wrong credentials, and for nobody asking for nothing.
HttpResponse serve_token(const HttpRequest& request, const TokenIssuer& issuer,
                         const TokenPolicy& policy);

}  // namespace portside::auth
