// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "call/system_clock.hpp"
#include "portside/host/credential_provider.hpp"
#include "portside/host/token_service.hpp"

namespace portside {
namespace {

class StaticCredentials final : public CredentialProvider {
 public:
  explicit StaticCredentials(Credentials credentials) : credentials_(std::move(credentials)) {}
  Credentials issue(const CredentialRequest&, const CallContext&) override { return credentials_; }
  bool is_revocable() const noexcept override { return false; }
  void revoke(const std::string&, const CallContext&) override {}

 private:
  const Credentials credentials_;
};

class CallbackCredentials final : public CredentialProvider {
 public:
  using Issue = std::function<Credentials(const CredentialRequest&, const CallContext&)>;
  using Revoke = std::function<void(const std::string&, const CallContext&)>;

  CallbackCredentials(Issue issue, Revoke revoke)
      : issue_(std::move(issue)), revoke_(std::move(revoke)) {}
  Credentials issue(const CredentialRequest& request, const CallContext& context) override {
    return issue_(request, context);
  }
  bool is_revocable() const noexcept override { return revoke_ != nullptr; }
  void revoke(const std::string& lease_id, const CallContext& context) override {
    if (revoke_) revoke_(lease_id, context);
  }

 private:
  const Issue issue_;
  const Revoke revoke_;
};

class TokenCredentials final : public CredentialProvider {
 public:
  explicit TokenCredentials(std::shared_ptr<const TokenService> service)
      : service_(std::move(service)) {}
  Credentials issue(const CredentialRequest& request, const CallContext&) override {
    constexpr std::int64_t kMin = 60;
    constexpr std::int64_t kMax = 24 * 3'600;
    const std::int64_t lifetime = std::clamp((request.valid_for + 999) / 1'000, kMin, kMax);
    TokenAccess access{"repository", request.repository, {"pull"}};
    if (request.policy_bypass) access.actions.emplace_back("scanner-pull");
    Credentials credentials;
    credentials.kind = CredentialKind::kBearer;
    credentials.token = service_->issue(request.lease_id, {access}, lifetime).reveal();
    credentials.expires_at = (service_->now() + lifetime) * 1'000;
    return credentials;
  }
  bool is_revocable() const noexcept override { return false; }
  void revoke(const std::string&, const CallContext&) override {}

 private:
  const std::shared_ptr<const TokenService> service_;
};

class RobotCredentials final : public CredentialProvider {
 public:
  RobotCredentials(std::shared_ptr<RobotAccounts> accounts, std::function<Millis()> now)
      : accounts_(std::move(accounts)), now_(now ? std::move(now) : &system_now) {}
  Credentials issue(const CredentialRequest& request, const CallContext& context) override {
    RobotAccount account = accounts_->create(request, context);
    Credentials credentials;
    credentials.kind = CredentialKind::kBasic;
    credentials.user = std::move(account.user);
    credentials.secret = std::move(account.secret);
    credentials.expires_at = now_() + request.valid_for;
    return credentials;
  }
  bool is_revocable() const noexcept override { return true; }
  void revoke(const std::string& lease_id, const CallContext& context) override {
    accounts_->remove(lease_id, context);
  }

 private:
  const std::shared_ptr<RobotAccounts> accounts_;
  const std::function<Millis()> now_;
};

}  // namespace

std::shared_ptr<CredentialProvider> static_credentials(Credentials credentials) {
  return std::make_shared<StaticCredentials>(std::move(credentials));
}

std::shared_ptr<CredentialProvider> callback_credentials(CallbackCredentials::Issue issue,
                                                         CallbackCredentials::Revoke revoke) {
  return std::make_shared<CallbackCredentials>(std::move(issue), std::move(revoke));
}

std::shared_ptr<CredentialProvider> token_credentials(std::shared_ptr<const TokenService> service) {
  return std::make_shared<TokenCredentials>(std::move(service));
}

std::shared_ptr<CredentialProvider> robot_credentials(std::shared_ptr<RobotAccounts> accounts,
                                                      std::function<Millis()> now) {
  return std::make_shared<RobotCredentials>(std::move(accounts), std::move(now));
}

}  // namespace portside
