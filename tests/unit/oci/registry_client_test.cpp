// SPDX-License-Identifier: Apache-2.0
// Against a server that is a registry as far as a test writes it down; tests/e2e has a real one.
#include "oci/registry_client.hpp"

#include <gmock/gmock.h>

#include <map>

#include "digest_of.hpp"
#include "error_of.hpp"
#include "portside/testing/test_call_context.hpp"
#include "raw_server.hpp"
#include "string_sink.hpp"

namespace portside::oci {
namespace {

using testing::code_of;
using testing::digest_of;
using ::testing::ElementsAre;
using testing::error_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::RawServer;
using testing::RecordedRequest;
using ::testing::SizeIs;

using Exchange = RawServer::Exchange;

class RegistryClientTest : public ::testing::Test {
 protected:
  RegistryClient client(Credentials credentials = {}) const {
    RegistryClientOptions options;
    options.url = server_.url();
    options.credentials = std::move(credentials);
    options.insecure = true;  // no certificates are read
    return RegistryClient(options);
  }

  static Credentials alice() {
    Credentials credentials;
    credentials.kind = CredentialKind::kBasic;
    credentials.user = "alice";
    credentials.secret = "pw";
    return credentials;
  }

  std::string read_blob(RegistryClient& registry, const std::string& digest,
                        std::optional<std::uint64_t> size = std::nullopt) {
    testing::StringSink sink;
    registry.blob("a/b", digest, size, sink, context_);
    return sink.text();
  }

  /// Answers of the server; without one it says 404.
  std::map<std::string, std::function<void(const RecordedRequest&, Exchange&)>> routes_;
  RawServer server_{[this](const RecordedRequest& request, Exchange& exchange) {
    const std::string path = request.target.substr(0, request.target.find('?'));
    const auto found = routes_.find(path);
    if (found != routes_.end()) return found->second(request, exchange);
    exchange.status(404, R"({"errors":[{"code":"MANIFEST_UNKNOWN","message":"unknown"}]})");
  }};
  testing::TestCallContext context_;
};

TEST_F(RegistryClientTest, ReadsAManifest) {
  routes_["/v2/a/b/manifests/t"] = [](const auto&, Exchange& exchange) {
    exchange.ok("{}",
                "Content-Type: application/vnd.oci.image.manifest.v1+json; x=y\r\n"
                "Docker-Content-Digest: " +
                    digest_of("{}") + "\r\n");
  };
  RegistryClient registry = client();
  const FetchedManifest manifest = registry.manifest("a/b", "t", context_);
  EXPECT_EQ(manifest.bytes, "{}");
  EXPECT_EQ(manifest.media_type, "application/vnd.oci.image.manifest.v1+json");
  EXPECT_EQ(manifest.digest, digest_of("{}"));
  const std::string accept = server_.requests().at(0).header("accept");
  for (const char* type :
       {"oci.image.index", "oci.image.manifest", "manifest.list", "manifest.v2"}) {
    EXPECT_THAT(accept, HasSubstr(type));
  }
}

TEST_F(RegistryClientTest, RefusesAManifestOfAnotherDigest) {
  const std::string wanted = digest_of("wanted");
  routes_["/v2/a/b/manifests/" + wanted] = [](const auto&, Exchange& e) { e.ok("other"); };
  routes_["/v2/a/b/manifests/t"] = [&](const auto&, Exchange& e) {
    e.ok("other", "Docker-Content-Digest: " + wanted + "\r\n");
  };
  RegistryClient registry = client();
  for (const std::string& version : {wanted, std::string("t")}) {
    EXPECT_EQ(code_of([&] { registry.manifest("a/b", version, context_); }), ErrorCode::kIntegrity);
  }
}

TEST_F(RegistryClientTest, RefusesNamesThatCannotBe) {
  RegistryClient registry = client();
  testing::StringSink sink;
  for (const std::string name : {"", "../x", "A", "a b", "a/../b"}) {
    EXPECT_EQ(code_of([&] { registry.manifest(name, "t", context_); }),
              ErrorCode::kInvalidArgument);
    EXPECT_EQ(code_of([&] { registry.tags(name, context_); }), ErrorCode::kInvalidArgument);
  }
  EXPECT_EQ(code_of([&] { registry.manifest("a", "../t", context_); }),
            ErrorCode::kInvalidArgument);
  EXPECT_EQ(code_of([&] { registry.blob("a", "sha256:x", {}, sink, context_); }),
            ErrorCode::kInvalidArgument);
  EXPECT_THAT(server_.requests(), IsEmpty());
}

TEST_F(RegistryClientTest, SaysWhatTheRegistrySays) {
  RegistryClient registry = client();
  const AdapterError error = error_of([&] { registry.manifest("a/b", "t", context_); });
  EXPECT_EQ(error.code, ErrorCode::kRegistryNotFound);
  EXPECT_THAT(error.message, HasSubstr("the manifest a/b:t"));
  EXPECT_EQ(error.detail, "MANIFEST_UNKNOWN: unknown");
}

TEST_F(RegistryClientTest, LogsInWithBasic) {
  routes_["/v2/"] = [](const RecordedRequest& request, Exchange& exchange) {
    if (request.header("authorization") == "Basic YWxpY2U6cHc=") return exchange.ok("{}");
    exchange.status(401, "{}", "Www-Authenticate: Basic realm=\"r\"\r\n");
  };
  RegistryClient registry = client(alice());
  EXPECT_NO_THROW(registry.ping(context_));
  ASSERT_THAT(server_.requests(), SizeIs(2));
  EXPECT_EQ(server_.requests()[0].header("authorization"), "") << "asked for first";
  registry.ping(context_);
  EXPECT_THAT(server_.requests(), SizeIs(3)) << "known by now";
  RegistryClient anonymous = client();
  EXPECT_EQ(code_of([&] { anonymous.ping(context_); }), ErrorCode::kRegistryAuthentication);
}

TEST_F(RegistryClientTest, RefusedCredentialsAreNotSentForEver) {
  routes_["/v2/"] = [](const auto&, Exchange& exchange) {
    exchange.status(401, "{}", "Www-Authenticate: Basic realm=\"r\"\r\n");
  };
  RegistryClient registry = client(alice());
  EXPECT_EQ(code_of([&] { registry.ping(context_); }), ErrorCode::kRegistryAuthentication);
  EXPECT_THAT(server_.requests(), SizeIs(2));
}

TEST_F(RegistryClientTest, FetchesATokenAndAnotherOneWhenItIsRefused) {
  int tokens = 0;
  std::string good = "t1";
  routes_["/token"] = [&](const auto&, Exchange& exchange) {
    exchange.ok(R"({"token":"t)" + std::to_string(++tokens) + "\"}");
  };
  routes_["/v2/a/b/tags/list"] = [&](const RecordedRequest& request, Exchange& exchange) {
    if (request.header("authorization") == "Bearer " + good)
      return exchange.ok(R"({"tags":["x"]})");
    exchange.status(401, "{}",
                    "Www-Authenticate: Basic realm=x, Bearer realm=\"" + server_.url() +
                        "/token\",service=s,scope=\"repository:a/b:pull\"\r\n");
  };
  RegistryClient registry = client(alice());
  EXPECT_THAT(registry.tags("a/b", context_), ElementsAre("x"));
  EXPECT_EQ(tokens, 1);
  registry.tags("a/b", context_);
  EXPECT_EQ(tokens, 1);
  good = "t2";
  EXPECT_THAT(registry.tags("a/b", context_), ElementsAre("x"));
  EXPECT_EQ(tokens, 2);
  good = "never";
  EXPECT_EQ(code_of([&] { registry.tags("a/b", context_); }), ErrorCode::kRegistryAuthentication);
  EXPECT_EQ(tokens, 3) << "once, not for ever";
}

TEST_F(RegistryClientTest, TurnsPages) {
  routes_["/v2/a/b/tags/list"] = [](const RecordedRequest& request, Exchange& exchange) {
    if (request.target.find("last=b") == std::string::npos) {
      return exchange.ok(R"({"tags":["a","b"]})",
                         "Link: </v2/a/b/tags/list?n=2&last=b>; rel=\"next\"\r\n");
    }
    exchange.ok(R"({"tags":["c"]})");
  };
  routes_["/v2/empty/tags/list"] = [](const auto&, Exchange& e) { e.ok(R"({"tags":null})"); };
  routes_["/v2/html/tags/list"] = [](const auto&, Exchange& e) { e.ok("<html>"); };
  routes_["/v2/away/tags/list"] = [](const auto&, Exchange& e) {
    e.ok(R"({"tags":["a"]})", "Link: <http://other.example/x>; rel=\"next\"\r\n");
  };
  RegistryClient registry = client();
  EXPECT_THAT(registry.tags("a/b", context_), ElementsAre("a", "b", "c"));
  EXPECT_THAT(registry.tags("empty", context_), IsEmpty());
  EXPECT_EQ(code_of([&] { registry.tags("html", context_); }), ErrorCode::kRegistryBadAnswer);
  EXPECT_EQ(code_of([&] { registry.tags("away", context_); }), ErrorCode::kRegistryBadAnswer);
}

TEST_F(RegistryClientTest, ReadsABlobAsItIsStored) {
  const std::string content(300'000, 'x');
  const std::string digest = digest_of(content);
  routes_["/v2/a/b/blobs/" + digest] = [&](const auto&, Exchange& e) { e.ok(content); };
  RegistryClient registry = client();
  EXPECT_EQ(read_blob(registry, digest, content.size()), content);
  EXPECT_EQ(server_.requests().at(0).header("accept-encoding"), "identity");
  EXPECT_EQ(code_of([&] { read_blob(registry, digest, 299'999); }), ErrorCode::kIntegrity);
  const std::string other = digest_of("other");
  routes_["/v2/a/b/blobs/" + other] = [&](const auto&, Exchange& e) { e.ok(content); };
  EXPECT_EQ(code_of([&] { read_blob(registry, other); }), ErrorCode::kIntegrity);
}

TEST_F(RegistryClientTest, GoesOnWhereAConnectionBroke) {
  const std::string content = "0123456789abcdefghij";
  const std::string digest = digest_of(content);
  for (const bool knows_ranges : {true, false}) {
    int asked = 0;
    routes_["/v2/a/b/blobs/" + digest] = [&](const RecordedRequest& request, Exchange& exchange) {
      const std::string range = request.header("range");
      std::size_t begin = range.empty() ? 0 : std::stoul(range.substr(6));
      std::string header = "HTTP/1.1 200 OK\r\n";
      if (!range.empty() && knows_ranges) {
        header =
            "HTTP/1.1 206 Partial\r\nContent-Range: bytes " + std::to_string(begin) + "-19/20\r\n";
      } else {
        begin = 0;
      }
      const std::string rest = content.substr(begin);
      exchange.send(header + "Content-Length: " + std::to_string(rest.size()) + "\r\n\r\n");
      if (++asked < 3) {
        exchange.send(rest.substr(0, 6 * static_cast<std::size_t>(asked)));
        exchange.close();
      } else {
        exchange.send(rest);
      }
    };
    RegistryClient registry = client();
    EXPECT_EQ(read_blob(registry, digest, 20), content) << knows_ranges;
    EXPECT_EQ(asked, 3);
  }
}

TEST_F(RegistryClientTest, GivesUpWhereNothingComes) {
  const std::string digest = digest_of("x");
  routes_["/v2/a/b/blobs/" + digest] = [](const auto&, Exchange& exchange) {
    exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n");
    exchange.close();
  };
  RegistryClient registry = client();
  const AdapterError error = error_of([&] { read_blob(registry, digest); });
  EXPECT_EQ(error.code, ErrorCode::kRegistryUnreachable);
  EXPECT_THAT(error.message, HasSubstr("broke again and again"));
}

TEST_F(RegistryClientTest, RefusesAnotherPartThanItAskedFor) {
  const std::string digest = digest_of("0123456789");
  int asked = 0;
  routes_["/v2/a/b/blobs/" + digest] = [&](const auto&, Exchange& exchange) {
    if (++asked == 1) {
      exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01234");
      return exchange.close();
    }
    exchange.status(206, "789", "Content-Range: bytes 7-9/10\r\n");
  };
  RegistryClient registry = client();
  EXPECT_EQ(code_of([&] { read_blob(registry, digest); }), ErrorCode::kRegistryBadAnswer);
}

TEST_F(RegistryClientTest, TakesNoCredentialsToTheStoreThatItIsSentTo) {
  const std::string digest = digest_of("content");
  RawServer store([](const auto&, Exchange& exchange) { exchange.ok("content"); });
  routes_["/v2/a/b/blobs/" + digest] = [&](const RecordedRequest& request, Exchange& exchange) {
    if (request.header("authorization").empty()) {
      return exchange.status(401, "", "Www-Authenticate: Basic realm=r\r\n");
    }
    exchange.status(307, "to the store", "Location: " + store.url() + "/blob?sig=1\r\n");
  };
  RegistryClient registry = client(alice());
  EXPECT_EQ(read_blob(registry, digest), "content");
  ASSERT_THAT(store.requests(), SizeIs(1));
  EXPECT_EQ(store.requests()[0].target, "/blob?sig=1");
  EXPECT_EQ(store.requests()[0].headers.count("authorization"), 0U);
}

TEST_F(RegistryClientTest, EndsCirclesOfRedirects) {
  routes_["/v2/"] = [](const auto&, Exchange& exchange) {
    exchange.status(302, "", "Location: /v2/\r\n");
  };
  RegistryClient registry = client();
  EXPECT_EQ(code_of([&] { registry.ping(context_); }), ErrorCode::kRegistryBadAnswer);
  EXPECT_THAT(server_.requests(), SizeIs(6));
}

TEST_F(RegistryClientTest, GoesToNoMetadataService) {
  routes_["/v2/"] = [](const auto&, Exchange& exchange) {
    exchange.status(302, "", "Location: http://169.254.169.254/latest\r\n");
  };
  RegistryClient registry = client();
  EXPECT_EQ(code_of([&] { registry.ping(context_); }), ErrorCode::kRegistryUnreachable);
}

}  // namespace
}  // namespace portside::oci
