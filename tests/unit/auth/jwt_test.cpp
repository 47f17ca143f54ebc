// SPDX-License-Identifier: Apache-2.0
#include "auth/jwt.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "crypto/digest.hpp"
#include "portside/sdk/base64.hpp"
#include "test_keys.hpp"
#include "test_time.hpp"

namespace portside::auth {
namespace {

using nlohmann::json;
using sdk::base64url;
using sdk::from_base64url;

class JwtTest : public ::testing::TestWithParam<const char*> {
 protected:
  Claims claims() const {
    return {"issuer", "alice", "registry", kNow + 300,
            kNow,     kNow,    "id",       {{"repository", "a/b", {"pull", "push"}}}};
  }

  JwtRules rules() const {
    return {"issuer", "registry", {{key_.public_key().libtrust_id(), key_.public_key()}}};
  }

  std::optional<Claims> verified(std::string_view token, std::int64_t now = kNow) const {
    return verify_jwt(token, rules(), now, &why_);
  }

  std::string issued(const Claims& claims) const {
    return JwtSigner(key_, {}).sign(claims).reveal();
  }

  /// Signed by the right key, whatever it says.
  std::string token(const json& header, const json& payload) const {
    const std::string message = base64url(header.dump()) + '.' + base64url(payload.dump());
    return message + '.' + base64url(key_.sign(message));
  }

  json header() const {
    return {{"alg", crypto::algorithm_name(key_.algorithm())}, {"typ", "JWT"}};
  }
  static json payload() { return {{"iss", "issuer"}, {"aud", "registry"}, {"exp", kNow + 60}}; }

  const testing::TestKey pem_ = testing::make_key(GetParam());
  const crypto::SigningKey key_ = crypto::SigningKey::from_pem(pem_.private_key);
  mutable std::string why_;
};

TEST_P(JwtTest, SaysWhatWasSigned) {
  EXPECT_EQ(verified(issued(claims())), claims());
}

TEST_P(JwtTest, NamesItsKey) {
  const KeyHeader named{crypto::certificates_of(pem_.certificate), "my-key"};
  const std::string token = JwtSigner(key_, named).sign(claims()).reveal();
  const json read = json::parse(from_base64url(token.substr(0, token.find('.'))).value());
  EXPECT_EQ(read["alg"], crypto::algorithm_name(key_.algorithm()));
  EXPECT_EQ(read["kid"], "my-key");
  EXPECT_EQ(read["x5c"].at(0), sdk::base64(named.certificates.at(0)));
  EXPECT_EQ(verified(token), std::nullopt) << "a key that is not known";
}

TEST_P(JwtTest, HoldsForItsTime) {
  const std::string token = issued(claims());
  for (const std::int64_t now : {kNow - 60, kNow, kNow + 300, kNow + 360}) {
    EXPECT_TRUE(verified(token, now)) << now - kNow;
  }
  EXPECT_FALSE(verified(token, kNow + 361));
  EXPECT_EQ(why_, "the token has expired");
  EXPECT_FALSE(verified(token, kNow - 61));
  EXPECT_EQ(why_, "the token is not valid yet");
}

TEST_P(JwtTest, IsForOneAudienceOfOneIssuer) {
  Claims other = claims();
  other.issuer = "somebody";
  EXPECT_FALSE(verified(issued(other)));
  other = claims();
  other.audience = "another";
  EXPECT_FALSE(verified(issued(other)));
  json several = payload();
  several["aud"] = {"x", "registry"};
  EXPECT_TRUE(verified(token(header(), several)));
  several["aud"] = {"x"};
  EXPECT_FALSE(verified(token(header(), several)));
}

TEST_P(JwtTest, RefusesOtherAlgorithms) {
  for (const char* algorithm : {"none", "HS256", "RS384", "PS256", "es256", ""}) {
    json other = header();
    other["alg"] = algorithm;
    EXPECT_FALSE(verified(token(other, payload()))) << algorithm;
  }
  // Signed with the public key as if it were a shared secret.
  const std::string message = base64url(R"({"alg":"HS256"})") + '.' + base64url(payload().dump());
  EXPECT_FALSE(verified(message + '.' + base64url(crypto::hmac_sha256(pem_.public_key, message))));
  EXPECT_FALSE(verified(message + '.'));
}

TEST_P(JwtTest, RefusesWhatWasChanged) {
  const std::string token = issued(claims());
  for (std::size_t i = 0; i < token.size(); i += 7) {
    std::string wrong = token;
    wrong[i] = wrong[i] == 'A' ? 'B' : 'A';
    if (wrong == token) continue;
    EXPECT_FALSE(verified(wrong)) << i;
  }
}

TEST_P(JwtTest, RefusesWhatCannotBeRead) {
  for (const std::string& text :
       {std::string(), std::string("."), std::string(".."), std::string("a.b.c"),
        std::string("a.b.c.d"), std::string(100'000, 'a'), base64url("[]") + ".e30.AA",
        base64url("{}") + "." + base64url("{}") + "."}) {
    EXPECT_FALSE(verified(text)) << text.substr(0, 40);
    EXPECT_FALSE(why_.empty());
  }
  for (const char* member : {"exp", "iss", "aud"}) {
    json less = payload();
    less.erase(member);
    EXPECT_FALSE(verified(token(header(), less))) << member;
    less[member] = json::array({1});
    EXPECT_FALSE(verified(token(header(), less))) << member;
  }
  json critical = header();
  critical["crit"] = {"b64"};
  EXPECT_FALSE(verified(token(critical, payload())));
  json access = payload();
  for (const json& wrong : {json(5), json::array({5}), json(std::vector<json>(1'001))}) {
    access["access"] = wrong;
    EXPECT_FALSE(verified(token(header(), access)));
  }
  access["access"] = nullptr;
  EXPECT_TRUE(verified(token(header(), access)));
}

INSTANTIATE_TEST_SUITE_P(Kinds, JwtTest,
                         ::testing::Values("ec -pkeyopt ec_paramgen_curve:P-256", "rsa:2048"),
                         [](const auto& each) { return each.index == 0 ? "Es256" : "Rs256"; });

}  // namespace
}  // namespace portside::auth
