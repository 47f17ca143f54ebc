// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "portside/host/token_service.hpp"
#include "raw_server.hpp"
#include "real_registry.hpp"
#include "test_keys.hpp"

namespace portside::testing {

/// The token service of a registry, made of what a host has for it. It knows alice with the
/// password alice-pw, who may pull everything; nobody else may do anything.
class TokenServer {
 public:
  TokenServer() : service_(std::make_shared<TokenService>(options(key_), policy())) {}

  /// What the registry has to be told.
  TokenAuth auth() const {
    return {server_.url() + "/token", "test registry", "test issuer", key_.certificate};
  }
  std::size_t asked() const { return server_.requests().size(); }
  const std::shared_ptr<const TokenService>& service() const noexcept { return service_; }

 private:
  static TokenServiceOptions options(const TestKey& key) {
    return {.issuer = "test issuer",
            .service = "test registry",
            .key = key.private_key,
            .certificates = key.certificate};
  }

  static TokenPolicy policy() {
    TokenPolicy policy;
    policy.authenticate = [](const std::string& user,
                             const Secret& password) -> std::optional<std::string> {
      if (user == "alice" && password == Secret("alice-pw")) return user;
      return std::nullopt;
    };
    policy.authorize = [](const std::string& subject, const TokenAccess&) {
      return subject.empty() ? std::vector<std::string>() : std::vector<std::string>{"pull"};
    };
    return policy;
  }

  const TestKey key_ = make_ec_key();
  const std::shared_ptr<const TokenService> service_;
  RawServer server_{[this](const RecordedRequest& seen, RawServer::Exchange& exchange) {
    HttpRequest request;
    request.method = seen.method;
    request.url = seen.target;
    request.body = seen.body;
    request.headers.assign(seen.headers.begin(), seen.headers.end());
    const HttpResponse response = service_->serve(request);
    exchange.status(response.status, response.body, "Content-Type: application/json\r\n");
  }};
};

}  // namespace portside::testing
