// SPDX-License-Identifier: Apache-2.0
#include "auth/token_issuer.hpp"

#include <gtest/gtest.h>

#include "error_of.hpp"
#include "test_keys.hpp"
#include "test_time.hpp"

namespace portside::auth {
namespace {

using testing::code_of;

TokenServiceOptions options_with(const testing::TestKey& key, std::string certificates = "") {
  TokenServiceOptions options;
  options.issuer = "issuer";
  options.service = "registry";
  options.key = key.private_key;
  options.certificates = std::move(certificates);
  options.now = [] { return kNow; };
  return options;
}

TEST(TokenIssuer, IssuesWhatItsRulesAccept) {
  const testing::TestKey key = testing::make_ec_key();
  for (const std::string& certificates : {std::string(), key.certificate}) {
    const TokenIssuer issuer(options_with(key, certificates));
    const std::vector<Access> access = {{"repository", "a/b", {"pull"}}};
    const auto claims = verify_jwt(issuer.issue("alice", access).reveal(), issuer.rules(), kNow);
    ASSERT_TRUE(claims);
    EXPECT_EQ(claims->subject, "alice");
    EXPECT_EQ(claims->access, access);
    EXPECT_EQ(claims->expires, kNow + 300);
    EXPECT_LT(claims->not_before, kNow) << "the registry's clock may be behind";
    EXPECT_EQ(claims->issued, kNow);
    EXPECT_EQ(claims->id.size(), 32U);
  }
}

TEST(TokenIssuer, RefusesOptionsThatCannotBe) {
  const testing::TestKey key = testing::make_ec_key();
  const auto code = [](TokenServiceOptions options) {
    return code_of([&] { TokenIssuer issuer(std::move(options)); });
  };
  EXPECT_EQ(code(options_with(key, testing::make_ec_key().certificate)), ErrorCode::kConfigInvalid)
      << "a certificate of another key";
  for (const std::int64_t lifetime : {0, 59, 86'401}) {
    TokenServiceOptions options = options_with(key);
    options.lifetime = lifetime;
    EXPECT_EQ(code(options), ErrorCode::kConfigInvalid) << lifetime;
  }
  TokenServiceOptions options = options_with(key);
  options.key = "no key";
  EXPECT_EQ(code(options), ErrorCode::kConfigInvalid);
}

}  // namespace
}  // namespace portside::auth
