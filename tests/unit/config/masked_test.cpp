// SPDX-License-Identifier: Apache-2.0
#include "config/masked.hpp"

#include <gtest/gtest.h>

#include "config/mistakes.hpp"
#include "config/read_tree.hpp"

namespace portside::config {
namespace {

std::string masked_json(const std::string& json, Shown shown) {
  Mistakes mistakes("f", ConfigFormat::kJson);
  return masked(read_tree(json, ConfigFormat::kJson, mistakes), shown);
}

TEST(Masked, ShowsPlainValuesAsTheyAreWritten) {
  EXPECT_EQ(masked_json("5", Shown::kPlain), "5");
  EXPECT_EQ(masked_json("true", Shown::kPlain), "true");
  EXPECT_EQ(masked_json("null", Shown::kPlain), "");
  EXPECT_EQ(masked_json(R"("strict")", Shown::kPlain), "strict");
  EXPECT_EQ(masked_json(R"("two words")", Shown::kPlain), "\"two words\"");
  EXPECT_EQ(masked_json(R"("")", Shown::kPlain), "\"\"");
  EXPECT_EQ(masked_json(R"(["/a",{"k":1}])", Shown::kPlain), "[/a, {k: 1}]");
  EXPECT_EQ(masked_json(R"("a\nb")", Shown::kPlain), "a\\u000ab");
}

TEST(Masked, HidesUsersInUrls) {
  for (const Shown shown : {Shown::kPlain, Shown::kUrl}) {
    EXPECT_EQ(masked_json(R"("http://u:canary@h:1")", shown), "http://[hidden]@h:1");
    EXPECT_EQ(masked_json(R"("http://u:${ENV:P}@h:1")", shown), "http://[hidden]@h:1");
    EXPECT_EQ(masked_json(R"("http://${ENV:H}:1")", shown), "http://${ENV:H}:1");
  }
  EXPECT_EQ(masked_json(R"(["http://u:canary@h:1"])", Shown::kPlain), "[http://[hidden]@h:1]");
}

TEST(Masked, HidesWhatStandsInThePlaceOfAUrl) {
  EXPECT_EQ(masked_json(R"("canary")", Shown::kUrl), "[hidden]");
  EXPECT_EQ(masked_json("12345", Shown::kUrl), "[hidden]");
  EXPECT_EQ(masked_json(R"("${ENV:URL}")", Shown::kUrl), "${ENV:URL}");
}

TEST(Masked, HidesAUserWithAPassword) {
  EXPECT_EQ(masked_json(R"("alice")", Shown::kUser), "alice");
  EXPECT_EQ(masked_json(R"("alice:canary")", Shown::kUser), "[hidden]");
  EXPECT_EQ(masked_json(R"(["canary"])", Shown::kUser), "[hidden]");
  EXPECT_EQ(masked_json(R"("${ENV:U}")", Shown::kUser), "${ENV:U}");
}

TEST(Masked, ShowsReferencesOnlyWhereAValueIsSecret) {
  EXPECT_EQ(masked_json(R"("${ENV:T}")", Shown::kSecret), "${ENV:T}");
  EXPECT_EQ(masked_json(R"("canary${ENV:T}")", Shown::kSecret), "[hidden]${ENV:T}");
  for (const char* json :
       {R"("canary")", "5", "true", R"(["canary"])", R"({"canary":1})", R"("")"}) {
    EXPECT_EQ(masked_json(json, Shown::kSecret), "[hidden]") << json;
  }
}

TEST(Masked, CutsSealedSecretsEverywhere) {
  for (const Shown shown : {Shown::kPlain, Shown::kUrl, Shown::kUser, Shown::kSecret}) {
    EXPECT_EQ(masked_json(R"("${SEALED:v1.0123abcd.canary}")", shown), "${SEALED:v1.0123abcd...}");
    EXPECT_EQ(masked_json(R"("${SEALED:canary}")", shown), "${SEALED:...}");
  }
  EXPECT_EQ(masked_json(R"(["http://${SEALED:canary}:1"])", Shown::kPlain),
            "[http://${SEALED:...}:1]");
}

TEST(Masked, KnowsKeysThatSoundSecret) {
  for (const char* key :
       {"password", "Password", "api_token", "clientSecret", "psk", "api_key", "apikey",
        "private-key", "passwd", "credentials", "Authorization", "set_cookie"}) {
    EXPECT_TRUE(sounds_secret(key)) << key;
  }
  for (const char* key : {"", "url", "user", "timeout", "key_file"})
    EXPECT_FALSE(sounds_secret(key)) << key;
}

}  // namespace
}  // namespace portside::config
