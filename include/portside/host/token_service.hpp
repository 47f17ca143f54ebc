// SPDX-License-Identifier: Apache-2.0
//
// A host as the token service of its registry (Docker registry token authentication).
//
//   portside::TokenService service({.issuer = "my-host", .service = "my-registry", .key = pem,
//                                   .certificates = certificate_pem}, policy);
//   // in the host's HTTP server, for GET and POST of its realm:
//   portside::HttpResponse response = service.serve(request);
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/api/http_client.hpp"
#include "portside/host/secret.hpp"

namespace portside {

/// Something that a token allows: `{"type":"repository","name":"a/b","actions":["pull"]}`.
struct TokenAccess {
  std::string type;
  std::string name;
  std::vector<std::string> actions;

  friend bool operator==(const TokenAccess&, const TokenAccess&) = default;
};

/// How a host signs tokens for its registry.
struct TokenServiceOptions {
  /// What the registry's configuration calls `issuer` and `service`.
  std::string issuer = {};
  std::string service = {};
  /// PEM: the private key (RSA of 2048 bits or more: RS256; EC over P-256: ES256), and its
  /// certificate with its chain. Registries of all versions find the key by the certificate;
  /// without one they have to know the key's libtrust id.
  Secret key = {};
  std::string certificates = {};
  /// Seconds that a token lasts; 60 at least, as clients assume that without being told, and a day
  /// at most.
  std::int64_t lifetime = 300;
  /// Seconds since 1970; null = the system's clock.
  std::function<std::int64_t()> now = {};
};

/// Who may do what; asked on the thread of TokenService::serve(). What is null refuses.
struct TokenPolicy {
  /// The subject that a user and a password belong to, or nothing.
  std::function<std::optional<std::string>(const std::string& user, const Secret& password)>
      authenticate = {};
  /// The subject that an identity token (OAuth 2, `grant_type=refresh_token`) belongs to, or
  /// nothing.
  std::function<std::optional<std::string>(const Secret& token)> authenticate_token = {};
  /// Those of the wanted actions that `subject` ("" = anonymous) may do.
  std::function<std::vector<std::string>(const std::string& subject, const TokenAccess& wanted)>
      authorize = {};
};

/// Signs tokens, and answers those who ask for one. [any]
class TokenService {
 public:
  /// Throws kConfigInvalid: a key or certificates that cannot be used, a certificate that is not
  /// the key's, a lifetime out of bounds.
  explicit TokenService(TokenServiceOptions options, TokenPolicy policy = {});
  ~TokenService();
  TokenService(const TokenService&) = delete;
  TokenService& operator=(const TokenService&) = delete;

  /// Answers a request to the service: GET with Basic, or POST with a form and `grant_type`
  /// password or refresh_token. `request.url` is path and query as they came. Nothing but a
  /// function of request, options and policy: whoever has an HTTP server can be the token service.
  ///
  /// 200 with the token, for what is allowed of what was asked; 400 for another service or a
  /// request that cannot be read; 401 for wrong credentials, and for nobody asking for nothing.
  HttpResponse serve(const HttpRequest& request) const;

  /// A token for `subject` ("" = nobody in particular) that allows `access`. `lifetime` in seconds,
  /// held within a minute and a day; 0 = that of the options.
  Secret issue(const std::string& subject, const std::vector<TokenAccess>& access,
               std::int64_t lifetime = 0) const;

  /// Seconds since 1970 by the options' clock.
  std::int64_t now() const;

 private:
  struct Impl;
  const std::unique_ptr<const Impl> impl_;
};

}  // namespace portside
