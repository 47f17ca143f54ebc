// SPDX-License-Identifier: Apache-2.0
// Against a server that is a registry as far as a test writes it down; tests/e2e has a real one.
#include "portside/host/registry_source.hpp"

#include <gmock/gmock.h>

#include <map>

#include "digest_of.hpp"
#include "error_of.hpp"
#include "packed.hpp"
#include "portside/testing/test_call_context.hpp"
#include "raw_server.hpp"
#include "string_sink.hpp"

namespace portside {
namespace {

using testing::code_of;
using testing::digest_of;
using testing::error_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::RawServer;
using testing::RecordedRequest;
using ::testing::SizeIs;

using Exchange = RawServer::Exchange;

constexpr char kManifestType[] = "application/vnd.oci.image.manifest.v1+json";

class RegistrySourceTest : public ::testing::Test {
 protected:
  RegistrySourceTest() {
    config_.registry.url = server_.url();
    serve("/v2/a/b/manifests/v1", manifest(), kManifestType);
    serve("/v2/a/b/blobs/" + digest_of(packed_), packed_);
  }

  void serve(const std::string& path, std::string content, const std::string& type = "x/y") {
    routes_[path] = [content = std::move(content), type](const auto&, Exchange& exchange) {
      exchange.ok(content, "Content-Type: " + type + "\r\n");
    };
  }

  std::string manifest(const std::string& layer_type = "+gzip") const {
    return R"({"schemaVersion":2,"mediaType":")" + std::string(kManifestType) +
           R"(","config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":2,"digest":")" +
           digest_of("{}") +
           R"("},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar)" + layer_type +
           R"(","size":)" + std::to_string(packed_.size()) + R"(,"digest":")" + digest_of(packed_) +
           R"("}]})";
  }

  /// Access with credentials from `issue`.
  std::shared_ptr<RegistryAccess> open(Credentials credentials, bool policy_bypass = true) {
    const auto provider =
        callback_credentials([this, credentials](const CredentialRequest& request, const auto&) {
          requests_.push_back(request);
          return credentials;
        });
    source_.emplace(config_, std::make_shared<Leases>(provider));
    lease_ = source_->leases().open({.repository = "a/b",
                                     .adapter_id = "clair",
                                     .holder = "job",
                                     .policy_bypass = policy_bypass,
                                     .valid_for = 60'000});
    return source_->access(lease_);
  }

  static Credentials alice() {
    Credentials credentials;
    credentials.kind = CredentialKind::kBasic;
    credentials.user = "alice";
    credentials.secret = "pw";
    return credentials;
  }

  std::string layer(RegistryAccess& access, const std::string& diff_id) {
    testing::StringSink sink;
    access.layer(digest_of(packed_), diff_id, sink, context_);
    return sink.text();
  }

  const std::string plain_ = testing::layer_like(50'000);
  const std::string packed_ = testing::gzip(plain_);
  std::map<std::string, std::function<void(const RecordedRequest&, Exchange&)>> routes_;
  RawServer server_{[this](const RecordedRequest& request, Exchange& exchange) {
    const auto found = routes_.find(request.target.substr(0, request.target.find('?')));
    if (found != routes_.end()) return found->second(request, exchange);
    exchange.status(404, R"({"errors":[{"code":"BLOB_UNKNOWN","message":"unknown"}]})");
  }};
  Config config_;
  std::vector<CredentialRequest> requests_;
  std::optional<RegistrySource> source_;
  std::shared_ptr<Lease> lease_;
  testing::TestCallContext context_;
};

TEST_F(RegistrySourceTest, ReadsManifestsBlobsAndLayers) {
  const auto access = open({});
  std::string media_type;
  EXPECT_EQ(access->manifest("v1", media_type, context_), manifest());
  EXPECT_EQ(media_type, kManifestType);
  testing::StringSink blob;
  access->blob(digest_of(packed_), blob, context_);
  EXPECT_EQ(blob.text(), packed_);
  EXPECT_EQ(layer(*access, digest_of(plain_)), plain_);
  EXPECT_THAT(requests_, SizeIs(1)) << "one lease, one issue";
}

TEST_F(RegistrySourceTest, IssuesNothingBeforeSomethingIsRead) {
  const auto access = open(alice());
  EXPECT_EQ(access->url(), server_.url());
  EXPECT_EQ(access->repository(), "a/b");
  EXPECT_THAT(requests_, IsEmpty());
  EXPECT_EQ(access->credentials(context_).user, "alice");
  ASSERT_THAT(requests_, SizeIs(1));
  EXPECT_TRUE(requests_[0].policy_bypass);
}

TEST_F(RegistrySourceTest, ScannersMayHaveAnotherAddress) {
  config_.registry.addresses["clair"] = "https://registry.internal.example";
  const auto access = open({});
  EXPECT_EQ(access->url(), "https://registry.internal.example");
  EXPECT_EQ(source_->url_for("trivy"), server_.url());
  EXPECT_EQ(layer(*access, digest_of(plain_)), plain_) << "the host reads at its own";
}

TEST_F(RegistrySourceTest, TellsHowManyBytesCame) {
  open({});
  std::uint64_t bytes = 0;
  const auto access = source_->access(lease_, [&](std::uint64_t more) { bytes += more; });
  layer(*access, digest_of(plain_));
  EXPECT_EQ(bytes, packed_.size()) << "as it is stored";
}

TEST_F(RegistrySourceTest, ComparesLayersWithBothDigests) {
  const auto access = open({});
  EXPECT_EQ(code_of([&] { layer(*access, digest_of("other")); }), ErrorCode::kIntegrity);
  serve("/v2/a/b/blobs/" + digest_of(packed_), testing::gzip("other"));
  EXPECT_EQ(code_of([&] { layer(*access, digest_of("other")); }), ErrorCode::kIntegrity);
}

TEST_F(RegistrySourceTest, HoldsLayersAgainstTheManifestThatWasRead) {
  const auto refusal = [this](const std::string& type) {
    serve("/v2/a/b/manifests/v1", manifest(type), kManifestType);
    const auto access = open({});
    std::string media_type;
    access->manifest("v1", media_type, context_);
    return error_of([&] { layer(*access, digest_of(plain_)); });
  };
  EXPECT_THAT(refusal("+zstd").message, HasSubstr("is gzip, its manifest says zstd"));
  EXPECT_EQ(refusal("+gzip+encrypted").code, ErrorCode::kUnsupported);
  EXPECT_EQ(refusal("+cpio").code, ErrorCode::kUnsupported);
}

TEST_F(RegistrySourceTest, AManifestThatCannotBeReadIsTheReadersToJudge) {
  serve("/v2/a/b/manifests/v1", "{not json", kManifestType);
  std::string media_type;
  EXPECT_EQ(open({})->manifest("v1", media_type, context_), "{not json");
}

TEST_F(RegistrySourceTest, GivesATokenToThoseWhoPullThemselves) {
  routes_["/v2/"] = [this](const auto&, Exchange& exchange) {
    exchange.status(
        401, "",
        "WWW-Authenticate: Bearer realm=\"" + server_.url() + "/token\",service=\"r\"\r\n");
  };
  std::string seen;
  routes_["/token"] = [&seen](const RecordedRequest& request, Exchange& exchange) {
    seen = request.target;
    exchange.ok(R"({"token":"t1","expires_in":300})");
  };
  const Authorization authorization = open(alice())->authorization(context_);
  EXPECT_EQ(authorization.header, "Bearer t1");
  EXPECT_THAT(seen, HasSubstr("scope=repository%3Aa%2Fb%3Apull%2Cscanner-pull&"));
  EXPECT_TRUE(authorization.expires_at);
  open(alice(), false)->authorization(context_);
  EXPECT_THAT(seen, HasSubstr("scope=repository%3Aa%2Fb%3Apull&")) << "no policy to be bypassed";
}

TEST_F(RegistrySourceTest, ReadsWithThePolicyBypassToo) {
  routes_["/v2/a/b/manifests/v1"] = [this](const RecordedRequest& request, Exchange& exchange) {
    if (request.header("authorization") == "Bearer t1") return exchange.ok("{}");
    exchange.status(401, "",
                    "WWW-Authenticate: Bearer realm=\"" + server_.url() +
                        "/token\",service=\"r\",scope=\"repository:a/b:pull\"\r\n");
  };
  std::string seen;
  routes_["/token"] = [&seen](const RecordedRequest& request, Exchange& exchange) {
    seen = request.target;
    exchange.ok(R"({"token":"t1"})");
  };
  std::string media_type;
  open(alice())->manifest("v1", media_type, context_);
  EXPECT_THAT(seen, HasSubstr("pull%2Cscanner-pull"));
}

TEST_F(RegistrySourceTest, PrefersATokenToAPassword) {
  routes_["/v2/"] = [this](const auto&, Exchange& exchange) {
    exchange.status(401, "",
                    "WWW-Authenticate: Basic realm=\"r\"\r\nWWW-Authenticate: Bearer realm=\"" +
                        server_.url() + "/token\"\r\n");
  };
  routes_["/token"] = [](const auto&, Exchange& exchange) { exchange.ok(R"({"token":"t1"})"); };
  EXPECT_EQ(open(alice())->authorization(context_).header, "Bearer t1");
}

TEST_F(RegistrySourceTest, AHalfSpentTokenIsNotHandedOn) {
  routes_["/v2/"] = [this](const auto&, Exchange& exchange) {
    exchange.status(401, "", "WWW-Authenticate: Bearer realm=\"" + server_.url() + "/token\"\r\n");
  };
  int asked = 0;
  routes_["/token"] = [&asked](const auto&, Exchange& exchange) {
    ++asked;
    exchange.ok(R"({"token":"t","expires_in":0})");
  };
  const auto access = open(alice());
  access->authorization(context_);
  access->authorization(context_);
  EXPECT_EQ(asked, 2);
}

TEST_F(RegistrySourceTest, GivesBasicWhereTheRegistryWantsIt) {
  routes_["/v2/"] = [](const auto&, Exchange& exchange) {
    exchange.status(401, "", "WWW-Authenticate: Basic realm=\"r\"\r\n");
  };
  const Authorization authorization = open(alice())->authorization(context_);
  EXPECT_EQ(authorization.header, "Basic YWxpY2U6cHc=");
  EXPECT_FALSE(authorization.expires_at) << "nobody knows";
  EXPECT_EQ(code_of([&] { open({})->authorization(context_); }),
            ErrorCode::kRegistryAuthentication);
}

TEST_F(RegistrySourceTest, GivesNothingWhereNothingIsWanted) {
  routes_["/v2/"] = [](const auto&, Exchange& exchange) { exchange.ok("{}"); };
  const Authorization authorization = open(alice())->authorization(context_);
  EXPECT_EQ(authorization.header, "");
  EXPECT_FALSE(authorization.expires_at);
}

TEST_F(RegistrySourceTest, PassesTokensOfTheHostOn) {
  Credentials token;
  token.kind = CredentialKind::kBearer;
  token.token = "jwt";
  token.expires_at = Millis{4'000'000'000'000};
  const auto access = open(token);
  const Authorization authorization = access->authorization(context_);
  EXPECT_EQ(authorization.header, "Bearer jwt");
  EXPECT_EQ(authorization.expires_at, Millis{4'000'000'000'000});
  std::string media_type;
  access->manifest("v1", media_type, context_);
  EXPECT_EQ(server_.requests().back().header("authorization"), "Bearer jwt");
}

TEST_F(RegistrySourceTest, EndsWithItsLease) {
  const auto access = open({});
  std::string media_type;
  access->manifest("v1", media_type, context_);
  lease_->end(context_);
  EXPECT_EQ(code_of([&] { access->manifest("v1", media_type, context_); }),
            ErrorCode::kInvalidArgument);
}

TEST_F(RegistrySourceTest, NeedsARegistry) {
  config_.registry.url.clear();
  const AdapterError error = error_of([&] { open({}); });
  EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
  EXPECT_THAT(error.message, HasSubstr("registry.url is missing"));
}

}  // namespace
}  // namespace portside
