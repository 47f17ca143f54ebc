// SPDX-License-Identifier: Apache-2.0
// What a scanner gets from its host to read a real registry.
#include <gmock/gmock.h>

#include <optional>

#include "error_of.hpp"
#include "http/client.hpp"
#include "portside/host/registry_source.hpp"
#include "portside/testing/test_call_context.hpp"
#include "string_sink.hpp"
#include "test_image.hpp"
#include "token_server.hpp"

namespace portside {
namespace {

using testing::code_of;
using ::testing::HasSubstr;
using testing::Login;
using testing::RealRegistry;
using ::testing::StartsWith;

class LeasesOnARegistryTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!RealRegistry::is_installed()) {
      GTEST_SKIP() << "docker-registry is not installed (Debian package docker-registry)";
    }
    RealRegistry filled(data_ / "registry", Login::kNone);
    const testing::TestLayer layer = testing::layer(plain_);
    layer_ = testing::digest_of(layer.blob);
    for (const char* repository : {"a/b", "other"}) {
      testing::put_image(filled, repository, "v1", {.layers = {layer}});
    }
  }

  void start(const std::shared_ptr<CredentialProvider>& provider) {
    Config config;
    config.registry.url = "http://" + registry_->host();
    source_.emplace(config, std::make_shared<Leases>(provider));
    lease_ = source_->leases().open(
        {.repository = "a/b", .adapter_id = "clair", .holder = "job", .valid_for = 60'000});
    access_ = source_->access(lease_);
  }

  void expect_readable() {
    std::string media_type;
    EXPECT_THAT(access_->manifest("v1", media_type, context_), HasSubstr(layer_));
    testing::StringSink sink;
    access_->layer(layer_, testing::digest_of(plain_), sink, context_);
    EXPECT_EQ(sink.text(), plain_);
  }

  /// As a scanner does that was handed the header.
  std::int32_t status_with(const std::string& header, const std::string& repository) {
    http::ClientOptions options;
    options.http.origins = {"http://" + registry_->host()};
    http::Client client(options);
    HttpRequest request;
    request.url = options.http.origins[0] + "/v2/" + repository + "/manifests/v1";
    request.headers = {{"Accept", "application/vnd.oci.image.manifest.v1+json"}};
    if (!header.empty()) request.headers.emplace_back("Authorization", header);
    return client.send(request, nullptr, context_).status;
  }

  testing::TempFolder data_;
  const std::string plain_ = testing::tar({{"etc/os-release", "ID=debian\n"}});
  std::string layer_;
  testing::TokenServer tokens_;
  std::optional<RealRegistry> registry_;
  std::optional<RegistrySource> source_;
  std::shared_ptr<Lease> lease_;
  std::shared_ptr<RegistryAccess> access_;
  testing::TestCallContext context_;
};

TEST_F(LeasesOnARegistryTest, TokensOfTheHostReadOneRepository) {
  registry_.emplace(data_ / "registry", tokens_.auth());
  start(token_credentials(tokens_.service()));
  expect_readable();
  const Authorization authorization = access_->authorization(context_);
  EXPECT_THAT(authorization.header, StartsWith("Bearer "));
  EXPECT_TRUE(authorization.expires_at);
  EXPECT_EQ(status_with(authorization.header, "a/b"), 200);
  EXPECT_EQ(status_with(authorization.header, "other"), 401);
  EXPECT_EQ(status_with("", "a/b"), 401);
  EXPECT_EQ(tokens_.asked(), 0U) << "nothing had to be exchanged";
}

TEST_F(LeasesOnARegistryTest, AUserOfTheRegistryIsExchangedForATokenOfOneRepository) {
  registry_.emplace(data_ / "registry", tokens_.auth());
  Credentials alice;
  alice.kind = CredentialKind::kBasic;
  alice.user = "alice";
  alice.secret = "alice-pw";
  start(static_credentials(alice));
  expect_readable();
  const std::string header = access_->authorization(context_).header;
  EXPECT_THAT(header, StartsWith("Bearer "));
  EXPECT_EQ(status_with(header, "a/b"), 200);
  EXPECT_EQ(status_with(header, "other"), 401) << "the token is for one repository";
  EXPECT_EQ(access_->credentials(context_).user, "alice");
}

TEST_F(LeasesOnARegistryTest, BasicIsPassedOnWhereTheRegistryKnowsNothingElse) {
  registry_.emplace(data_ / "registry", Login::kHtpasswd);
  Credentials alice;
  alice.kind = CredentialKind::kBasic;
  alice.user = "alice";
  alice.secret = "alice-pw";
  start(static_credentials(alice));
  expect_readable();
  EXPECT_EQ(status_with(access_->authorization(context_).header, "a/b"), 200);
}

TEST_F(LeasesOnARegistryTest, NothingIsSentWhereNothingIsWanted) {
  registry_.emplace(data_ / "registry", Login::kNone);
  start(static_credentials({}));
  expect_readable();
  EXPECT_EQ(access_->authorization(context_).header, "");
}

TEST_F(LeasesOnARegistryTest, WrongCredentialsAreRefused) {
  registry_.emplace(data_ / "registry", tokens_.auth());
  Credentials wrong;
  wrong.kind = CredentialKind::kBasic;
  wrong.user = "alice";
  wrong.secret = "canary";
  start(static_credentials(wrong));
  std::string media_type;
  EXPECT_EQ(code_of([&] { access_->manifest("v1", media_type, context_); }),
            ErrorCode::kRegistryAuthentication);
  EXPECT_EQ(code_of([&] { access_->authorization(context_); }), ErrorCode::kRegistryAuthentication);
}

}  // namespace
}  // namespace portside
