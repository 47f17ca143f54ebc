// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "auth/jwt.hpp"
#include "auth/token_issuer.hpp"
#include "error_of.hpp"
#include "portside/host/credential_provider.hpp"
#include "portside/testing/test_call_context.hpp"
#include "test_keys.hpp"
#include "test_time.hpp"

namespace portside {
namespace {

using auth::kNow;
using ::testing::ElementsAre;

CredentialRequest request(Millis valid_for = 600'000) {
  return {"portside-abc", "library/nginx", "clair", "job-1", true, valid_for};
}

class CredentialProviderTest : public ::testing::Test {
 protected:
  testing::TestCallContext context_;
};

TEST_F(CredentialProviderTest, StaticOnesAreTheSameForEverybody) {
  Credentials credentials;
  credentials.kind = CredentialKind::kBasic;
  credentials.user = "reader";
  const auto provider = static_credentials(credentials);
  EXPECT_EQ(provider->issue(request(), context_).user, "reader");
  EXPECT_FALSE(provider->is_revocable());
  provider->revoke("portside-abc", context_);
}

TEST_F(CredentialProviderTest, CallbacksAreCalled) {
  std::vector<std::string> revoked;
  const auto provider = callback_credentials(
      [](const CredentialRequest& wanted, const CallContext&) {
        Credentials credentials;
        credentials.user = wanted.lease_id + " for " + wanted.repository;
        return credentials;
      },
      [&](const std::string& id, const CallContext&) { revoked.push_back(id); });
  EXPECT_EQ(provider->issue(request(), context_).user, "portside-abc for library/nginx");
  EXPECT_TRUE(provider->is_revocable());
  provider->revoke("portside-abc", context_);
  EXPECT_THAT(revoked, ElementsAre("portside-abc"));
  EXPECT_FALSE(callback_credentials([](const CredentialRequest&, const CallContext&) {
                 return Credentials{};
               })->is_revocable());
}

class TokenCredentialsTest : public CredentialProviderTest {
 protected:
  TokenServiceOptions options() const {
    return {.issuer = "host", .service = "registry", .key = key_.private_key, .now = [] {
              return kNow;
            }};
  }

  auth::Claims claims_of(const Credentials& credentials) {
    EXPECT_EQ(credentials.kind, CredentialKind::kBearer);
    return auth::verify_jwt(credentials.token, auth::TokenIssuer(options()).rules(), kNow)
        .value_or(auth::Claims{});
  }

  const testing::TestKey key_ = testing::make_ec_key();
  std::shared_ptr<CredentialProvider> provider_ =
      token_credentials(std::make_shared<TokenService>(options()));
};

TEST_F(TokenCredentialsTest, AllowToPullOneRepository) {
  const Credentials credentials = provider_->issue(request(), context_);
  const auth::Claims claims = claims_of(credentials);
  EXPECT_EQ(claims.subject, "portside-abc");
  EXPECT_THAT(claims.access,
              ElementsAre(TokenAccess{"repository", "library/nginx", {"pull", "scanner-pull"}}));
  EXPECT_EQ(claims.expires, kNow + 600);
  EXPECT_EQ(credentials.expires_at, (kNow + 600) * 1'000);
  EXPECT_FALSE(provider_->is_revocable());
}

TEST_F(TokenCredentialsTest, BypassThePolicyOnlyWhereTheyHaveTo) {
  CredentialRequest plain = request();
  plain.policy_bypass = false;
  EXPECT_THAT(claims_of(provider_->issue(plain, context_)).access,
              ElementsAre(TokenAccess{"repository", "library/nginx", {"pull"}}));
}

TEST_F(TokenCredentialsTest, LastAMinuteAtLeastAndADayAtMost) {
  EXPECT_EQ(claims_of(provider_->issue(request(1), context_)).expires, kNow + 60);
  EXPECT_EQ(claims_of(provider_->issue(request(60'001), context_)).expires, kNow + 61);
  EXPECT_EQ(claims_of(provider_->issue(request(Millis{1} << 50U), context_)).expires,
            kNow + 24 * 3'600);
}

class FakeRobots final : public RobotAccounts {
 public:
  RobotAccount create(const CredentialRequest& request, const CallContext&) override {
    accounts.push_back(request.lease_id);
    return {"robot$" + request.lease_id, "secret"};
  }
  void remove(const std::string& name, const CallContext&) override { std::erase(accounts, name); }
  std::vector<std::string> accounts;
};

TEST_F(CredentialProviderTest, RobotsAreRemoved) {
  const auto robots = std::make_shared<FakeRobots>();
  const auto provider = robot_credentials(robots, [] { return Millis{5'000}; });
  const Credentials credentials = provider->issue(request(), context_);
  EXPECT_EQ(credentials.kind, CredentialKind::kBasic);
  EXPECT_EQ(credentials.user, "robot$portside-abc");
  EXPECT_EQ(credentials.secret, "secret");
  EXPECT_EQ(credentials.expires_at, 605'000);
  EXPECT_TRUE(provider->is_revocable());
  provider->revoke("portside-abc", context_);
  provider->revoke("portside-abc", context_);
  EXPECT_TRUE(robots->accounts.empty());
}

}  // namespace
}  // namespace portside
