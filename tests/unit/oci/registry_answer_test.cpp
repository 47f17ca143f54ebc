// SPDX-License-Identifier: Apache-2.0
#include "oci/registry_answer.hpp"

#include <gmock/gmock.h>

namespace portside::oci {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

AdapterError refusal_with(int status, const std::string& body = "", Headers headers = {}) {
  HttpResponse response;
  response.status = status;
  response.body = body;
  response.headers = std::move(headers);
  return refusal_of(response, "the tags of a/b");
}

TEST(RegistryAnswer, MeansACode) {
  EXPECT_EQ(refusal_with(401).code, ErrorCode::kRegistryAuthentication);
  EXPECT_EQ(refusal_with(403).code, ErrorCode::kRegistryAuthentication);
  EXPECT_EQ(refusal_with(404).code, ErrorCode::kRegistryNotFound);
  EXPECT_EQ(refusal_with(412).code, ErrorCode::kRegistryAuthentication);
  EXPECT_EQ(refusal_with(429).code, ErrorCode::kRegistryRateLimited);
  for (const int status : {500, 502, 503, 504}) {
    EXPECT_EQ(refusal_with(status).code, ErrorCode::kRegistryUnavailable);
  }
  for (const int status : {200, 204, 302, 400, 405, 418}) {
    EXPECT_EQ(refusal_with(status).code, ErrorCode::kRegistryBadAnswer);
  }
}

TEST(RegistryAnswer, HasASentence) {
  EXPECT_EQ(refusal_with(404).message,
            "the registry, asked for the tags of a/b, has no such thing (HTTP status 404)");
}

TEST(RegistryAnswer, KeepsTheRegistrysWords) {
  const AdapterError error = refusal_with(
      404,
      R"({"errors":[{"code":"NAME_UNKNOWN","message":"repository\u001b[2J name","detail":"/srv/canary"},
                    5, {"code":7}]})");
  EXPECT_THAT(error.detail, HasSubstr("NAME_UNKNOWN: repository"));
  EXPECT_THAT(error.detail, Not(HasSubstr("canary")));
  EXPECT_THAT(error.detail, Not(HasSubstr("\x1b")));
  for (const char* body : {"", "<html>", "[]", "{}", R"({"errors":5})"}) {
    EXPECT_EQ(refusal_with(404, body).detail, "");
  }
}

TEST(RegistryAnswer, SaysWhenToComeAgain) {
  EXPECT_EQ(refusal_with(429, "", {{"Retry-After", "7"}}).retry_after, 7'000);
  EXPECT_TRUE(refusal_with(503).can_retry);
  EXPECT_FALSE(refusal_with(404, "", {{"Retry-After", "7"}}).can_retry);
}

}  // namespace
}  // namespace portside::oci
