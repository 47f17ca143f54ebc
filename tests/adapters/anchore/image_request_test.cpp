// SPDX-License-Identifier: Apache-2.0
#include "anchore/image_request.hpp"

#include "anchore_fixture.hpp"
#include "error_of.hpp"

namespace portside::anchore {
namespace {

using ::testing::HasSubstr;

constexpr Millis kPostedAt = 1'795'255'200'999;

ImageName posted_name() {
  ImageName name;
  name.repository = "core:443/p/r";
  name.pull_string = "core:443/p/r@" + kImageDigest;
  name.full_tag = "core:443/p/r:1.0";
  return name;
}

Credentials robot(const std::string& secret = "s3cret") {
  Credentials credentials;
  credentials.kind = CredentialKind::kBasic;
  credentials.user = "robot$p+scan";
  credentials.secret = secret;
  return credentials;
}

nlohmann::json record_for(const Credentials& credentials, const AnchoreConfig& config = {},
                          const ImageName& name = posted_name()) {
  return nlohmann::json::parse(registry_record(name, credentials, config));
}

TEST(AnchoreImageRequestTest, NamesTheImageByDigestTagAndTime) {
  const nlohmann::json source = {{"pullstring", "core:443/p/r@" + kImageDigest},
                                 {"tag", "core:443/p/r:1.0"},
                                 {"creation_timestamp_override", "2026-11-21T10:00:00Z"}};
  const nlohmann::json expected = {{"image_type", "docker"},
                                   {"source", {{"digest", source}}},
                                   {"annotations", {{"portside-owner", "anchore@eu"}}}};
  EXPECT_EQ(nlohmann::json::parse(image_request(posted_name(), "anchore@eu", kPostedAt, 1)),
            expected);
}

TEST(AnchoreImageRequestTest, TheVersionsSpellThePullStringDifferently) {
  const auto body = nlohmann::json::parse(image_request(posted_name(), "x", kPostedAt, 2));
  EXPECT_TRUE(body["source"]["digest"].contains("pull_string"));
  EXPECT_FALSE(body["source"]["digest"].contains("pullstring"));
}

TEST(AnchoreImageRequestTest, AnImageOfOthersIsNotAnnotated) {
  EXPECT_FALSE(nlohmann::json::parse(image_request(posted_name(), "", kPostedAt, 2))
                   .contains("annotations"));
}

TEST(AnchoreImageRequestTest, CredentialsAreForOneRepository) {
  const nlohmann::json expected = {{"registry", "core:443/p/r"},
                                   {"registry_user", "robot$p+scan"},
                                   {"registry_pass", "s3cret"},
                                   {"registry_type", "docker_v2"},
                                   {"registry_verify", true}};
  EXPECT_EQ(record_for(robot()), expected);
}

TEST(AnchoreImageRequestTest, APasswordWithQuotesAndBackslashesStaysOneMember) {
  const std::string secret = "a\"b\\c\",\"registry_verify\":false,\"x\":\"";
  const nlohmann::json record = record_for(robot(secret));
  EXPECT_EQ(record["registry_pass"], secret);
  EXPECT_EQ(record["registry_verify"], true);
  EXPECT_EQ(record.size(), 5U);
}

TEST(AnchoreImageRequestTest, AUserAndAPasswordAreNeverTakenApart) {
  for (const auto& [user, secret] :
       {std::pair{"", "secret"}, {"user", ""}, {"us:er", "sec:ret"}, {"nocolon", ":"}}) {
    Credentials credentials = robot(secret);
    credentials.user = user;
    const nlohmann::json record = record_for(credentials);
    EXPECT_EQ(record["registry_user"], user);
    EXPECT_EQ(record["registry_pass"], secret);
  }
}

TEST(AnchoreImageRequestTest, TheCertificateIsCheckedWhereThereIsOne) {
  AnchoreConfig config;
  config.registry_tls_verify = false;
  EXPECT_EQ(record_for(robot(), config)["registry_verify"], false);
  ImageName plain = posted_name();
  plain.is_plain_http = true;
  EXPECT_EQ(record_for(robot(), {}, plain)["registry_verify"], false);
}

TEST(AnchoreImageRequestTest, ATokenIsNothingThatAnchoreKeeps) {
  for (const CredentialKind kind : {CredentialKind::kBearer, CredentialKind::kExchange}) {
    Credentials credentials;
    credentials.kind = kind;
    credentials.token = "t0ken";
    const AdapterError error = testing::error_of([&] { record_for(credentials); });
    EXPECT_EQ(error.code, ErrorCode::kUnsupported);
    EXPECT_THAT(error.message, HasSubstr("'use_anchore_configured_credentials'"));
  }
}

}  // namespace
}  // namespace portside::anchore
