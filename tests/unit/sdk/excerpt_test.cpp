// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "portside/sdk/http_answer.hpp"

namespace portside::sdk {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Excerpts, HideSecrets) {
  const char* const texts[] = {
      R"({"Headers":{"Authorization":"Bearer CANARY"},"Format":"Docker"})",
      R"({"Headers":{"Authorization":"CANARY \"CANARY\" CANARY"},"Format":"Docker"})",
      R"({"headers":{"authorization" : ["raw CANARY","CANARY"]},"Format":"Docker"})",
      R"({"message":"got {\"Authorization\":\"CANARY CANARY\"} Format"})",
      "map[Authorization:[Basic CANARY CANARY]] Format",
      "GET / HTTP/1.1\r\nProxy-Authorization: Custom CANARY CANARY\r\nFormat: x",
      "sent with bearer CANARY+/=.~-_CANARY Format",
      "Basic CANARY, Format",
      "Get \"https://user:CANARY@registry/v2/\": Format",
      "https://CANARY@registry Format",
      "https://user:a@CANARY@registry Format",
      R"(Get \"https://s3/b?X-Amz-Date=1\u0026X-Amz-Signature=CANARY\u0026x=CANARY\": Format)",
      "/blob?sig=CANARY&se=1 Format",
      "token eyJhbGciOiJIUzI1NiJ9.CANARYeyJpc3MiOiJxdWF5In0.CANARY_-x Format",
  };
  for (const char* text : texts) {
    EXPECT_THAT(excerpt(text),
                AllOf(Not(HasSubstr("CANARY")), HasSubstr("[hidden]"), HasSubstr("Format")))
        << text;
  }
}

TEST(Excerpts, HidePasswordsWhateverTheyAreWrittenIn) {
  const char* const texts[] = {
      R"({"registry_user":"robot","registry_pass":"CA\"NARY,CANARY","Format":1})",
      R"({"password" : "CANARY CANARY", "Format":1})",
      R"({\"registry_pass\":\"CANARY\\\"CANARY\\\\\",\"Format\":1})",
      R"({'registry_pass': 'CANARY,CA"NARY\'CANARY', 'Format': 1})",
      "SKOPUSER=robot SKOPPASS=CANARY; Format",
      "Password: CANARY\nFormat",
      "user=robot&passwd=CANARY, Format",
      "user=robot passwd=a,,CANARY]]CANARY, Format",
      "user=robot passwd=a,CANARY;CANARY}CANARY]CANARY\"CANARY, Format",
      R"({"message":"login failed passwd=CANARY","Format":1})",
      R"x({"message":"login failed (passwd=a,CANARY)","Format":1})x",
  };
  for (const char* text : texts) {
    EXPECT_THAT(excerpt(text),
                AllOf(Not(HasSubstr("CANARY")), HasSubstr("[hidden]"), HasSubstr("Format")))
        << text;
  }
}

TEST(Excerpts, HideWhatProgramsAreGivenAsCredentials) {
  const char* const texts[] = {
      "skopeo copy --src-creds robot$p:CANARY docker://core:443/p Format",
      "skopeo --src-creds=robot:CANARY --tls-verify=false Format",
      R"(skopeo inspect --creds "robot":"CANARY CANARY" docker://Format)",
      R"(skopeo inspect --creds 'robot':'CA"NARY' --raw Format)",
      R"(skopeo inspect --creds \"robot\":\"CANARY\" --raw Format)",
      R"(['skopeo', '--src-creds', 'robot:CANARY CANARY', 'docker://Format'])",
      R"(["skopeo", "--dest-creds", "robot:CANARY", "--raw", "Format"])",
      "skopeo --src-registry-token CANARY --raw Format",
      "docker login --password  CANARY --username robot Format",
      "skopeo --creds robot:CANARY\nFormat",
      "skopeo --creds robot:CANARY CANARY\r\nFormat",
  };
  for (const char* text : texts) {
    EXPECT_THAT(excerpt(text),
                AllOf(Not(HasSubstr("CANARY")), HasSubstr("[hidden]"), HasSubstr("Format")))
        << text;
  }
}

TEST(Excerpts, HideSecretsThatAreCutShort) {
  for (const char* text :
       {R"({"Authorization":"Bearer CANARY)", R"({"Authorization":["CANARY)",
        "Authorization: CANARY", R"({\"Authorization\":\"CANARY)", R"({"Authorization":"CANARY\)",
        "Bearer CANARY", "eyJhbGciOiJIUzI1NiCANARY", "https://a/?sig=CANARY", "--creds CANARY",
        R"({"password":"CANARY)", "{'pass': 'CANARY", R"({\"pass\":\"CANARY)",
        R"({\"pass\":\"CANARY\)", R"({\"pass\":\"CANARY\\)"}) {
    EXPECT_THAT(excerpt(text), Not(HasSubstr("CANARY"))) << text;
  }
}

TEST(Excerpts, LeaveOtherThingsAsTheyAre) {
  for (const char* text :
       {"could not find layer", "authorization failed", "the bearer", "eyJ", "a:b://c/d@e",
        "https://registry:5000/v2/x@sha256:12", "why? because", "unexpected status code: 401 (x)",
        "a password is needed", "passed: 3", "--tls-verify=false", "--creds", "-- creds:x",
        R"("status":"pass","final_action":"go")", "passphrase", "--credsuser x",
        "Gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80"}) {
    EXPECT_EQ(excerpt(text), text);
  }
}

TEST(Excerpts, AreOneLineOfUtf8) {
  EXPECT_EQ(excerpt("a\r\nb\tc\x1b[1m\x7f"
                    "d\n"),
            "a  b c [1m d");
  EXPECT_EQ(excerpt("\xff\xc0\x80|\xed\xa0\x80|\xf4\x90\x80\x80|\xe2\x82|\xc2\x85|x"),
            "   |   |    |  |  |x");
}

TEST(Excerpts, LookAtTheBeginningOfLargeTextsOnly) {
  const std::string shown =
      excerpt(std::string(600, '?') + std::string(std::size_t{64} << 20U, 'x'));
  EXPECT_EQ(shown, std::string(500, '?'));
  EXPECT_EQ(excerpt("://" + std::string(64, '?') + std::string(100'000, 'x') + "=", 64).size(),
            64U);
}

TEST(Excerpts, EndWhereTheLimitIs) {
  EXPECT_EQ(excerpt("0123456789", 4), "0123");
  EXPECT_EQ(excerpt("\xe2\x82\xac\xe2\x82\xac", 5), "\xe2\x82\xac");
  EXPECT_EQ(excerpt("x Bearer CANARY", 12), "x Bearer");
  EXPECT_EQ(excerpt("x", 0), "");
  EXPECT_EQ(excerpt(""), "");
  EXPECT_EQ(excerpt(std::string(10'000, 'x')).size(), 500U);
}

}  // namespace
}  // namespace portside::sdk
