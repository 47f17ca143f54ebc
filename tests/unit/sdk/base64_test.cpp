// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/base64.hpp"

#include <gtest/gtest.h>

namespace portside::sdk {
namespace {

TEST(Base64Url, HasNoPaddingAndOtherLetters) {
  EXPECT_EQ(base64url(""), "");
  EXPECT_EQ(base64url("f"), "Zg");
  EXPECT_EQ(base64url("fo"), "Zm8");
  EXPECT_EQ(base64url(std::string("\xfb\xff\0", 3)), "-_8A");
}

TEST(Base64Url, IsReadBack) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(from_base64url(base64url(bytes)), bytes);
    bytes += static_cast<char>(i * 7);
  }
}

TEST(Base64Url, RefusesWhatIsNone) {
  for (const char* text : {"Z", "Zg==", "Zm+/", "Z m8", "Zm8\n", "Zh", "Zm9"}) {
    EXPECT_EQ(from_base64url(text), std::nullopt) << text;
  }
  EXPECT_EQ(from_base64url("Zg"), "f");
}

// RFC 4648 section 10.
TEST(Base64, HasPadding) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64(std::string("\xfb\xff\0", 3)), "+/8A");
}

TEST(Base64, IsReadBackWithItsPadding) {
  EXPECT_EQ(from_base64(""), "");
  EXPECT_EQ(from_base64("Zg=="), "f");
  EXPECT_EQ(from_base64("YWxpY2U6cHc="), "alice:pw");
  for (const char* text : {"Zg", "Zg=", "Z===", "====", "Zg==Zg==", "-_8A"}) {
    EXPECT_EQ(from_base64(text), std::nullopt) << text;
  }
}

// As Go's base64.StdEncoding, which is not strict.
TEST(LooseBase64, PassesOverLineEndsAndBitsLeft) {
  for (const char* text : {"Zm8=", "Zm8=\n", "Z\nm\r\n8=", "Zm8\n=", "Zm9=", "\nZm+="}) {
    EXPECT_EQ(from_loose_base64(text), "fo") << text;
  }
  EXPECT_EQ(from_loose_base64("Zh=="), "f");
  EXPECT_EQ(from_loose_base64("Zg=\n="), "f");
  EXPECT_EQ(from_loose_base64("\r\n"), "");
}

TEST(LooseBase64, RefusesAllElse) {
  for (const char* text :
       {"Zg", "Zg=", "Z===", "====", "Zg==Zg==", "-_8A", "Zm 8=", "Zm8= ", "Z"}) {
    EXPECT_EQ(from_loose_base64(text), std::nullopt) << text;
  }
}

TEST(AnyBase64, IsOfEitherAlphabetWithOrWithoutPadding) {
  const std::string bytes = "\xfb\xff?";
  for (const char* text : {"+/8/", "-_8_", "+/8_", "+/\r\n8/\n"}) {
    EXPECT_EQ(from_any_base64(text), bytes) << text;
  }
  for (const char* text : {"IyBSMQ==", "IyBSMQ", "IyBSMQ="})
    EXPECT_EQ(from_any_base64(text), "# R1");
  EXPECT_EQ(from_any_base64(""), "");
  for (const char* text : {"I", "IyBSMR", "Iy BSMQ", "IyBSMQ===", "Iy=BSMQ", "IyBSM\t"}) {
    EXPECT_EQ(from_any_base64(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace portside::sdk
