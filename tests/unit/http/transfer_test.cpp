// SPDX-License-Identifier: Apache-2.0
// What goes over the wire, and what becomes of the answers that servers give wrong.
#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <latch>
#include <set>
#include <thread>

#include "error_of.hpp"
#include "http/client.hpp"
#include "portside/host/call.hpp"
#include "portside/testing/test_call_context.hpp"
#include "raw_server.hpp"
#include "string_sink.hpp"

namespace portside::http {
namespace {

using ::testing::Contains;
using testing::error_of;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using testing::RawServer;
using testing::RecordedRequest;
using ::testing::SizeIs;

using ServerExchange = RawServer::Exchange;

class TransferTest : public ::testing::Test {
 protected:
  /// Sends `request` to a server that answers as told.
  HttpResponse send(RawServer::Handler handler, HttpRequest request = {}) {
    server_.emplace(std::move(handler));
    return send_again(std::move(request));
  }

  HttpResponse send_again(HttpRequest request = {}) {
    if (request.url.empty()) request.url = server_->url() + "/path?q=1";
    if (!client_)
      client_.emplace(ClientOptions{.http = {{server_->url()}, "", "", "", "", false, {}, {}}});
    return client_->send(request, sink_, context_);
  }

  RecordedRequest seen() const { return server_->requests().at(0); }

  /// For servers that do not go on before the test has seen enough; outlives the server.
  std::latch over_{1};
  std::optional<RawServer> server_;
  std::optional<Client> client_;
  testing::TestCallContext context_;
  testing::StringSink collected_;
  ByteSink* sink_ = nullptr;
};

TEST_F(TransferTest, SendsWhatWasAsked) {
  HttpRequest request;
  request.method = "POST";
  request.headers = {{"X-One", "1"}, {"X-Empty", ""}, {"Content-Type", "application/json"}};
  request.body = std::string(5'000, 'b');
  const HttpResponse response = send(
      [](const auto&, ServerExchange& exchange) { exchange.ok("yes", "X-Back: 2 \r\n"); }, request);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "yes");
  EXPECT_FALSE(response.cut_short);
  EXPECT_THAT(response.headers, Contains(Pair("X-Back", "2")));
  EXPECT_EQ(seen().method, "POST");
  EXPECT_EQ(seen().target, "/path?q=1");
  EXPECT_EQ(seen().body, request.body);
  EXPECT_EQ(seen().header("x-one"), "1");
  EXPECT_EQ(seen().headers.count("x-empty"), 1U);
  EXPECT_EQ(seen().header("content-type"), "application/json");
  EXPECT_EQ(seen().header("content-length"), "5000");
  EXPECT_EQ(seen().headers.count("expect"), 0U) << "servers that do not know it cost a second";
  EXPECT_THAT(seen().header("user-agent"), HasSubstr("portside/"));
  EXPECT_THAT(seen().header("accept-encoding"), HasSubstr("gzip"));
}

TEST_F(TransferTest, KnowsAllMethods) {
  for (const std::string method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}) {
    HttpRequest request;
    request.method = method;
    if (method == "PATCH" || method == "DELETE") request.body = "x";
    const auto answer = [](const RecordedRequest& seen, ServerExchange& exchange) {
      if (seen.method == "HEAD") {
        exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
      } else {
        exchange.ok(seen.method);
      }
    };
    client_.reset();
    const HttpResponse response = send(answer, request);
    EXPECT_EQ(seen().method, method);
    EXPECT_EQ(response.body, method == "HEAD" ? "" : method);
    EXPECT_FALSE(response.cut_short) << method;
    EXPECT_EQ(seen().body, request.body);
    EXPECT_EQ(seen().headers.count("content-type"), 0U) << "none was given";
  }
}

/// The next request of a client has the handle of the last one.
TEST_F(TransferTest, NothingOfARequestIsInTheNext) {
  const auto answer = [](const RecordedRequest& seen, ServerExchange& exchange) {
    if (seen.method == "HEAD") return exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
    exchange.ok(seen.method + " " + seen.target);
  };
  context_.set_traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  HttpRequest full;
  full.method = "POST";
  full.headers = {{"X-One", "1"}, {"Accept-Encoding", "identity"}, {"Content-Type", "text/plain"}};
  full.body = "body";
  send(answer, full);
  context_.set_traceparent("");
  for (const std::string method : {"GET", "POST", "HEAD", "GET", "DELETE", "PUT", "GET"}) {
    full.method = method;
    full.body = method == "DELETE" ? "body" : "";
    full.headers.clear();
    const HttpResponse response = send_again(full);
    EXPECT_EQ(response.body, method == "HEAD" ? "" : method + " /path?q=1");
    EXPECT_FALSE(response.cut_short) << method;
    const RecordedRequest last = server_->requests().back();
    EXPECT_EQ(last.method, method);
    EXPECT_EQ(last.body, full.body);
    EXPECT_EQ(last.header("accept-encoding"), "gzip, zstd");
    for (const char* const name : {"x-one", "content-type", "traceparent"}) {
      EXPECT_EQ(last.headers.count(name), 0U) << name << " of another request in " << method;
    }
    EXPECT_EQ(last.headers.count("content-length"), method == "GET" || method == "HEAD" ? 0U : 1U)
        << method;
  }
  EXPECT_EQ(server_->connections(), 1U);
}

/// Not all of them are handed to libcurl in the same way.
TEST_F(TransferTest, AsksForThePathOfAUrl) {
  send([](const auto& seen, ServerExchange& exchange) { exchange.ok(seen.target); });
  for (const auto& [rest, target] :
       {std::pair("/a/b?c=/d", "/a/b?c=/d"), std::pair("/a/./b", "/a/b"), std::pair("/a", "/a"),
        std::pair("/a?b#c", "/a?b"), std::pair("", "/"), std::pair("?b=/", "/?b=/"),
        std::pair("/", "/"), std::pair("/a?b://c/d", "/a?b://c/d")}) {
    HttpRequest request;
    request.url = server_->url() + rest;
    EXPECT_EQ(send_again(request).body, target);
  }
  // libcurl makes two slashes of one.
  HttpRequest request;
  request.url = "http:/" + server_->url().substr(7) + "/a?b=c://d/e";
  EXPECT_EQ(send_again(request).body, "/a?b=c://d/e");
}

/// libcurl counts repetitions for the life of a handle, and gives up at five.
TEST_F(TransferTest, ConnectionsMayBreakAnyNumberOfTimes) {
  std::set<std::string> broken;
  server_.emplace([&](const RecordedRequest& seen, ServerExchange& exchange) {
    if (seen.target != "/ok" && broken.insert(seen.target).second) return exchange.close();
    exchange.ok("x");
  });
  context_.on_wait([](Millis) { ADD_FAILURE() << "libcurl did not send it again"; });
  for (int i = 0; i < 8; ++i) {
    for (const std::string& path : {std::string("/ok"), "/" + std::to_string(i)}) {
      HttpRequest request;
      request.url = server_->url() + path;
      request.idempotent = true;
      EXPECT_EQ(send_again(request).body, "x");
    }
  }
  server_.reset();
}

TEST_F(TransferTest, PassesTheTraceOn) {
  context_.set_traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  send([](const auto&, ServerExchange& exchange) { exchange.ok(""); });
  EXPECT_EQ(seen().header("traceparent"),
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
}

TEST_F(TransferTest, KeepsConnectionsOpen) {
  send([](const auto&, ServerExchange& exchange) { exchange.ok("x"); });
  for (int i = 0; i < 5; ++i) EXPECT_EQ(send_again().body, "x");
  EXPECT_EQ(server_->connections(), 1U);
}

TEST_F(TransferTest, KeepsAtMostMaxBody) {
  HttpRequest request;
  request.max_body = 10;
  const auto answer = [](const auto&, ServerExchange& exchange) { exchange.ok("0123456789abc"); };
  HttpResponse response = send(answer, request);
  EXPECT_EQ(response.body, "0123456789");
  EXPECT_TRUE(response.cut_short);
  request.max_body = 13;
  response = send_again(request);
  EXPECT_EQ(response.body, "0123456789abc");
  EXPECT_FALSE(response.cut_short);
}

TEST_F(TransferTest, GivesTheBodyToASinkPieceByPiece) {
  sink_ = &collected_;
  const std::string body(3'000'000, 'x');
  HttpRequest request;
  request.max_body = 1;
  const HttpResponse response =
      send([body](const auto&, ServerExchange& exchange) { exchange.ok(body); }, request);
  EXPECT_EQ(response.body, "");
  EXPECT_FALSE(response.cut_short);
  EXPECT_EQ(collected_.text(), body);
}

TEST_F(TransferTest, WhatASinkThrowsComesOut) {
  class Refusing final : public ByteSink {
    void write(std::string_view) override { throw AdapterError(ErrorCode::kTooLarge, "enough"); }
  } refusing;
  sink_ = &refusing;
  EXPECT_EQ(
      error_of([&] {
        send([](const auto&, ServerExchange& exchange) { exchange.ok(std::string(99'999, 'x')); });
      }).message,
      "enough");
  sink_ = nullptr;
  EXPECT_EQ(send_again().status, 200) << "the client goes on";
}

TEST_F(TransferTest, DecodesGzipUnlessTheCallerAskedHimself) {
  // printf hello | gzip -n
  const std::string gzip(
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\x48\xcd\xc9\xc9\x07\x00\x86\xa6\x10\x36\x05"
      "\x00\x00\x00",
      25);
  const auto answer = [&](const auto&, ServerExchange& exchange) {
    exchange.ok(gzip, "Content-Encoding: gzip\r\n");
  };
  EXPECT_EQ(send(answer).body, "hello");
  HttpRequest request;
  request.headers = {{"Accept-Encoding", "identity"}};
  EXPECT_EQ(send_again(request).body, gzip);
}

TEST_F(TransferTest, ABrokenEncodingIsACutBody) {
  const HttpResponse response = send([](const auto&, ServerExchange& exchange) {
    exchange.ok("this is no gzip", "Content-Encoding: gzip\r\n");
  });
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(response.cut_short);
}

TEST_F(TransferTest, ABodyThatIsCutOffSaysSo) {
  const HttpResponse response = send([](const auto&, ServerExchange& exchange) {
    exchange.send("HTTP/1.1 429 Too Many\r\nContent-Length: 100\r\n\r\nhalf");
    exchange.close();
  });
  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(response.body, "half");
  EXPECT_TRUE(response.cut_short);
}

// What docker-registry answers to a range behind the end.
TEST_F(TransferTest, AnAnswerThatFallsSilentIsCutShort) {
  HttpRequest request;
  request.idle_timeout = 50;
  const HttpResponse response = send(
      [this](const auto&, ServerExchange& exchange) {
        exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        over_.wait();
      },
      request);
  over_.count_down();
  EXPECT_EQ(response.body, "half");
  EXPECT_TRUE(response.cut_short);
}

TEST_F(TransferTest, AServerMayThinkLongerThanItMayBeSilent) {
  HttpRequest request;
  request.idle_timeout = 1;
  const HttpResponse response = send(
      [](const auto&, ServerExchange& exchange) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        exchange.ok("thought");
      },
      request);
  EXPECT_EQ(response.body, "thought");
}

TEST_F(TransferTest, AnInterimAnswerAndNoOtherIsUnreachable) {
  const AdapterError error = error_of([&] {
    send([](const auto&, ServerExchange& exchange) {
      exchange.send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
      exchange.close();
    });
  });
  EXPECT_EQ(error.code, ErrorCode::kScannerUnreachable);
}

TEST_F(TransferTest, WhatMustNotBeRepeatedIsNotSentAgainByItself) {
  std::atomic<int> posts{0};
  const auto handler = [&posts](const RecordedRequest& request, ServerExchange& exchange) {
    if (request.method == "GET") return exchange.ok("x");
    ++posts;
    exchange.close();  // an open connection ends before the answer
  };
  server_.emplace(handler);
  send_again();
  HttpRequest post;
  post.method = "POST";
  post.body = "work";
  const AdapterError error = error_of([&] { send_again(post); });
  EXPECT_EQ(error.code, ErrorCode::kScannerUnreachable);
  EXPECT_EQ(posts, 1);
  server_.reset();
}

TEST_F(TransferTest, AnOverCallSendsNothing) {
  server_.emplace([](const auto&, ServerExchange& exchange) { exchange.ok("x"); });
  send_again();
  context_.cancel();
  EXPECT_EQ(error_of([&] { send_again(); }).code, ErrorCode::kCancelled);
  EXPECT_THAT(server_->requests(), SizeIs(1));
}

TEST_F(TransferTest, WhatAProxySaysIsNotTheServersAnswer) {
  for (const char* words : {"200 Connection established\r\n\r\n",
                            "302 Found\r\nLocation: https://evil.example/\r\n\r\n",
                            "404 Not Found\r\nContent-Length: 0\r\n\r\n"}) {
    RawServer proxy([words](const auto&, ServerExchange& exchange) {
      exchange.send(std::string("HTTP/1.1 ") + words);
      exchange.close();
    });
    ClientOptions options;
    options.http.origins = {"https://registry.example"};
    options.http.proxy = proxy.url();
    options.http.insecure = true;  // no certificates are read
    Client client(options);
    HttpRequest request;
    request.url = "https://registry.example/v2/";
    const AdapterError error = error_of([&] { client.send(request, nullptr, context_); });
    EXPECT_EQ(error.code, ErrorCode::kScannerUnreachable) << words;
  }
}

TEST_F(TransferTest, A416WithTheLengthOfTheBlobIsA416) {
  const HttpResponse response = send([](const auto&, ServerExchange& exchange) {
    exchange.send("HTTP/1.1 416 Range\r\nContent-Length: 5000\r\n\r\n{\"errors\":[]}");
    exchange.close();
  });
  EXPECT_EQ(response.status, 416);
  EXPECT_TRUE(response.cut_short);
}

TEST_F(TransferTest, InterimAnswersAreNoAnswers) {
  const HttpResponse response = send([](const auto&, ServerExchange& exchange) {
    exchange.send("HTTP/1.1 103 Early Hints\r\nX-Hint: 1\r\n\r\n");
    exchange.ok("done", "X-Real: 1\r\n");
  });
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.headers, Contains(Pair("X-Real", "1")));
  EXPECT_THAT(response.headers, Not(Contains(Pair("X-Hint", "1"))));
}

TEST_F(TransferTest, RedirectsAreReturnedAsTheyAre) {
  const HttpResponse response = send([](const auto&, ServerExchange& exchange) {
    exchange.status(307, "", "Location: http://127.0.0.1:1/other\r\n");
  });
  EXPECT_EQ(response.status, 307);
  EXPECT_THAT(server_->requests(), SizeIs(1));
}

TEST_F(TransferTest, WhatIsNoHttpIsUnreachable) {
  for (const std::string answer : {"", "SSH-2.0-OpenSSH\r\n", "HTTP/1.1 200 OK\r\nX: 1\r\n"}) {
    client_.reset();
    const AdapterError error = error_of([&] {
      send([answer](const auto&, ServerExchange& exchange) {
        exchange.send(answer);
        exchange.close();
      });
    });
    EXPECT_EQ(error.code, ErrorCode::kScannerUnreachable) << answer;
    EXPECT_THAT(error.message, HasSubstr(server_->url() + " cannot be reached: "));
    EXPECT_TRUE(error.can_retry);
  }
}

TEST_F(TransferTest, EndlessHeadersEnd) {
  const AdapterError error = error_of([&] {
    send([](const auto&, ServerExchange& exchange) {
      exchange.send("HTTP/1.1 200 OK\r\n");
      for (int i = 0; i < 2'000; ++i) exchange.send("X-Header: " + std::string(500, 'x') + "\r\n");
      exchange.close();
    });
  });
  EXPECT_EQ(error.code, ErrorCode::kScannerUnreachable);
}

TEST_F(TransferTest, ADeadlineEndsTheWait) {
  const Call call({.deadline = 100});
  std::atomic<bool> over = false;
  RawServer server([&](const auto&, ServerExchange&) {
    while (!over) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  });
  Client client({.http = {{server.url()}, "", "", "", "", false, {}, {}}});
  HttpRequest request;
  request.url = server.url();
  const AdapterError error = error_of([&] { client.send(request, nullptr, call.context()); });
  EXPECT_EQ(error.code, ErrorCode::kDeadlineExceeded);
  EXPECT_THAT(error.message, HasSubstr("did not answer within"));
  const Call longer({.deadline = 60'000});
  request.timeout = 50;
  EXPECT_EQ(error_of([&] { client.send(request, nullptr, longer.context()); }).message,
            server.url() + " did not answer within 50 ms");
  over = true;
}

TEST_F(TransferTest, ACancellationIsSeenAtOnce) {
  Call call({.deadline = 60'000});
  std::atomic<bool> over = false;
  RawServer server([&](const auto&, ServerExchange& exchange) {
    exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
    call.cancel();
    while (!over) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  });
  Client client({.http = {{server.url()}, "", "", "", "", false, {}, {}}});
  HttpRequest request;
  request.url = server.url();
  EXPECT_EQ(testing::code_of([&] { client.send(request, nullptr, call.context()); }),
            ErrorCode::kCancelled);
  over = true;
}

}  // namespace
}  // namespace portside::http
