// SPDX-License-Identifier: Apache-2.0
#include "portside/testing/scripted_http_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "error_of.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

HttpRequest get(std::string url) {
  HttpRequest request;
  request.url = std::move(url);
  return request;
}

class PieceSink final : public ByteSink {
 public:
  void write(std::string_view piece) override { pieces.emplace_back(piece); }
  std::vector<std::string> pieces;
};

TEST(ScriptedHttpClient, AnswersInOrder) {
  ScriptedHttpClient http;
  const TestCallContext context;
  http.expect("GET", "http://s/1").respond(200, "one", {{"ETag", "x"}});
  http.expect("GET", "http://s/2").respond(503);
  http.expect("GET", "http://s/3");
  const HttpResponse first = http.send(get("http://s/1"), nullptr, context);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.body, "one");
  EXPECT_THAT(first.headers, ElementsAre(Headers::value_type("ETag", "x")));
  EXPECT_FALSE(first.cut_short);
  EXPECT_EQ(http.send(get("http://s/2"), nullptr, context).status, 503);
  EXPECT_EQ(http.send(get("http://s/3"), nullptr, context).status, 200);
  EXPECT_THAT(http.requests(), SizeIs(3));
}

TEST(ScriptedHttpClient, ThrowsScriptedErrors) {
  ScriptedHttpClient http;
  http.expect("GET", "http://s/")
      .fail(AdapterError(ErrorCode::kScannerUnreachable, "connection reset").retry_in(500));
  try {
    http.send(get("http://s/"), nullptr, TestCallContext());
    FAIL();
  } catch (const AdapterError& error) {
    EXPECT_EQ(error.code, ErrorCode::kScannerUnreachable);
    EXPECT_EQ(error.retry_after, 500);
  }
}

TEST(ScriptedHttpClient, MatchesHeadersAndBodies) {
  ScriptedHttpClient http;
  http.expect("POST", "http://s/")
      .with_header("content-type", "application/json")
      .with_header("Authorization", StartsWith("Bearer "))
      .with_body(HasSubstr("sha256:"));
  HttpRequest request = get("http://s/");
  request.method = "POST";
  request.headers = {{"Content-Type", "application/json"}, {"AUTHORIZATION", "Bearer x"}};
  request.body = R"({"digest":"sha256:1"})";
  EXPECT_EQ(http.send(request, nullptr, TestCallContext()).status, 200);
}

TEST(ScriptedHttpClient, ReportsOtherHeadersAndBodiesAsFailures) {
  ScriptedHttpClient http;
  const auto send = [&] { http.send(get("http://s/"), nullptr, TestCallContext()); };
  http.expect("GET", "http://s/").with_header("Accept", "text/plain");
  EXPECT_NONFATAL_FAILURE(send(), "has no header field Accept");
  http.expect("GET", "http://s/").with_body("x");
  EXPECT_NONFATAL_FAILURE(send(), "GET http://s/");
  http.expect("GET", "http://s/").with_header("Accept", "text/plain");
  HttpRequest request = get("http://s/");
  request.headers = {{"Accept", "text/html"}};
  EXPECT_NONFATAL_FAILURE(http.send(request, nullptr, TestCallContext()), "header field Accept");
}

TEST(ScriptedHttpClient, ReportsUnexpectedRequestsAsFailures) {
  ScriptedHttpClient http;
  const TestCallContext context;
  ErrorCode code{};
  EXPECT_NONFATAL_FAILURE(code = code_of([&] { http.send(get("http://s/x"), nullptr, context); }),
                          "unexpected request GET http://s/x; expected no request");
  EXPECT_EQ(code, ErrorCode::kInternal);
  http.expect("POST", "http://s/x");
  EXPECT_NONFATAL_FAILURE(code = code_of([&] { http.send(get("http://s/x"), nullptr, context); }),
                          "unexpected request GET http://s/x; expected POST http://s/x");
  HttpRequest post = get("http://s/x");
  post.method = "POST";
  EXPECT_EQ(http.send(post, nullptr, context).status, 200);
}

TEST(ScriptedHttpClient, ReportsWhatIsLeftOfTheScript) {
  EXPECT_NONFATAL_FAILURE(
      {
        ScriptedHttpClient http;
        http.expect("GET", "http://s/never");
      },
      "expected a request that was not sent: GET http://s/never");
  ScriptedHttpClient http;
  http.expect("GET", "http://s/never");
  EXPECT_NONFATAL_FAILURE(http.verify(), "GET http://s/never");
}

TEST(ScriptedHttpClient, KeepsNoMoreThanMaxBody) {
  ScriptedHttpClient http;
  const TestCallContext context;
  HttpRequest request = get("http://s/");
  request.max_body = 4;
  http.expect("GET", "http://s/").respond(200, "1234");
  const HttpResponse whole = http.send(request, nullptr, context);
  EXPECT_EQ(whole.body, "1234");
  EXPECT_FALSE(whole.cut_short);
  http.expect("GET", "http://s/").respond(200, "12345");
  const HttpResponse cut = http.send(request, nullptr, context);
  EXPECT_EQ(cut.body, "1234");
  EXPECT_TRUE(cut.cut_short);
}

TEST(ScriptedHttpClient, WritesBodiesToSinksInPieces) {
  ScriptedHttpClient http;
  HttpRequest request = get("http://s/");
  request.max_body = 1;  // does not count for a sink
  http.expect("GET", "http://s/").respond(200, "1234567").in_pieces_of(3);
  PieceSink sink;
  const HttpResponse response = http.send(request, &sink, TestCallContext());
  EXPECT_THAT(sink.pieces, ElementsAre("123", "456", "7"));
  EXPECT_EQ(response.body, "");
  EXPECT_FALSE(response.cut_short);
}

TEST(ScriptedHttpClient, BreaksConnections) {
  ScriptedHttpClient http;
  const TestCallContext context;
  http.expect("GET", "http://s/").respond(200, "1234567").breaks_after(5).in_pieces_of(3);
  PieceSink sink;
  EXPECT_TRUE(http.send(get("http://s/"), &sink, context).cut_short);
  EXPECT_THAT(sink.pieces, ElementsAre("123", "45"));
  http.expect("GET", "http://s/").respond(200, "1234567").breaks_after(0);
  const HttpResponse kept = http.send(get("http://s/"), nullptr, context);
  EXPECT_EQ(kept.body, "");
  EXPECT_TRUE(kept.cut_short);
}

TEST(ScriptedHttpClient, LetsErrorsOfSinksPass) {
  class FullSink final : public ByteSink {
   public:
    void write(std::string_view) override { throw AdapterError(ErrorCode::kIo, "disk full"); }
  };
  ScriptedHttpClient http;
  http.expect("GET", "http://s/").respond(200, "x");
  FullSink sink;
  EXPECT_EQ(code_of([&] { http.send(get("http://s/"), &sink, TestCallContext()); }),
            ErrorCode::kIo);
}

TEST(ScriptedHttpClient, TakesTimeByTheClockOfTheCall) {
  ScriptedHttpClient http;
  TestCallContext context(1'000);
  http.expect("GET", "http://s/").takes(400);
  http.send(get("http://s/"), nullptr, context);
  EXPECT_EQ(context.time_left(), 600);
  http.expect("GET", "http://s/").takes(5'000);
  EXPECT_EQ(code_of([&] { http.send(get("http://s/"), nullptr, context); }),
            ErrorCode::kDeadlineExceeded);
  EXPECT_EQ(context.time_left(), 0);
}

TEST(ScriptedHttpClient, TimesOut) {
  ScriptedHttpClient http;
  TestCallContext context(1'000);
  HttpRequest request = get("http://s/");
  request.timeout = 300;
  http.expect("GET", "http://s/").takes(301);
  EXPECT_EQ(code_of([&] { http.send(request, nullptr, context); }), ErrorCode::kDeadlineExceeded);
  EXPECT_EQ(context.time_left(), 700);
  http.expect("GET", "http://s/").takes(300);
  EXPECT_EQ(http.send(request, nullptr, context).status, 200);
}

TEST(ScriptedHttpClient, SendsNothingInACallThatIsOver) {
  ScriptedHttpClient http;
  TestCallContext context;
  context.cancel();
  http.expect("GET", "http://s/");
  EXPECT_EQ(code_of([&] { http.send(get("http://s/"), nullptr, context); }), ErrorCode::kCancelled);
  EXPECT_THAT(http.requests(), SizeIs(0));
  EXPECT_EQ(http.send(get("http://s/"), nullptr, TestCallContext()).status, 200);
}

TEST(ScriptedHttpClient, StopsBetweenPiecesWhenTheCallIsCancelled) {
  ScriptedHttpClient http;
  TestCallContext context;
  class CancellingSink final : public ByteSink {
   public:
    explicit CancellingSink(TestCallContext& call) : call_(call) {}
    void write(std::string_view piece) override {
      received += piece;
      call_.cancel();
    }
    std::string received;

   private:
    TestCallContext& call_;
  } sink(context);
  http.expect("GET", "http://s/").respond(200, "123456").in_pieces_of(2);
  EXPECT_EQ(code_of([&] { http.send(get("http://s/"), &sink, context); }), ErrorCode::kCancelled);
  EXPECT_EQ(sink.received, "12");
}

}  // namespace
}  // namespace portside::testing
