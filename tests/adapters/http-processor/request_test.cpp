// SPDX-License-Identifier: Apache-2.0
#include "http-processor/request.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "error_of.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside::http_processor {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class RegistryJsonTest : public ::testing::Test {
 protected:
  std::string json(RegistryUse use) { return registry_json(use, registry_, context_); }

  testing::MemoryRegistryAccess registry_{"https://reg"};
  testing::TestCallContext context_;
};

TEST_F(RegistryJsonTest, IsNullWithoutAccess) {
  EXPECT_EQ(json(RegistryUse::kNone), "null");
  EXPECT_EQ(registry_.calls().authorization + registry_.calls().credentials, 0);
}

TEST_F(RegistryJsonTest, HoldsTheHostsHeader) {
  registry_.set_authorization({"Bearer a\"b", {}});
  EXPECT_EQ(json(RegistryUse::kBearer), R"({"url":"https://reg","authorization":"Bearer a\"b"})");
}

TEST_F(RegistryJsonTest, HoldsUserAndPassword) {
  Credentials credentials;
  credentials.kind = CredentialKind::kBasic;
  credentials.user = "robot";
  credentials.secret = "p";
  registry_.set_credentials(credentials);
  EXPECT_EQ(json(RegistryUse::kBasic),
            R"({"url":"https://reg","authorization":"Basic cm9ib3Q6cA=="})");
}

TEST_F(RegistryJsonTest, NeedsUserAndPasswordForBasic) {
  EXPECT_EQ(json(RegistryUse::kBasic), R"({"url":"https://reg","authorization":""})");
  Credentials credentials;
  credentials.kind = CredentialKind::kBearer;
  credentials.token = "t0k3n";
  registry_.set_credentials(credentials);
  const AdapterError error = testing::error_of([&] { json(RegistryUse::kBasic); });
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_THAT(error.message, HasSubstr("use registry_access: bearer"));
}

TEST(MetadataBody, IsAsTheProposalHasIt) {
  Artifact artifact;
  artifact.id = 7;
  artifact.digest = "sha256:m";
  artifact.extra_attrs = Json{R"({"n":9007199254740993})"};
  const std::string body = metadata_body("null", "manifest", R"({"schemaVersion":2})", artifact);
  EXPECT_THAT(
      body,
      StartsWith(
          R"({"Registry":null,"manifest":"eyJzY2hlbWFWZXJzaW9uIjoyfQ==","Artifact":{"id":7)"));
  EXPECT_THAT(body, HasSubstr(R"("extra_attrs":{"n":9007199254740993})"));
  EXPECT_TRUE(nlohmann::json::accept(body));
  EXPECT_THAT(metadata_body("null", "Manifest", "", artifact), HasSubstr(R"(,"Manifest":"",)"));
}

TEST(MetadataBody, BoundsTheManifest) {
  const std::string largest(std::size_t{4} << 20U, 'x');
  EXPECT_GT(metadata_body("null", "manifest", largest, {}).size(), largest.size());
  EXPECT_EQ(testing::code_of([&] { metadata_body("null", "manifest", largest + "x", {}); }),
            ErrorCode::kTooLarge);
}

TEST(AdditionBody, NamesTheAddition) {
  const std::string body = addition_body(R"({"url":"u","authorization":"a"})", {}, "a\"b");
  const auto json = nlohmann::json::parse(body);
  EXPECT_EQ(json.at("AdditionType"), "a\"b");
  EXPECT_EQ(json.at("Registry").at("url"), "u");
  EXPECT_TRUE(json.at("Artifact").is_object());
}

}  // namespace
}  // namespace portside::http_processor
