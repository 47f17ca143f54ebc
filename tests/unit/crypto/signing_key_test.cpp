// SPDX-License-Identifier: Apache-2.0
#include "crypto/signing_key.hpp"

#include <gmock/gmock.h>

#include "error_of.hpp"
#include "test_keys.hpp"

namespace portside::crypto {
namespace {

using testing::code_of;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::SizeIs;

class SigningKeyTest : public ::testing::TestWithParam<const char*> {
 protected:
  const testing::TestKey pem_ = testing::make_key(GetParam());
  const SigningKey key_ = SigningKey::from_pem(pem_.private_key);
};

TEST_P(SigningKeyTest, SignsWhatItsPublicKeyVerifies) {
  const std::string signature = key_.sign("message");
  for (const std::string& pem : {pem_.public_key, pem_.certificate}) {
    const PublicKey key = PublicKey::from_pem(pem);
    EXPECT_EQ(key.algorithm(), key_.algorithm());
    EXPECT_TRUE(key.verify("message", signature));
    EXPECT_FALSE(key.verify("Message", signature));
    for (const std::size_t at : {std::size_t{0}, signature.size() / 2, signature.size() - 1}) {
      std::string wrong = signature;
      wrong[at] = static_cast<char>(wrong[at] ^ 1);
      EXPECT_FALSE(key.verify("message", wrong)) << at;
    }
    for (const std::string& wrong : {std::string(), signature + "x", std::string(64, '\0'),
                                     std::string(64, '\xff'), signature.substr(1)}) {
      EXPECT_FALSE(key.verify("message", wrong));
    }
    EXPECT_EQ(key.der(), key_.public_key().der());
  }
}

// The openssl program is the reference.
TEST_P(SigningKeyTest, HasTheIdThatLibtrustGivesIt) {
  const testing::TempFolder folder;
  const std::string file = folder.write("public", pem_.public_key);
  const auto id = testing::run_program(
      "openssl pkey -pubin -in " + file +
      " -outform DER | openssl dgst -sha256 -binary | head -c 30 | base32 -w 0 | "
      "sed 's/..../&:/g; s/:$//'");
  EXPECT_EQ(key_.public_key().libtrust_id() + "\n", id.output + "\n");
  EXPECT_THAT(key_.public_key().libtrust_id(), MatchesRegex("([A-Z2-7]{4}:){11}[A-Z2-7]{4}"));
}

INSTANTIATE_TEST_SUITE_P(Kinds, SigningKeyTest,
                         ::testing::Values("ec -pkeyopt ec_paramgen_curve:P-256", "rsa:2048"),
                         [](const auto& each) { return each.index == 0 ? "Es256" : "Rs256"; });

TEST(SigningKey, AnEs256SignatureIsTwoNumbers) {
  const SigningKey key = SigningKey::from_pem(testing::make_ec_key().private_key);
  // One in 128 has a number that begins with a zero byte.
  for (int i = 0; i < 300; ++i) EXPECT_THAT(key.sign(std::to_string(i)), SizeIs(64));
}

TEST(SigningKey, RefusesOtherKeys) {
  for (const char* kind : {"ec -pkeyopt ec_paramgen_curve:P-384", "rsa:1024", "ed25519"}) {
    const testing::TestKey pem = testing::make_key(kind);
    EXPECT_EQ(code_of([&] { SigningKey::from_pem(pem.private_key); }), ErrorCode::kConfigInvalid)
        << kind;
    EXPECT_EQ(code_of([&] { PublicKey::from_pem(pem.certificate); }), ErrorCode::kConfigInvalid);
  }
}

TEST(SigningKey, RefusesWhatIsNoKey) {
  const testing::TestKey pem = testing::make_ec_key();
  for (const std::string& text : {std::string(), std::string("canary"), pem.public_key,
                                  pem.certificate, pem.private_key.substr(0, 100)}) {
    const AdapterError error = testing::error_of([&] { SigningKey::from_pem(text); });
    EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
    EXPECT_THAT(error.message + error.detail, Not(HasSubstr("canary")));
  }
  EXPECT_EQ(code_of([&] { PublicKey::from_pem(pem.private_key); }), ErrorCode::kConfigInvalid);
  EXPECT_EQ(code_of([] { certificates_of("none"); }), ErrorCode::kConfigInvalid);
  EXPECT_THAT(certificates_of(pem.certificate + pem.certificate), SizeIs(2));
}

}  // namespace
}  // namespace portside::crypto
