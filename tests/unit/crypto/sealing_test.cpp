// SPDX-License-Identifier: Apache-2.0
#include "crypto/sealing.hpp"

#include <gmock/gmock.h>

#include <set>

#include "crypto/aes_gcm.hpp"
#include "crypto/digest.hpp"
#include "error_of.hpp"
#include "portside/sdk/base64.hpp"

namespace portside::crypto {
namespace {

using sdk::base64;
using sdk::base64url;
using sdk::from_base64url;

using testing::error_of;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::SizeIs;

constexpr const char* kPlace = "/adapters/clair/psk";
/// The bytes 0 to 31, in both forms that a key file may have.
constexpr const char* kBase64Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
constexpr const char* kHexKey = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

std::vector<SealingKey> new_keys(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += new_sealing_key_text().reveal() + '\n';
  return sealing_keys_of(text);
}

std::string refusal(std::span<const SealingKey> keys, std::string_view text,
                    std::string_view context = kPlace) {
  const AdapterError error = error_of([&] { unseal(keys, text, context); });
  EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
  EXPECT_EQ(error.detail, "");
  return error.message;
}

TEST(Sealing, GivesBackWhatWasSealed) {
  const auto keys = new_keys(1);
  for (const std::string& plain : {std::string(), std::string("x"), std::string("correct horse"),
                                   std::string("\0\xff\n", 3), std::string(kMaxSealedBytes, 'x')}) {
    const std::string text = seal(keys[0], plain, kPlace);
    EXPECT_EQ(unseal(keys, text, kPlace).reveal(), plain);
    EXPECT_THAT(text.substr(0, 200), MatchesRegex("v1\\.[0-9a-f]{8}\\.[A-Za-z0-9_-]+"));
    EXPECT_EQ(sealed_key_id(text), keys[0].id());
  }
}

// Made by another implementation. Files hold texts like this one, so it must open for ever.
TEST(Sealing, HasAFormThatNeverChanges) {
  constexpr const char* kText =
      "v1.af53c1b3.ZGVmZ2hpamtsbW5vK3SsFByKIr5WDS2bvws8gZk3aV1Sk0BsgYc04NQ";
  const auto keys = sealing_keys_of(kBase64Key);
  EXPECT_EQ(keys[0].id(), "af53c1b3");
  EXPECT_EQ(unseal(keys, kText, kPlace).reveal(), "correct horse");
}

TEST(Sealing, OfTheSameTextIsAnotherEveryTime) {
  const auto keys = new_keys(1);
  std::set<std::string> nonces;
  for (int i = 0; i < 200; ++i) {
    const std::string text = seal(keys[0], "same", kPlace);
    nonces.insert(from_base64url(text.substr(12)).value().substr(0, kGcmNonceBytes));
  }
  EXPECT_THAT(nonces, SizeIs(200));
}

TEST(Sealing, RefusesATextWithAnyBitFlipped) {
  const auto keys = new_keys(1);
  const std::string text = seal(keys[0], "correct horse", kPlace);
  for (std::size_t bit = 0; bit < 8 * text.size(); ++bit) {
    std::string changed = text;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
    EXPECT_THAT(refusal(keys, changed), Not(HasSubstr("horse"))) << bit;
  }
}

TEST(Sealing, RefusesATextWithAnyCharacterExchangedOrLeftOut) {
  const auto keys = new_keys(1);
  const std::string text = seal(keys[0], "correct horse", kPlace);
  for (std::size_t i = 0; i < text.size(); ++i) {
    EXPECT_NE(refusal(keys, text.substr(0, i)), "") << i;
    EXPECT_NE(refusal(keys, text.substr(0, i) + text.substr(i + 1)), "") << i;
    for (const char c : std::string_view("Ab0-_.=")) {
      if (c == text[i]) continue;
      EXPECT_NE(refusal(keys, text.substr(0, i) + c + text.substr(i + 1)), "") << i << c;
    }
  }
}

TEST(Sealing, RefusesAnotherPlace) {
  const auto keys = new_keys(1);
  const std::string text = seal(keys[0], "canary", kPlace);
  for (const char* place : {"", "/adapters/clair/ps", "/adapters/clair/psk/", "adapters/clair/psk",
                            "/adapters/clair/token", "/registry/password"}) {
    EXPECT_EQ(refusal(keys, text, place),
              "the sealed secret was sealed for another place, or was changed since; expected the "
              "text that was sealed for this place");
  }
}

TEST(Sealing, AnotherKeyUnderTheSameIdDoesNotOpen) {
  const auto keys = new_keys(2);
  const std::string text = seal(keys[0], "canary", kPlace);
  EXPECT_THAT(refusal(keys, "v1." + keys[1].id() + text.substr(11)), HasSubstr("or was changed"));
}

TEST(Sealing, ChoosesTheKeyByItsId) {
  const auto keys = new_keys(3);
  for (const SealingKey& key : keys) {
    EXPECT_EQ(unseal(keys, seal(key, "x", kPlace), kPlace).reveal(), "x");
  }
  const std::vector<SealingKey> twice = {keys[0], keys[0]};
  EXPECT_EQ(unseal(twice, seal(keys[0], "x", kPlace), kPlace).reveal(), "x");
}

TEST(Sealing, NamesTheKeyThatIsMissing) {
  const auto keys = new_keys(3);
  const std::string id = keys[0].id();
  const std::string text = seal(keys[0], "canary", kPlace);
  EXPECT_EQ(refusal({}, text), "the sealed secret needs the key " + id +
                                   ", and no key was given; expected a file with that one");
  EXPECT_EQ(refusal(std::span(keys).subspan(1, 1), text),
            "the sealed secret needs the key " + id + ", and the only one given is " +
                keys[1].id() + "; expected that one among them");
  EXPECT_EQ(refusal(std::span(keys).subspan(1), text),
            "the sealed secret needs the key " + id + ", and those given are " + keys[1].id() +
                ", " + keys[2].id() + "; expected that one among them");
}

TEST(Sealing, RefusesWhatIsNoSealedText) {
  const auto keys = new_keys(1);
  const std::string header = "v1." + keys[0].id() + '.';
  for (const std::string& text :
       {std::string(), std::string("v1"), std::string("v1."), std::string("canary"), header,
        header + base64url(std::string(27, 'x')), header + "!" + std::string(40, 'A'),
        header + std::string(40, 'A') + "==", header + std::string(40, 'A') + "\n",
        " " + header + std::string(40, 'A'), "v2" + header.substr(2) + std::string(40, 'A'),
        "v1.ABCDEF01." + std::string(40, 'A'), "v1.abcdef0." + std::string(40, 'A'),
        "v1.abcdef012." + std::string(40, 'A'), header + std::string(100'000, 'A'),
        header + base64url(std::string(kMaxSealedBytes + 29, 'x'))}) {
    EXPECT_EQ(refusal(keys, text),
              "the sealed secret is malformed; expected v1.KEYID.TEXT as portside secret seal "
              "prints it");
  }
}

TEST(Sealing, RefusesMoreThan64KiB) {
  const auto keys = new_keys(1);
  const AdapterError error =
      error_of([&] { seal(keys[0], std::string(kMaxSealedBytes + 1, 'x'), kPlace); });
  EXPECT_EQ(error.code, ErrorCode::kTooLarge);
  EXPECT_EQ(error.message, "the secret is longer than 64 KiB; expected a shorter one");
}

TEST(SealedKeyId, IsReadFromTheBeginningOnly) {
  EXPECT_EQ(sealed_key_id("v1.0123abcd."), "0123abcd");
  EXPECT_EQ(sealed_key_id("v1.0123abcd.anything"), "0123abcd");
  for (const char* text : {"", "v1.0123abcd", "v1.0123abcdx", "v1.0123abcg.", "v0.0123abcd."}) {
    EXPECT_EQ(sealed_key_id(text), "") << text;
  }
}

TEST(SealingKeys, AreReadInBothForms) {
  const std::string id = sealing_keys_of(kBase64Key)[0].id();
  for (const std::string& text :
       {std::string(kHexKey), std::string("\n\t ") + kHexKey + " \r\n",
        "000102030405060708090A0B0C0D0E0F" + std::string(kHexKey).substr(32),
        std::string(kBase64Key) + "\r\n"}) {
    const auto keys = sealing_keys_of(text);
    ASSERT_THAT(keys, SizeIs(1)) << text;
    EXPECT_EQ(keys[0].id(), id) << text;
    EXPECT_EQ(unseal(keys, seal(sealing_keys_of(kHexKey)[0], "x", kPlace), kPlace).reveal(), "x");
  }
}

TEST(SealingKeys, StandOneALineInTheirOrder) {
  const std::string other = new_sealing_key_text().reveal();
  const auto keys =
      sealing_keys_of("# since spring\n" + other + "\n\n  # before\n" + kHexKey + "\r\n");
  ASSERT_THAT(keys, SizeIs(2));
  EXPECT_EQ(keys[0].id(), sealing_keys_of(other)[0].id());
  EXPECT_EQ(keys[1].id(), "af53c1b3");
}

TEST(SealingKeys, OfOtherFormsAreRefusedWithTheirLine) {
  const std::string key = kBase64Key;
  for (const std::string& line :
       {std::string("canary"), key.substr(1), key + "=", key + key, std::string(kHexKey) + "0",
        std::string(kHexKey).substr(2), std::string(62, '0') + "0g", base64(std::string(31, 'x')),
        base64(std::string(33, 'x')), key.substr(0, 43), key + " " + key}) {
    const AdapterError error = error_of([&] { sealing_keys_of(key + "\n" + line + "\n"); });
    EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
    EXPECT_EQ(
        error.message,
        "line 2 is no sealing key; expected 32 bytes in base64 (44 characters) or hexadecimal "
        "(64 digits), one key a line")
        << line;
  }
  for (const char* nothing : {"", "\n \n", "# only a remark"}) {
    EXPECT_EQ(error_of([&] { sealing_keys_of(nothing); }).message,
              "there is no sealing key; expected 32 bytes in base64 (44 characters) or hexadecimal "
              "(64 digits)");
  }
}

TEST(SealingKeys, AreSixteenAtMost) {
  EXPECT_THAT(new_keys(16), SizeIs(16));
  EXPECT_EQ(error_of([] { new_keys(17); }).message,
            "line 17 has one sealing key more than the 16 that may be given; remove old ones");
}

TEST(SealingKeys, AreNewEveryTime) {
  std::set<std::string> seen;
  for (int i = 0; i < 50; ++i) {
    const Secret text = new_sealing_key_text();
    EXPECT_THAT(text.reveal(), SizeIs(44));
    seen.insert(text.reveal());
  }
  EXPECT_THAT(seen, SizeIs(50));
}

// The id stands in files that everybody reads.
TEST(SealingKeys, HaveIdsThatAreNoPartOfTheirDigest) {
  const std::string key = from_hex(kHexKey).value();
  const std::string id = sealing_keys_of(kHexKey)[0].id();
  EXPECT_THAT(hex(sha256(key)), Not(HasSubstr(id)));
  EXPECT_EQ(id, hex(sha256("portside sealing key id" + key)).substr(0, 8));
}

}  // namespace
}  // namespace portside::crypto
