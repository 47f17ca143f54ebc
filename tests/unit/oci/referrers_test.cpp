// SPDX-License-Identifier: Apache-2.0
// What refers to a manifest, what has not changed, and what is kept elsewhere.
#include <gmock/gmock.h>

#include <map>
#include <optional>

#include "digest_of.hpp"
#include "error_of.hpp"
#include "oci/registry_client.hpp"
#include "portside/testing/test_call_context.hpp"
#include "raw_server.hpp"
#include "string_sink.hpp"

namespace portside::oci {
namespace {

using testing::digest_of;
using testing::error_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::RawServer;
using testing::RecordedRequest;
using ::testing::SizeIs;

using Exchange = RawServer::Exchange;

const std::string kSubject = digest_of("subject");

std::string index_with(const std::string& artifact_type, const std::string& content) {
  return R"({"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[)"
         R"({"mediaType":"application/vnd.oci.image.manifest.v1+json","size":3,"digest":")" +
         digest_of(content) + R"(","artifactType":")" + artifact_type + R"("}]})";
}

constexpr char kIndexType[] = "Content-Type: application/vnd.oci.image.index.v1+json\r\n";

class ReferrersTest : public ::testing::Test {
 protected:
  RegistryClient client(std::vector<std::string> foreign_hosts = {}) const {
    RegistryClientOptions options;
    options.url = server_.url();
    options.insecure = true;  // no certificates are read
    options.foreign_hosts = std::move(foreign_hosts);
    return RegistryClient(options);
  }

  /// Answers of the server; without one it says 404.
  std::map<std::string, std::function<void(const RecordedRequest&, Exchange&)>> routes_;
  RawServer server_{[this](const RecordedRequest& request, Exchange& exchange) {
    const auto found = routes_.find(request.target);
    if (found != routes_.end()) return found->second(request, exchange);
    exchange.status(404, "404 page not found\n");
  }};
  testing::TestCallContext context_;
};

TEST_F(ReferrersTest, AreListedPageByPage) {
  const std::string path = "/v2/a/b/referrers/" + kSubject;
  routes_[path] = [path](const auto&, Exchange& exchange) {
    exchange.ok(index_with("one", "1"),
                std::string(kIndexType) + "Link: <" + path + "?next=2>; rel=\"next\"\r\n");
  };
  routes_[path + "?next=2"] = [](const auto&, Exchange& exchange) {
    exchange.ok(index_with("two", "2"), kIndexType);
  };
  RegistryClient registry = client();
  const auto found = registry.referrers("a/b", kSubject, context_);
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].artifact_type, "one");
  EXPECT_EQ(found[1].digest, digest_of("2"));
}

TEST_F(ReferrersTest, AreUnderATagWhereTheApiIsMissing) {
  routes_["/v2/a/b/manifests/sha256-" + kSubject.substr(7)] = [](const auto&, Exchange& exchange) {
    exchange.ok(index_with("sbom", "1"), kIndexType);
  };
  RegistryClient registry = client();
  const auto found = registry.referrers("a/b", kSubject, context_);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].artifact_type, "sbom");
}

TEST_F(ReferrersTest, NoTagMeansNone) {
  RegistryClient registry = client();
  EXPECT_THAT(registry.referrers("a/b", kSubject, context_), IsEmpty());
}

TEST_F(ReferrersTest, AreNoImages) {
  routes_["/v2/a/b/referrers/" + kSubject] = [](const auto&, Exchange& exchange) {
    exchange.ok("{\"schemaVersion\":1}", kIndexType);
  };
  RegistryClient registry = client();
  EXPECT_EQ(testing::code_of([&] { registry.referrers("a/b", kSubject, context_); }),
            ErrorCode::kRegistryBadAnswer);
}

class UnchangedTest : public ReferrersTest {};

TEST_F(UnchangedTest, IsNotSentAgain) {
  routes_["/v2/a/b/manifests/t"] = [](const RecordedRequest& request, Exchange& exchange) {
    if (request.header("if-none-match") == '"' + digest_of("{}") + '"') {
      return exchange.send("HTTP/1.1 304 Not Modified\r\n\r\n");
    }
    exchange.ok("{}");
  };
  RegistryClient registry = client();
  EXPECT_EQ(registry.manifest_unless("a/b", "t", digest_of("{}"), context_), std::nullopt);
  const auto changed = registry.manifest_unless("a/b", "t", digest_of("old"), context_);
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->digest, digest_of("{}"));
  EXPECT_TRUE(registry.manifest_unless("a/b", "t", "", context_)) << "nothing is known yet";
}

TEST_F(UnchangedTest, IsKnownWhereTheRegistryKnowsNoConditions) {
  routes_["/v2/a/b/manifests/t"] = [](const auto&, Exchange& exchange) { exchange.ok("{}"); };
  RegistryClient registry = client();
  EXPECT_EQ(registry.manifest_unless("a/b", "t", digest_of("{}"), context_), std::nullopt);
}

class ForeignLayerTest : public ReferrersTest {
 protected:
  ForeignLayerTest() {
    layer_.digest = digest_of("layer");
    layer_.size = 5;
    layer_.urls = {store_.url() + "/layer"};
  }

  RawServer store_{[](const auto&, Exchange& exchange) { exchange.ok("layer"); }};
  Descriptor layer_;
  testing::StringSink sink_;
};

TEST_F(ForeignLayerTest, IsReadFromTheRegistryFirst) {
  routes_["/v2/a/b/blobs/" + layer_.digest] = [](const auto&, Exchange& e) { e.ok("layer"); };
  client({"127.0.0.1"}).blob("a/b", layer_, sink_, context_);
  EXPECT_EQ(sink_.text(), "layer");
  EXPECT_THAT(store_.requests(), IsEmpty());
}

TEST_F(ForeignLayerTest, IsReadFromHostsThatAreNamed) {
  client({"127.0.0.1"}).blob("a/b", layer_, sink_, context_);
  EXPECT_EQ(sink_.text(), "layer");
  EXPECT_EQ(store_.requests().at(0).headers.count("authorization"), 0U);
}

TEST_F(ForeignLayerTest, IsReadFromNoOthers) {
  for (const char* url : {"http://127.0.0.1:9/x", "no url", "ftp://127.0.0.1/"}) {
    layer_.urls = {url};
    const AdapterError error =
        error_of([&] { client({"store.example"}).blob("a/b", layer_, sink_, context_); });
    EXPECT_EQ(error.code, ErrorCode::kRegistryNotFound);
    EXPECT_THAT(error.message, HasSubstr("which registry.foreign_hosts does not name"));
  }
  EXPECT_THAT(store_.requests(), IsEmpty());
}

TEST_F(ForeignLayerTest, IsComparedWithItsDigest) {
  layer_.digest = digest_of("other");
  EXPECT_EQ(testing::code_of([&] { client({"127.0.0.1"}).blob("a/b", layer_, sink_, context_); }),
            ErrorCode::kIntegrity);
}

TEST_F(ForeignLayerTest, OtherRefusalsOfTheRegistryStand) {
  routes_["/v2/a/b/blobs/" + layer_.digest] = [](const auto&, Exchange& exchange) {
    exchange.status(403, "no");
  };
  EXPECT_EQ(testing::code_of([&] { client({"127.0.0.1"}).blob("a/b", layer_, sink_, context_); }),
            ErrorCode::kRegistryAuthentication);
  EXPECT_THAT(store_.requests(), IsEmpty());
}

}  // namespace
}  // namespace portside::oci
