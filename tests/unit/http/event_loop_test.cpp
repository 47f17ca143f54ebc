// SPDX-License-Identifier: Apache-2.0
// Requests that hold no thread.
#include "http/event_loop.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <latch>
#include <set>
#include <thread>

#include "http/client.hpp"
#include "raw_server.hpp"
#include "string_sink.hpp"

namespace portside::http {
namespace {

using ::testing::HasSubstr;
using testing::RawServer;
using testing::RecordedRequest;
using ::testing::SizeIs;

using ServerExchange = RawServer::Exchange;

/// Keeps what requests ended with.
class Results {
 public:
  OnEnd next() {
    return [this](AsyncResult result) {
      const std::scoped_lock lock(mutex_);
      results_.push_back(std::move(result));
      changed_.notify_all();
    };
  }

  std::vector<AsyncResult> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return results_.size() >= count; });
    return results_;
  }

  AsyncResult wait() { return wait_for(1).front(); }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<AsyncResult> results_;
};

class EventLoopTest : public ::testing::Test {
 protected:
  Client& client(const RawServer& server) {
    ClientOptions options;
    options.http.origins = {server.url()};
    options.loop = loop_;
    return client_.emplace(std::move(options));
  }

  static HttpRequest get(const RawServer& server, const std::string& path = "/") {
    HttpRequest request;
    request.url = server.url() + path;
    return request;
  }

  std::shared_ptr<EventLoop> loop_ = std::make_shared<EventLoop>();
  Results results_;
  std::optional<Client> client_;
};

TEST_F(EventLoopTest, BringsAnAnswer) {
  RawServer server(
      [](const auto&, ServerExchange& exchange) { exchange.ok("yes", "X-Back: 2\r\n"); });
  HttpRequest request = get(server, "/path?q=1");
  request.method = "POST";
  request.body = std::string(100'000, 'b');
  AsyncOptions options;
  options.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  client(server).start(request, options, results_.next());
  const AsyncResult result = results_.wait();
  EXPECT_FALSE(result.error);
  EXPECT_EQ(result.response.status, 200);
  EXPECT_EQ(result.response.body, "yes");
  EXPECT_FALSE(result.response.cut_short);
  const RecordedRequest seen = server.requests().at(0);
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.target, "/path?q=1");
  EXPECT_EQ(seen.body, request.body);
  EXPECT_EQ(seen.header("traceparent"), options.traceparent);
}

TEST_F(EventLoopTest, NothingOfARequestIsInTheNext) {
  RawServer server([](const auto& seen, ServerExchange& exchange) { exchange.ok(seen.target); });
  Client& client = this->client(server);
  HttpRequest request = get(server, "/first/./path");
  request.method = "PATCH";
  request.headers = {{"X-One", "1"}};
  request.body = "body";
  client.start(request, {}, results_.next());
  results_.wait_for(1);
  client.start(get(server, "/second"), {}, results_.next());
  EXPECT_EQ(results_.wait_for(2).back().response.body, "/second");
  const RecordedRequest last = server.requests().back();
  EXPECT_EQ(last.method, "GET");
  EXPECT_EQ(last.body, "");
  EXPECT_EQ(last.headers.count("x-one") + last.headers.count("content-length"), 0U);
  EXPECT_EQ(server.connections(), 1U);
}

/// libcurl counts repetitions for the life of a handle, and gives up at five.
TEST_F(EventLoopTest, ConnectionsMayBreakAnyNumberOfTimes) {
  std::set<std::string> broken;
  RawServer server([&](const auto& seen, ServerExchange& exchange) {
    if (seen.target != "/ok" && broken.insert(seen.target).second) return exchange.close();
    exchange.ok("x");
  });
  const auto transport = std::make_shared<const Transport>();
  for (int i = 0; i < 8; ++i) {
    for (const std::string& path : {std::string("/ok"), "/" + std::to_string(i)}) {
      auto request = std::make_shared<HttpRequest>(get(server, path));
      request->idempotent = true;
      std::promise<Attempt> ended;
      loop_->start(
          {.transport = transport, .request = request, .origin = server.url(), .limit = 60'000},
          [&](Attempt attempt, const auto&) { ended.set_value(std::move(attempt)); });
      const Attempt attempt = ended.get_future().get();
      EXPECT_EQ(attempt.end, Attempt::End::kAnswered) << path << ": " << attempt.reason;
    }
  }
}

/// The loop may be late.
TEST_F(EventLoopTest, ARequestWhoseTimeIsOverBeforeItBeginsIsOverdue) {
  RawServer server([](const auto&, ServerExchange& exchange) { exchange.ok("x"); });
  Client& client = this->client(server);
  std::latch holds(1);
  std::latch held(1);
  loop_->sleep(0, [&](Attempt, const auto&) {
    holds.count_down();
    held.wait();
  });
  holds.wait();
  client.start(get(server), {.limit = 1}, results_.next());
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  held.count_down();
  const AsyncResult result = results_.wait();
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->code, ErrorCode::kDeadlineExceeded);
}

TEST_F(EventLoopTest, WaitsForManyAtOnce) {
  constexpr std::size_t kCount = Shard::kMaxTransfers + 50;
  std::latch all_there(kCount);
  RawServer server([&](const RecordedRequest& request, ServerExchange& exchange) {
    all_there.arrive_and_wait();
    exchange.ok(request.target);
  });
  Client& client = this->client(server);
  for (std::size_t i = 0; i < kCount; ++i) {
    client.start(get(server, "/" + std::to_string(i)), {}, results_.next());
  }
  std::set<std::string> bodies;
  for (const AsyncResult& result : results_.wait_for(kCount)) {
    EXPECT_FALSE(result.error) << result.error->message;
    bodies.insert(result.response.body);
  }
  EXPECT_THAT(bodies, SizeIs(kCount));
}

TEST_F(EventLoopTest, KeepsConnectionsOpen) {
  RawServer server([](const auto&, ServerExchange& exchange) { exchange.ok("x"); });
  Client& client = this->client(server);
  for (std::size_t i = 1; i <= 5; ++i) {
    client.start(get(server), {}, results_.next());
    results_.wait_for(i);
  }
  EXPECT_EQ(server.connections(), 1U);
}

TEST_F(EventLoopTest, GivesTheBodyToASink) {
  const std::string body(300'000, 'x');
  RawServer server([&](const auto&, ServerExchange& exchange) { exchange.ok(body); });
  const auto sink = std::make_shared<testing::StringSink>();
  AsyncOptions options;
  options.body = sink;
  client(server).start(get(server), options, results_.next());
  EXPECT_EQ(results_.wait().response.body, "");
  EXPECT_EQ(sink->text(), body);
}

TEST_F(EventLoopTest, WhatASinkThrowsComesOut) {
  class Refusing final : public ByteSink {
    void write(std::string_view) override {
      throw AdapterError(ErrorCode::kTooLarge, "no more of this");
    }
  };
  RawServer server([](const auto&, ServerExchange& exchange) { exchange.ok("x"); });
  AsyncOptions options;
  options.body = std::make_shared<Refusing>();
  client(server).start(get(server), options, results_.next());
  const AsyncResult result = results_.wait();
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->code, ErrorCode::kTooLarge);
}

TEST_F(EventLoopTest, ADeadlineEndsTheWait) {
  std::latch over(1);
  RawServer server([&](const auto&, ServerExchange&) { over.wait(); });
  AsyncOptions options;
  options.limit = 50;
  client(server).start(get(server), options, results_.next());
  const AsyncResult result = results_.wait();
  over.count_down();
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->code, ErrorCode::kDeadlineExceeded);
  EXPECT_THAT(result.error->message, HasSubstr(server.url() + " did not answer within 50 ms"));
}

TEST_F(EventLoopTest, AnAnswerThatFallsSilentIsCutShort) {
  std::latch over(1);
  RawServer server([&](const auto&, ServerExchange& exchange) {
    exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    over.wait();
  });
  HttpRequest request = get(server);
  request.idle_timeout = 50;
  client(server).start(request, {}, results_.next());
  const AsyncResult result = results_.wait();
  over.count_down();
  EXPECT_FALSE(result.error);
  EXPECT_EQ(result.response.body, "half");
  EXPECT_TRUE(result.response.cut_short);
}

TEST_F(EventLoopTest, ACancellationEndsTheWait) {
  std::latch there(1);
  std::latch over(1);
  RawServer server([&](const auto&, ServerExchange&) {
    there.count_down();
    over.wait();
  });
  const auto call = client(server).start(get(server), {}, results_.next());
  there.wait();
  call->cancel();
  const AsyncResult result = results_.wait();
  over.count_down();
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->code, ErrorCode::kCancelled);
  call->cancel();  // it has ended: nothing happens
}

TEST_F(EventLoopTest, ACancellationEndsAPauseToo) {
  std::latch there(1);
  RawServer server([&](const auto&, ServerExchange& exchange) {
    exchange.status(503, "later", "Retry-After: 20\r\n");
    there.count_down();
  });
  HttpRequest request = get(server);
  request.idempotent = true;
  const auto call = client(server).start(request, {}, results_.next());
  there.wait();
  call->cancel();
  EXPECT_EQ(results_.wait().error.value().code, ErrorCode::kCancelled);
  EXPECT_THAT(server.requests(), SizeIs(1));
}

TEST_F(EventLoopTest, RepeatsWhatMayBeRepeated) {
  std::atomic<int> count{0};
  RawServer server([&](const auto&, ServerExchange& exchange) {
    if (++count < 3) {
      exchange.status(503, "not yet", "Retry-After: 0\r\n");
    } else {
      exchange.ok("now");
    }
  });
  HttpRequest request = get(server);
  request.idempotent = true;
  const auto sink = std::make_shared<testing::StringSink>();
  AsyncOptions options;
  options.body = sink;
  client(server).start(request, options, results_.next());
  EXPECT_EQ(results_.wait().response.status, 200);
  EXPECT_EQ(sink->text(), "now") << "nothing of the answers that were replaced";
}

TEST_F(EventLoopTest, TheLastAnswerIsTheResult) {
  RawServer server([](const auto&, ServerExchange& exchange) {
    exchange.status(429, "slow down", "Retry-After: 0\r\n");
  });
  HttpRequest request = get(server);
  client(server).start(request, {}, results_.next());
  EXPECT_EQ(results_.wait().response.status, 429);
  EXPECT_THAT(server.requests(), SizeIs(1)) << "it may not be repeated";
  request.idempotent = true;
  client_->start(request, {}, results_.next());
  const AsyncResult second = results_.wait_for(2).back();
  EXPECT_EQ(second.response.status, 429);
  EXPECT_EQ(second.response.body, "slow down");
  EXPECT_THAT(server.requests(), SizeIs(4));
}

TEST_F(EventLoopTest, NobodyThereIsAnError) {
  std::optional<RawServer> server(std::in_place, [](const auto&, ServerExchange&) {});
  Client& client = this->client(*server);
  const HttpRequest request = get(*server);
  server.reset();
  client.start(request, {}, results_.next());
  const AsyncResult result = results_.wait();
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->code, ErrorCode::kScannerUnreachable);
  EXPECT_THAT(result.error->message, HasSubstr("cannot be reached"));
}

TEST_F(EventLoopTest, AClientMayGoBeforeItsRequests) {
  std::latch there(1);
  std::latch over(1);
  RawServer server([&](const auto&, ServerExchange& exchange) {
    there.count_down();
    over.wait();
    exchange.ok("still");
  });
  client(server).start(get(server), {}, results_.next());
  there.wait();
  client_.reset();
  over.count_down();
  EXPECT_EQ(results_.wait().response.body, "still");
}

TEST_F(EventLoopTest, ItsEndCancelsWhatIsUnderWay) {
  std::latch there(2);
  std::latch over(1);
  RawServer server([&](const auto&, ServerExchange&) {
    there.count_down();
    over.wait();
  });
  Client& client = this->client(server);
  client.start(get(server), {}, results_.next());
  client.start(get(server), {}, results_.next());
  there.wait();
  client_.reset();
  loop_.reset();
  for (const AsyncResult& result : results_.wait_for(2)) {
    EXPECT_EQ(result.error.value().code, ErrorCode::kCancelled);
  }
  over.count_down();
}

TEST(EventLoop, ItsEndEndsWhatIsBegunMeanwhile) {
  auto loop = std::make_unique<EventLoop>();
  EventLoop& same = *loop;
  constexpr Millis kLong = 3'600'000;
  std::vector<Attempt::End> ends;
  loop->sleep(kLong, [&](const Attempt& first, const auto&) {
    ends.push_back(first.end);
    same.sleep(kLong, [&](const Attempt& second, const auto&) { ends.push_back(second.end); });
  });
  loop.reset();
  EXPECT_EQ(ends, (std::vector{Attempt::End::kCancelled, Attempt::End::kCancelled}));
}

TEST_F(EventLoopTest, ARefusalOfTheBreakerComesOnTheLoop) {
  std::optional<RawServer> server(std::in_place, [](const auto&, ServerExchange&) {});
  Client& client = this->client(*server);
  const HttpRequest request = get(*server);
  server.reset();
  for (std::size_t i = 1; i <= 5; ++i) {
    client.start(request, {}, results_.next());
    results_.wait_for(i);
  }
  std::promise<std::string> refused;
  client.start(request, {},
               [&](const AsyncResult& result) { refused.set_value(result.error.value().message); });
  EXPECT_THAT(refused.get_future().get(), HasSubstr("is not asked again"));
}

TEST_F(EventLoopTest, ASinkMayThrowAnything) {
  class Odd final : public ByteSink {
    void write(std::string_view) override { throw 5; }
  };
  RawServer server([](const auto&, ServerExchange& exchange) { exchange.ok("x"); });
  AsyncOptions options;
  options.body = std::make_shared<Odd>();
  client(server).start(get(server), options, results_.next());
  EXPECT_EQ(results_.wait().error.value().code, ErrorCode::kInternal);
}

TEST_F(EventLoopTest, ClientsDoNotShareConnections) {
  RawServer server([](const auto&, ServerExchange& exchange) { exchange.ok("x"); });
  client(server).start(get(server), {}, results_.next());
  results_.wait_for(1);
  ClientOptions options;
  options.http.origins = {server.url()};
  options.loop = loop_;
  Client other(options);
  other.start(get(server), {}, results_.next());
  results_.wait_for(2);
  EXPECT_EQ(server.connections(), 2U) << "the one may trust authorities that the other does not";
}

TEST_F(EventLoopTest, ManyNamesAreLookedUpAFewAtATime) {
  RawServer server([](const auto&, ServerExchange& exchange) { exchange.ok("x"); });
  const std::string origin = "http://localhost:" + std::to_string(server.port());
  ClientOptions options;
  options.http.origins = {origin};
  options.loop = loop_;
  Client client(options);
  HttpRequest request;
  request.url = origin + "/";
  constexpr std::size_t kCount = 5 * LookupGate::kMaxLookups;
  for (std::size_t i = 0; i < kCount; ++i) client.start(request, {}, results_.next());
  for (const AsyncResult& result : results_.wait_for(kCount)) EXPECT_FALSE(result.error);
}

TEST_F(EventLoopTest, RefusesAtOnceWhatMustNotBeSent) {
  RawServer server([](const auto&, ServerExchange& exchange) { exchange.ok("x"); });
  HttpRequest request = get(server);
  request.url = "http://elsewhere.example/";
  EXPECT_THROW(client(server).start(request, {}, results_.next()), AdapterError);
  Client without_loop(ClientOptions{.http = {{server.url()}, "", "", "", "", false, {}, {}}});
  EXPECT_THROW(without_loop.start(get(server), {}, results_.next()), AdapterError);
}

}  // namespace
}  // namespace portside::http
