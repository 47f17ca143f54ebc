// SPDX-License-Identifier: Apache-2.0
#include "crypto/digest.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

namespace portside::crypto {
namespace {

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

TEST(Sha256Test, GivesThePublishedDigests) {
  // NIST's example values for FIPS 180-4, and the empty message.
  const struct {
    std::string message;
    std::string_view digest;
  } vectors[] = {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {std::string(1'000'000, 'a'),
       "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
      {std::string(1U << 20U, '\0'),
       "30e14955ebf1352266dc2ff8067e68104607e750abb9d3b36582b8af909fcb58"},
      {std::string("\xbd", 1), "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b"},
  };
  for (const auto& vector : vectors) {
    const std::string digest = sha256(vector.message);
    EXPECT_EQ(digest.size(), 32U);
    EXPECT_EQ(hex(digest), vector.digest) << vector.message.size() << " bytes";
  }
}

TEST(Sha256Test, TakesAViewOfNothing) {
  EXPECT_EQ(sha256(std::string_view()), sha256(""));
}

TEST(Sha512Test, GivesThePublishedDigests) {
  // As above.
  EXPECT_EQ(hex(sha512("")),
            "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
            "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e");
  EXPECT_EQ(hex(sha512("abc")),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
  EXPECT_EQ(hex(sha512(std::string(1'000'000, 'a'))),
            "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb"
            "de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b");
}

TEST(HmacSha256Test, GivesThePublishedDigests) {
  // RFC 4231, test cases 1, 2, 3, 4, 6 and 7 (5 is about truncation).
  const std::string counting =
      "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17"
      "\x18\x19";
  const struct {
    std::string key;
    std::string message;
    std::string_view digest;
  } vectors[] = {
      {repeated("\x0b", 20), "Hi There",
       "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {"Jefe", "what do ya want for nothing?",
       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {repeated("\xaa", 20), repeated("\xdd", 50),
       "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
      {counting, repeated("\xcd", 50),
       "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
      {repeated("\xaa", 131), "Test Using Larger Than Block-Size Key - Hash Key First",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
      {repeated("\xaa", 131),
       "This is a test using a larger than block-size key and a larger than block-size data. The "
       "key needs to be hashed before being used by the HMAC algorithm.",
       "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
  };
  for (const auto& vector : vectors) {
    EXPECT_EQ(hex(hmac_sha256(vector.key, vector.message)), vector.digest) << vector.message;
  }
}

TEST(HmacSha256Test, TakesEmptyKeysAndMessages) {
  const std::string_view expected =
      "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad";
  EXPECT_EQ(hex(hmac_sha256("", "")), expected);
  EXPECT_EQ(hex(hmac_sha256(std::string_view(), std::string_view())), expected);
  EXPECT_NE(hmac_sha256("key", ""), hmac_sha256("", "key"));
}

TEST(HmacSha256Test, TakesAnInputOfOneMebibyte) {
  const std::string large(1U << 20U, 'x');
  EXPECT_EQ(hmac_sha256("key", large), hmac_sha256("key", large));
  EXPECT_NE(hmac_sha256("key", large), hmac_sha256("key", large.substr(1)));
  EXPECT_EQ(hmac_sha256(large, "message"), hmac_sha256(sha256(large), "message"))
      << "RFC 2104: a key longer than a block is hashed first";
}

TEST(EqualTest, ComparesBytes) {
  EXPECT_TRUE(equal("", ""));
  EXPECT_TRUE(equal(std::string_view(), ""));
  EXPECT_TRUE(equal("secret", "secret"));
  EXPECT_FALSE(equal("secret", "secreT"));
  EXPECT_FALSE(equal("secret", "Secret"));
  EXPECT_FALSE(equal("secret", "secret1"));
  EXPECT_FALSE(equal("", "s"));
  EXPECT_FALSE(equal(std::string_view("a\0b", 3), std::string_view("a\0c", 3)));
}

TEST(HexTest, IsLowerCaseWithTwoDigitsAByte) {
  EXPECT_EQ(hex(""), "");
  EXPECT_EQ(hex(std::string_view("\x00\x0f\xa0\xff", 4)), "000fa0ff");
}

TEST(HexTest, IsReadInEitherCase) {
  EXPECT_EQ(from_hex(""), "");
  EXPECT_EQ(from_hex("000fa0ff"), std::string("\x00\x0f\xa0\xff", 4));
  EXPECT_EQ(from_hex("aAbBfF"), "\xaa\xbb\xff");
  for (const char* text : {"0", "0g", "g0", " 0", "0x", "000", "-1", "0G"}) {
    EXPECT_EQ(from_hex(text), std::nullopt) << text;
  }
}

TEST(Sha256Test, TakesPieces) {
  Sha256 hash;
  hash.update("a");
  hash.update("");
  hash.update("bc");
  EXPECT_EQ(hash.finish(), sha256("abc"));
  Sha256 empty;
  EXPECT_EQ(empty.finish(), sha256(""));
}

TEST(RandomBytesTest, GivesAsManyAsWanted) {
  for (const std::size_t count : {0U, 1U, 32U, 100'000U}) {
    EXPECT_EQ(random_bytes(count).size(), count);
  }
}

TEST(RandomBytesTest, GivesOthersEveryTime) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) seen.insert(random_bytes(16));
  EXPECT_EQ(seen.size(), 100U);
  EXPECT_NE(random_bytes(100'000).substr(99'968), std::string(32, '\0')) << "filled to the end";
}

TEST(PluginCryptoTest, IsOneObjectThatDoesTheSame) {
  Crypto& crypto = plugin_crypto();
  EXPECT_EQ(&crypto, &plugin_crypto());
  EXPECT_EQ(crypto.sha256("abc"), sha256("abc"));
  EXPECT_EQ(crypto.hmac_sha256("Jefe", "hello"), hmac_sha256("Jefe", "hello"));
  EXPECT_TRUE(crypto.equal("a", "a"));
  EXPECT_FALSE(crypto.equal("a", "b"));
}

}  // namespace
}  // namespace portside::crypto
