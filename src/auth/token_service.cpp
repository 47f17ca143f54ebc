// SPDX-License-Identifier: Apache-2.0
#include "portside/host/token_service.hpp"

#include <utility>

#include "auth/token_endpoint.hpp"
#include "auth/token_issuer.hpp"

namespace portside {

struct TokenService::Impl {
  auth::TokenIssuer issuer;
  TokenPolicy policy;
};

TokenService::TokenService(TokenServiceOptions options, TokenPolicy policy)
    : impl_(new Impl{auth::TokenIssuer(std::move(options)), std::move(policy)}) {}

TokenService::~TokenService() = default;

HttpResponse TokenService::serve(const HttpRequest& request) const {
  return auth::serve_token(request, impl_->issuer, impl_->policy);
}

Secret TokenService::issue(const std::string& subject, const std::vector<TokenAccess>& access,
                           std::int64_t lifetime) const {
  return impl_->issuer.issue(subject, access, lifetime);
}

std::int64_t TokenService::now() const {
  return impl_->issuer.now();
}

}  // namespace portside
