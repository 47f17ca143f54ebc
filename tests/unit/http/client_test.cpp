// SPDX-License-Identifier: Apache-2.0
// What a client may reach, and when it asks again.
#include "http/client.hpp"

#include <gmock/gmock.h>

#include "error_of.hpp"
#include "portside/testing/test_call_context.hpp"
#include "raw_server.hpp"
#include "string_sink.hpp"

namespace portside::http {
namespace {

using testing::code_of;
using ::testing::ElementsAre;
using testing::error_of;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::Not;
using testing::RawServer;
using ::testing::SizeIs;

using ServerExchange = RawServer::Exchange;

ClientOptions options_for(const std::string& origin) {
  ClientOptions options;
  options.http.origins = {origin};
  return options;
}

HttpRequest get(const std::string& url, bool idempotent = false) {
  HttpRequest request;
  request.url = url;
  request.idempotent = idempotent;
  return request;
}

/// A URL of 127.0.0.1 where nobody listens.
std::string nobody() {
  return RawServer([](const auto&, ServerExchange&) {}).url();
}

class ClientTest : public ::testing::Test {
 protected:
  ClientTest() {
    context_.on_wait([this](Millis pause) { pauses_.push_back(pause); });
  }

  testing::TestCallContext context_;
  std::vector<Millis> pauses_;
};

TEST_F(ClientTest, ReachesItsOriginsOnly) {
  RawServer server([](const auto&, ServerExchange& exchange) { exchange.ok("x"); });
  RawServer other([](const auto&, ServerExchange& exchange) { exchange.ok("x"); });
  Client client(options_for(server.url() + "/"));
  EXPECT_EQ(client.send(get(server.url() + "/any/path"), nullptr, context_).body, "x");
  const AdapterError error =
      error_of([&] { client.send(get(other.url() + "/?canary", true), nullptr, context_); });
  EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(error.message, HasSubstr(other.url() + " is none of the origins"));
  EXPECT_THAT(error.message, Not(HasSubstr("canary")));
  EXPECT_THAT(other.requests(), SizeIs(0));
  EXPECT_EQ(code_of([&] {
              client.send(get("https://127.0.0.1:" + std::to_string(server.port())), nullptr,
                          context_);
            }),
            ErrorCode::kInvalidArgument)
      << "another scheme is another origin";
}

TEST_F(ClientTest, LooksAtEveryCharacterOfAUrl) {
  RawServer server([](const auto&, ServerExchange& exchange) { exchange.ok("x"); });
  Client client(options_for(server.url()));
  for (const std::string& rest : {std::string("/a b"), std::string("/a\r\nX: y"),
                                  std::string("/\x80"), "/" + std::string(9'000, 'a')}) {
    EXPECT_EQ(code_of([&] { client.send(get(server.url() + rest), nullptr, context_); }),
              ErrorCode::kInvalidArgument)
        << rest;
  }
  EXPECT_THAT(server.requests(), SizeIs(0));
}

TEST_F(ClientTest, TakesDotSegmentsOutOfAPath) {
  RawServer server([](const auto&, ServerExchange& exchange) { exchange.ok("x"); });
  Client client(options_for(server.url()));
  std::vector<std::string> targets;
  for (const char* path : {"/a/../b/./c", "/a/..", "/a//b/.c?d=/../e", "/a/b:c?d=e"}) {
    client.send(get(server.url() + path), nullptr, context_);
    targets.push_back(server.requests().back().target);
  }
  EXPECT_THAT(targets, ElementsAre("/b/c", "/", "/a//b/.c?d=/../e", "/a/b:c?d=e"));
}

TEST_F(ClientTest, SaysWhyAServerIsNotAskedAgain) {
  const std::string origin = nobody();
  Client client(options_for(origin));
  const auto asked = [&] {
    return error_of([&] { client.send(get(origin + "/?canary"), nullptr, context_); });
  };
  std::string cause;
  for (int i = 0; i < 5; ++i) cause = asked().message;
  cause = cause.substr((origin + " cannot be reached: ").size());
  const AdapterError error = asked();
  EXPECT_EQ(error.code, ErrorCode::kScannerUnreachable);
  EXPECT_TRUE(error.can_retry);
  EXPECT_THAT(error.message, HasSubstr("several times in a row (" + cause + ")"));
  EXPECT_THAT(cause, HasSubstr("connect"));
  EXPECT_THAT(error.message, Not(HasSubstr("canary")));
}

TEST_F(ClientTest, NamesTheRemedyWhereTheServerSpeaksNoTls) {
  RawServer server([](const auto&, ServerExchange& exchange) { exchange.ok("x"); });
  const std::string url = "https://" + server.host();
  Client client(options_for(url));
  const AdapterError error = error_of([&] { client.send(get(url), nullptr, context_); });
  EXPECT_EQ(error.code, ErrorCode::kScannerUnreachable);
  EXPECT_THAT(error.message, HasSubstr("if the server speaks plain http, write http://"));
  EXPECT_THAT(error.message, HasSubstr("--plain-http"));
}

TEST_F(ClientTest, NeverReachesMetadataServices) {
  Client client(options_for("http://169.254.169.254"));
  const AdapterError error = error_of(
      [&] { client.send(get("http://169.254.169.254/latest/meta-data"), nullptr, context_); });
  EXPECT_EQ(error.code, ErrorCode::kScannerUnreachable);
  EXPECT_THAT(error.message, HasSubstr("link-local"));
}

TEST_F(ClientTest, NoProxyReachesMetadataServicesForIt) {
  RawServer proxy([](const auto&, ServerExchange& exchange) { exchange.ok("x"); });
  for (const char* origin : {"http://169.254.169.254", "http://[fd00:ec2::254]",
                             "http://[::ffff:169.254.169.254]", "http://[fe80::1]"}) {
    ClientOptions options = options_for(origin);
    options.http.proxy = proxy.url();
    Client client(options);
    const AdapterError error =
        error_of([&] { client.send(get(std::string(origin) + "/x"), nullptr, context_); });
    EXPECT_EQ(error.code, ErrorCode::kScannerUnreachable) << origin;
    EXPECT_FALSE(error.can_retry);
  }
  EXPECT_THAT(proxy.requests(), SizeIs(0));
}

/// The top-level domain `invalid` has no names (RFC 2606). Each attempt uses the handle of the one
/// before.
TEST_F(ClientTest, ANameThatIsNoneIsUnreachableEachTime) {
  Client client(options_for("http://nobody.invalid"));
  for (int i = 0; i < 2; ++i) {
    const AdapterError error =
        error_of([&] { client.send(get("http://nobody.invalid/", true), nullptr, context_); });
    EXPECT_EQ(error.code, ErrorCode::kScannerUnreachable) << error.message;
    EXPECT_THAT(error.message, HasSubstr("nobody.invalid"));
  }
}

TEST_F(ClientTest, ACancellationWhileItWaitsIsACancellation) {
  RawServer server([](const auto&, ServerExchange& exchange) { exchange.status(503, "no"); });
  Client client(options_for(server.url()));
  context_.on_wait([this](Millis) { context_.cancel(); });
  EXPECT_EQ(code_of([&] { client.send(get(server.url(), true), nullptr, context_); }),
            ErrorCode::kCancelled);
}

TEST_F(ClientTest, RefusesOptionsThatCannotBe) {
  const auto code = [](HttpOptions http) {
    return code_of([&] { Client client({.http = std::move(http)}); });
  };
  EXPECT_EQ(code({{"ftp://h"}, "", "", "", "", false, {}, {}}), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code({{}, "", "/cert", "", "", false, {}, {}}), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code({{}, "", "", "", "not a proxy", false, {}, {}}), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code({{"https://h"}, "/no/such/file", "", "", "", false, {}, {}}),
            ErrorCode::kConfigInvalid);
}

TEST_F(ClientTest, AsksAgainWhereThatDoesNoHarm) {
  int count = 0;
  RawServer server([&](const auto&, ServerExchange& exchange) {
    if (++count < 3) {
      exchange.status(503, "not now");
    } else {
      exchange.ok("now");
    }
  });
  Client client(options_for(server.url()));
  testing::StringSink sink;
  EXPECT_EQ(client.send(get(server.url(), true), &sink, context_).status, 200);
  EXPECT_EQ(sink.text(), "now") << "the bodies of the others are not passed on";
  ASSERT_THAT(pauses_, SizeIs(2));
  EXPECT_THAT(pauses_[0], Le(200));
  EXPECT_THAT(pauses_[1], Le(400));
}

TEST_F(ClientTest, AsksOnceWhereItIsNotSaid) {
  RawServer server([](const auto&, ServerExchange& exchange) { exchange.status(503, "no"); });
  Client client(options_for(server.url()));
  testing::StringSink sink;
  EXPECT_EQ(client.send(get(server.url()), &sink, context_).status, 503);
  EXPECT_EQ(sink.text(), "no");
  EXPECT_THAT(server.requests(), SizeIs(1));
}

TEST_F(ClientTest, GivesUpAfterThreeAttempts) {
  RawServer server([](const auto&, ServerExchange& exchange) { exchange.status(502, "no"); });
  Client client(options_for(server.url()));
  const HttpResponse response = client.send(get(server.url(), true), nullptr, context_);
  EXPECT_EQ(response.status, 502);
  EXPECT_EQ(response.body, "no");
  EXPECT_THAT(server.requests(), SizeIs(3));
}

TEST_F(ClientTest, WaitsAsLongAsItIsToldTo) {
  int count = 0;
  std::string pause = "7";
  RawServer server([&](const auto&, ServerExchange& exchange) {
    if (++count == 1) {
      exchange.status(429, "", "Retry-After: " + pause + "\r\n");
    } else {
      exchange.ok("x");
    }
  });
  Client client(options_for(server.url()));
  EXPECT_EQ(client.send(get(server.url(), true), nullptr, context_).status, 200);
  EXPECT_THAT(pauses_, ::testing::ElementsAre(7'000));
  // Longer than it may be, or than the call has left.
  for (const char* longer : {"31", "3600"}) {
    count = 0;
    pause = longer;
    EXPECT_EQ(client.send(get(server.url(), true), nullptr, context_).status, 429) << longer;
    EXPECT_EQ(count, 1);
  }
}

TEST_F(ClientTest, ABrokenConnectionIsTriedAgain) {
  int count = 0;
  RawServer server([&](const auto&, ServerExchange& exchange) {
    if (++count < 3) {
      exchange.reset();
    } else {
      exchange.ok("x");
    }
  });
  Client client(options_for(server.url()));
  EXPECT_EQ(client.send(get(server.url(), true), nullptr, context_).status, 200);
}

TEST_F(ClientTest, ADeadServerIsLeftAlone) {
  const std::string url = nobody();
  Client client(options_for(url));
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(code_of([&] { client.send(get(url), nullptr, context_); }),
              ErrorCode::kScannerUnreachable);
  }
  const AdapterError error = error_of([&] { client.send(get(url), nullptr, context_); });
  EXPECT_EQ(error.code, ErrorCode::kScannerUnreachable);
  EXPECT_THAT(error.message, HasSubstr("is not asked again for"));
  EXPECT_THAT(error.message, HasSubstr("check its address, and that it runs"));
  EXPECT_GT(error.retry_after.value_or(0), 0);
}

TEST_F(ClientTest, SaysItInTheWordsOfItsOwner) {
  const std::string url = nobody();
  ClientOptions options = options_for(url);
  options.unreachable = ErrorCode::kRegistryUnreachable;
  Client client(options);
  EXPECT_EQ(code_of([&] { client.send(get(url), nullptr, context_); }),
            ErrorCode::kRegistryUnreachable);
}

TEST_F(ClientTest, ServesManyThreads) {
  RawServer server(
      [](const auto& request, ServerExchange& exchange) { exchange.ok(request.target); });
  Client client(options_for(server.url()));
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      const testing::TestCallContext context;
      for (int n = 0; n < 25; ++n) {
        const std::string path = "/" + std::to_string(i) + "/" + std::to_string(n);
        EXPECT_EQ(client.send(get(server.url() + path), nullptr, context).body, path);
      }
    });
  }
  threads.clear();
  EXPECT_LE(server.connections(), 4U) << "connections are used again";
}

TEST_F(ClientTest, GoesThroughAProxy) {
  RawServer proxy(
      [](const auto& request, ServerExchange& exchange) { exchange.ok(request.target); });
  ClientOptions options = options_for("http://scanner.example");
  options.http.proxy = proxy.url();
  Client client(options);
  EXPECT_EQ(client.send(get("http://scanner.example/x"), nullptr, context_).body,
            "http://scanner.example/x");
}

TEST_F(ClientTest, DoesNotAskTheEnvironmentForAProxy) {
  RawServer proxy([](const auto&, ServerExchange& exchange) { exchange.ok("proxied"); });
  RawServer server([](const auto&, ServerExchange& exchange) { exchange.ok("direct"); });
  ::setenv("http_proxy", proxy.url().c_str(), 1);
  Client client(options_for(server.url()));
  EXPECT_EQ(client.send(get(server.url()), nullptr, context_).body, "direct");
  ::unsetenv("http_proxy");
}

TEST_F(ClientTest, PassesTheProxyByForSomeHosts) {
  RawServer proxy([](const auto&, ServerExchange& exchange) { exchange.ok("proxied"); });
  RawServer server([](const auto&, ServerExchange& exchange) { exchange.ok("direct"); });
  ClientOptions options = options_for(server.url());
  options.http.proxy = proxy.url();
  options.no_proxy = "example.com,127.0.0.1";
  Client client(options);
  EXPECT_EQ(client.send(get(server.url()), nullptr, context_).body, "direct");
}

}  // namespace
}  // namespace portside::http
