// SPDX-License-Identifier: Apache-2.0
#include "oci/token_client.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "error_of.hpp"
#include "portside/testing/test_call_context.hpp"
#include "raw_server.hpp"

namespace portside::oci {
namespace {

using testing::code_of;
using testing::error_of;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::RawServer;
using testing::RecordedRequest;
using ::testing::SizeIs;

using Exchange = RawServer::Exchange;

http::ClientOptions any_origin() {
  http::ClientOptions options;
  options.http.origins = {};
  options.http.insecure = true;  // no certificates are read
  options.any_origin = true;
  options.unreachable = ErrorCode::kRegistryUnreachable;
  return options;
}

Credentials user(const std::string& name, const std::string& secret) {
  Credentials credentials;
  credentials.kind = CredentialKind::kBasic;
  credentials.user = name;
  credentials.secret = secret;
  return credentials;
}

class TokenClientTest : public ::testing::Test {
 protected:
  TokenClient client(Credentials credentials = {}, std::string registry = "",
                     std::vector<std::string> token_hosts = {}) {
    if (registry.empty()) registry = server_.url();
    return TokenClient({std::move(registry), std::move(credentials), std::move(token_hosts),
                        [this] { return now_; }},
                       http_);
  }

  Challenge challenge(const std::string& scope = "repository:a/b:pull") const {
    return {"bearer",
            {{"realm", server_.url() + "/token?x=1"}, {"service", "r e&g"}, {"scope", scope}}};
  }

  std::string body_ = R"({"token":"t1","expires_in":100})";
  int status_ = 200;
  std::chrono::milliseconds delay_{0};
  Millis now_ = 1'000;
  RawServer server_{[this](const RecordedRequest&, Exchange& exchange) {
    std::this_thread::sleep_for(delay_);
    exchange.status(status_, body_);
  }};
  http::Client http_{any_origin()};
  testing::TestCallContext context_;
};

TEST_F(TokenClientTest, AsksAsTheChallengeSays) {
  TokenClient tokens = client(user("robot$scan", "p+w"));
  EXPECT_EQ(tokens.authorization(challenge("a:b:pull c:d:push"), context_).header.reveal(),
            "Bearer t1");
  const RecordedRequest request = server_.requests().at(0);
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.target,
            "/token?x=1&service=r%20e%26g&client_id=portside&scope=a%3Ab%3Apull&"
            "scope=c%3Ad%3Apush&account=robot%24scan");
  EXPECT_EQ(request.header("authorization"), "Basic cm9ib3Qkc2NhbjpwK3c=");
}

TEST_F(TokenClientTest, AsksWithoutCredentialsWhenThereAreNone) {
  TokenClient tokens = client({}, "http://registry.example");
  EXPECT_EQ(tokens.authorization(challenge(), context_).header.reveal(), "Bearer t1");
  EXPECT_EQ(server_.requests().at(0).header("authorization"), "");
}

TEST_F(TokenClientTest, ExchangesAnIdentityToken) {
  Credentials credentials;
  credentials.kind = CredentialKind::kExchange;
  credentials.token = "identity";
  TokenClient tokens = client(credentials);
  tokens.authorization(challenge(), context_);
  const RecordedRequest request = server_.requests().at(0);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.header("content-type"), "application/x-www-form-urlencoded");
  EXPECT_EQ(request.body,
            "service=r%20e%26g&client_id=portside&grant_type=refresh_token&refresh_token=identity&"
            "scope=repository%3Aa%2Fb%3Apull");
}

TEST_F(TokenClientTest, KeepsATokenUntilShortlyBeforeItsEnd) {
  TokenClient tokens = client();
  tokens.authorization(challenge(), context_);
  now_ += 89'999;
  tokens.authorization(challenge(), context_);
  EXPECT_THAT(server_.requests(), SizeIs(1));
  now_ += 1;
  tokens.authorization(challenge(), context_);
  EXPECT_THAT(server_.requests(), SizeIs(2));
  tokens.authorization(challenge("repository:c:pull"), context_);
  EXPECT_THAT(server_.requests(), SizeIs(3)) << "another scope is another token";
  tokens.forget(challenge());
  tokens.authorization(challenge(), context_);
  EXPECT_THAT(server_.requests(), SizeIs(4));
}

TEST_F(TokenClientTest, ManyCallersWaitForOneExchange) {
  TokenClient tokens = client();
  delay_ = std::chrono::milliseconds(100);
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      const testing::TestCallContext context;
      EXPECT_EQ(tokens.authorization(challenge(), context).header.reveal(), "Bearer t1");
    });
  }
  threads.clear();
  EXPECT_THAT(server_.requests(), SizeIs(1));
}

TEST_F(TokenClientTest, AFailureIsNotKept) {
  TokenClient tokens = client(user("u", "canary"));
  status_ = 401;
  const AdapterError error = error_of([&] { tokens.authorization(challenge(), context_); });
  EXPECT_EQ(error.code, ErrorCode::kRegistryAuthentication);
  EXPECT_THAT(error.message, HasSubstr("asked for a token at " + server_.url() + "/token, asks"));
  EXPECT_THAT(error.message + error.detail, Not(HasSubstr("canary")));
  status_ = 200;
  EXPECT_EQ(tokens.authorization(challenge(), context_).header.reveal(), "Bearer t1");
}

TEST_F(TokenClientTest, GivesCredentialsToNobodyElse) {
  TokenClient elsewhere = client(user("u", "canary"), "http://registry.example");
  AdapterError error = error_of([&] { elsewhere.authorization(challenge(), context_); });
  EXPECT_EQ(error.code, ErrorCode::kRegistryAuthentication);
  EXPECT_THAT(error.message, HasSubstr("name it in registry.token_hosts"));
  TokenClient downgraded = client(user("u", "canary"), "https://127.0.0.1");
  error = error_of([&] { downgraded.authorization(challenge(), context_); });
  EXPECT_THAT(error.message, HasSubstr("without encryption"));
  EXPECT_THAT(server_.requests(), SizeIs(0));
  TokenClient allowed = client(user("u", "canary"), "http://registry.example", {"127.0.0.1"});
  EXPECT_NO_THROW(allowed.authorization(challenge(), context_));
}

TEST_F(TokenClientTest, RefusesRealmsThatCannotBe) {
  TokenClient tokens = client();
  for (const char* realm : {"", "/token", "ftp://h/token", "http://u:p@h/", "http://h/\r\nX: y"}) {
    EXPECT_EQ(code_of([&] {
                tokens.authorization({"bearer", {{"realm", realm}}}, context_);
              }),
              ErrorCode::kRegistryBadAnswer)
        << realm;
  }
}

}  // namespace
}  // namespace portside::oci
