// SPDX-License-Identifier: Apache-2.0
#include "crypto/aes_gcm.hpp"

#include <gtest/gtest.h>

#include "crypto/digest.hpp"
#include "error_of.hpp"

namespace portside::crypto {
namespace {

std::string bytes(std::string_view digits) {
  return from_hex(digits).value();
}

struct Vector {
  const char* name;
  std::string key, nonce, associated, plain, encrypted;
};

// McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B: what NIST SP 800-38D
// refers to for examples.
const Vector kVectors[] = {
    {"Case13", std::string(64, '0'), std::string(24, '0'), "", "",
     "530f8afbc74536b9a963b4f1c4cb738b"},
    {"Case14", std::string(64, '0'), std::string(24, '0'), "", std::string(32, '0'),
     "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"},
    {"Case16", "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
     "cafebabefacedbaddecaf888", "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6"
     "b525b16aedf5aa0de657ba637b39",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b105682"
     "8838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"}};

class AesGcmTest : public ::testing::TestWithParam<Vector> {
 protected:
  const std::string key_ = bytes(GetParam().key);
  const std::string nonce_ = bytes(GetParam().nonce);
  const std::string associated_ = bytes(GetParam().associated);
  const std::string encrypted_ = bytes(GetParam().encrypted);
};

TEST_P(AesGcmTest, DoesWhatTheSpecificationDoes) {
  const std::string plain = bytes(GetParam().plain);
  EXPECT_EQ(hex(aes_gcm_encrypt(key_, nonce_, associated_, plain)), GetParam().encrypted);
  const auto opened = aes_gcm_decrypt(key_, nonce_, associated_, encrypted_);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->reveal(), plain);
}

TEST_P(AesGcmTest, NoticesEveryBitThatIsAnother) {
  for (std::size_t bit = 0; bit < 8 * encrypted_.size(); ++bit) {
    std::string changed = encrypted_;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(aes_gcm_decrypt(key_, nonce_, associated_, changed)) << bit;
  }
}

TEST_P(AesGcmTest, NoticesWhatIsMissingOrTooMuch) {
  for (std::size_t size = 0; size < encrypted_.size(); ++size) {
    EXPECT_FALSE(aes_gcm_decrypt(key_, nonce_, associated_, encrypted_.substr(0, size))) << size;
  }
  EXPECT_FALSE(aes_gcm_decrypt(key_, nonce_, associated_, encrypted_ + '\0'));
}

TEST_P(AesGcmTest, NoticesAnotherKeyNonceOrContext) {
  std::string key = key_;
  key.back() ^= 1;
  EXPECT_FALSE(aes_gcm_decrypt(key, nonce_, associated_, encrypted_));
  std::string nonce = nonce_;
  nonce.front() ^= 1;
  EXPECT_FALSE(aes_gcm_decrypt(key_, nonce, associated_, encrypted_));
  EXPECT_FALSE(aes_gcm_decrypt(key_, nonce_, associated_ + "x", encrypted_));
}

INSTANTIATE_TEST_SUITE_P(Vectors, AesGcmTest, ::testing::ValuesIn(kVectors),
                         [](const auto& each) { return each.param.name; });

TEST(AesGcm, KeysAndNoncesOfAnotherLengthAreDefects) {
  const std::string key(kAesKeyBytes, 'k');
  const std::string nonce(kGcmNonceBytes, 'n');
  for (const auto& [wrong_key, wrong_nonce] :
       {std::pair(key.substr(1), nonce), std::pair(key + 'k', nonce), std::pair(key, nonce + 'n'),
        std::pair(key, std::string())}) {
    EXPECT_EQ(testing::code_of(
                  [&, &k = wrong_key, &n = wrong_nonce] { aes_gcm_encrypt(k, n, "", "plain"); }),
              ErrorCode::kInternal);
    EXPECT_EQ(testing::code_of([&, &k = wrong_key, &n = wrong_nonce] {
                aes_gcm_decrypt(k, n, "", std::string(20, 'x'));
              }),
              ErrorCode::kInternal);
  }
}

}  // namespace
}  // namespace portside::crypto
