// SPDX-License-Identifier: Apache-2.0
//
// Steps that await a request, against a real server.
#include <atomic>

#include "raw_server.hpp"
#include "scan_fixture.hpp"

namespace portside {
namespace {

using ::testing::_;
using testing::done;
using testing::Gate;
using ::testing::HasSubstr;
using testing::RawServer;
using testing::RecordedRequest;
using ::testing::Return;
using testing::ScanFixture;

class AwaitedRequestTest : public ScanFixture {
 protected:
  AwaitedRequestTest() {
    options_.now = nullptr;
    ON_CALL(mock_, configure).WillByDefault([this](const Json&, HostServices& host) {
      HttpOptions options;
      options.origins = {server_.url()};
      host.http(options);
    });
  }

  HttpRequest request(const std::string& path = "/index") const {
    HttpRequest request;
    request.method = "POST";
    request.url = server_.url() + path;
    request.headers = {{"Authorization", "Bearer secret"}};
    request.body = "manifest";
    return request;
  }

  /// The first step awaits `request`; what the second is resumed with.
  HttpResponse resumed_with(const HttpRequest& request) {
    HttpResponse seen;
    EXPECT_CALL(mock_, scan_image).WillOnce(Return(ScanStep::pending_on(request, {"{}"})));
    EXPECT_CALL(mock_, resume_scan)
        .WillOnce([&](const ScanRequest&, const Json&, const HttpResponse* awaited, RegistryAccess&,
                      ReportSink&, const CallContext&) {
          if (awaited != nullptr) seen = *awaited;
          return done();
        });
    outcome_of(scan());
    return seen;
  }

  Gate stop_;
  Gate sent_;
  RawServer server_{[this](const RecordedRequest& request, RawServer::Exchange& exchange) {
    if (request.target == "/index") exchange.status(201, R"({"state":"IndexFinished"})");
    if (request.target == "/large") exchange.ok(std::string(100'000, 'x'));
    if (request.target == "/reset") exchange.reset();
    if (request.target == "/never") stop_.wait();
    if (request.target == "/told") {
      sent_.open();
      exchange.ok("{}");
    }
  }};
  Mock& mock_ = add_scanner("mock");
};

TEST_F(AwaitedRequestTest, ResumesWithTheAnswer) {
  const HttpResponse response = resumed_with(request());
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.body, R"({"state":"IndexFinished"})");
  ASSERT_EQ(server_.requests().size(), 1U);
  EXPECT_EQ(server_.requests().front().method, "POST");
  EXPECT_EQ(server_.requests().front().body, "manifest");
}

TEST_F(AwaitedRequestTest, IsSentAfterItsPauseWithoutAStepInBetween) {
  options_.now = [this] { return clock_.now(); };
  EXPECT_CALL(mock_, scan_image)
      .WillOnce(Return(ScanStep::pending_on_after(5'000, request(), {"{}"}, "looking again")));
  EXPECT_CALL(mock_, resume_scan)
      .WillOnce([](const ScanRequest&, const Json&, const HttpResponse* awaited, RegistryAccess&,
                   ReportSink&, const CallContext&) {
        EXPECT_EQ(awaited == nullptr ? 0 : awaited->status, 201);
        return done();
      });
  const auto scan = this->scan();
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  EXPECT_EQ(told_.all(ScanEvent::kParked).front().note, "looking again");
  pass(4'999);
  EXPECT_FALSE(scan->wait(50));
  EXPECT_EQ(server_.connections(), 0U);
  pass(1);
  outcome_of(scan);
}

TEST_F(AwaitedRequestTest, IsSentAfterItsPauseAlsoWhileAllWorkersAreBusy) {
  options_.now = [this] { return clock_.now(); };
  options_.threads = 1;
  EXPECT_CALL(mock_, scan_image)
      .WillOnce(Return(ScanStep::pending_on_after(5'000, request("/told"), {"{}"})))
      .WillOnce([&](const auto&...) {
        EXPECT_TRUE(sent_.wait()) << "while the only worker is here";
        return done();
      });
  EXPECT_CALL(mock_, resume_scan).WillOnce(Return(done()));
  const auto paused = scan(1);
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  const auto busy = scan(2);
  pass(5'000);
  outcome_of(busy);
  outcome_of(paused);
}

TEST_F(AwaitedRequestTest, IsNotSentWhenItsTimeComesBehindTheDeadline) {
  options_.now = [this] { return clock_.now(); };
  EXPECT_CALL(mock_, scan_image)
      .WillOnce(Return(ScanStep::pending_on_after(5'000, request(), {"{}"})));
  EXPECT_CALL(mock_, abandon_scan).Times(1);
  const auto scan = this->scan();
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  pass(7'200'000);
  EXPECT_EQ(error_of(scan).code, ErrorCode::kDeadlineExceeded);
  EXPECT_EQ(server_.connections(), 0U);
}

TEST_F(AwaitedRequestTest, IsMadeAnewByAnAdapterThatWasConfiguredAnewMeanwhile) {
  options_.now = [this] { return clock_.now(); };
  std::atomic<int> resumed_without_answer = 0;
  plugins_->add_scanner("fresh", [&] {
    auto mock = std::make_unique<Mock>();
    ON_CALL(*mock, configure).WillByDefault([this](const Json&, HostServices& host) {
      HttpOptions options;
      options.origins = {server_.url()};
      host.http(options);
    });
    ON_CALL(*mock, scan_image)
        .WillByDefault(Return(ScanStep::pending_on_after(5'000, request(), {"{}"})));
    ON_CALL(*mock, resume_scan)
        .WillByDefault([&](const ScanRequest&, const Json&, const HttpResponse* awaited,
                           RegistryAccess&, ReportSink&, const CallContext&) {
          if (awaited == nullptr) ++resumed_without_answer;
          return done();
        });
    return mock;
  });
  // At once when it is told that the scan is parked.
  options_.on_progress = [this](const ScanOrder& order, const ScanProgress& progress) {
    if (progress.event == ScanEvent::kParked) {
      Config changed;
      changed.adapters["fresh"] = R"({"password":"another"})";
      plugins_->apply(changed);
    }
    told_.add(order, progress);
  };
  const auto scan = service().scan(order(1, "fresh"));
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  pass(5'000);
  outcome_of(scan);
  EXPECT_EQ(resumed_without_answer, 1);
  EXPECT_EQ(server_.connections(), 0U);
}

TEST_F(AwaitedRequestTest, IsNotSentWhenTheScanIsCancelledBefore) {
  EXPECT_CALL(mock_, scan_image)
      .WillOnce(Return(ScanStep::pending_on_after(3'600'000, request(), {"{}"})));
  EXPECT_CALL(mock_, abandon_scan).Times(1);
  const auto scan = this->scan();
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  scan->cancel();
  EXPECT_EQ(error_of(scan).code, ErrorCode::kCancelled);
  EXPECT_EQ(server_.connections(), 0U);
}

/// Also while they are about to be sent.
TEST_F(AwaitedRequestTest, EndsWithPausesThatAreOver) {
  constexpr int kScans = 60;
  options_.now = [this] { return clock_.now(); };
  options_.max_scans_per_adapter = kScans;
  EXPECT_CALL(mock_, scan_image)
      .Times(kScans)
      .WillRepeatedly(Return(ScanStep::pending_on_after(5'000, request("/never"), {"{}"})));
  EXPECT_CALL(mock_, resume_scan).Times(0);
  std::vector<std::shared_ptr<Scan>> scans;
  for (int i = 1; i <= kScans; ++i) scans.push_back(scan(i));
  ASSERT_TRUE(told_.wait(ScanEvent::kParked, kScans));
  pass(5'000);
  for (int i = 0; i < kScans; i += 2) scans[static_cast<std::size_t>(i)]->cancel();
  service_.reset();
  for (const auto& scan : scans) EXPECT_EQ(error_of(scan).code, ErrorCode::kCancelled);
  stop_.open();
}

TEST_F(AwaitedRequestTest, IsNotSentBehindTheDeadline) {
  plugins_->prepare("mock");
  EXPECT_CALL(mock_, scan_image)
      .WillOnce(Return(ScanStep::pending_on_after(3'600'000, request(), {"{}"})));
  EXPECT_CALL(mock_, abandon_scan).Times(1);
  ScanOrder order = this->order();
  order.deadline = 1'000;
  EXPECT_EQ(error_of(service().scan(order)).code, ErrorCode::kDeadlineExceeded);
  EXPECT_EQ(server_.connections(), 0U);
}

TEST_F(AwaitedRequestTest, KeepsNoMoreOfTheBodyThanWasAskedFor) {
  HttpRequest large = request("/large");
  large.max_body = 1'000;
  const HttpResponse response = resumed_with(large);
  EXPECT_EQ(response.body.size(), 1'000U);
  EXPECT_TRUE(response.cut_short);
}

TEST_F(AwaitedRequestTest, KeepsNoMoreOfTheBodyThanTheHostAllows) {
  options_.max_awaited_body = 2'000;
  HttpRequest large = request("/large");
  large.max_body = 1'000'000'000'000;
  const HttpResponse response = resumed_with(large);
  EXPECT_EQ(response.body.size(), 2'000U);
  EXPECT_TRUE(response.cut_short);
}

TEST_F(AwaitedRequestTest, ResumesWithStatusZeroWhenNoAnswerComes) {
  const HttpResponse response = resumed_with(request("/reset"));
  EXPECT_EQ(response.status, 0);
  EXPECT_THAT(response.extra.text, HasSubstr(R"({"can_retry":true,"error":")"));
  EXPECT_THAT(response.extra.text, HasSubstr("cannot be reached"));
}

TEST_F(AwaitedRequestTest, ResumesWithStatusZeroWhenTheAnswerTakesTooLong) {
  HttpRequest never = request("/never");
  never.timeout = 30;
  const HttpResponse response = resumed_with(never);
  stop_.open();
  EXPECT_EQ(response.status, 0);
  EXPECT_THAT(response.extra.text, HasSubstr("did not answer"));
}

TEST_F(AwaitedRequestTest, IsResumedWithoutTheAnswerAfterAFailure) {
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(ScanStep::pending_on(request(), {"{}"})));
  options_.first_pause = 1;
  EXPECT_CALL(mock_, resume_scan)
      .WillOnce([](const ScanRequest&, const Json&, const HttpResponse* awaited, RegistryAccess&,
                   ReportSink&, const CallContext&) -> ScanStep {
        EXPECT_NE(awaited, nullptr);
        throw AdapterError(ErrorCode::kRegistryUnavailable, "not now");
      })
      .WillOnce([](const ScanRequest&, const Json&, const HttpResponse* awaited, RegistryAccess&,
                   ReportSink&, const CallContext&) {
        EXPECT_EQ(awaited, nullptr);
        return done();
      });
  outcome_of(scan());
}

TEST_F(AwaitedRequestTest, GivesUpWhenEveryAnswerIsAFailure) {
  options_.first_pause = 1;
  options_.attempts = 3;
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(ScanStep::pending_on(request(), {"{}"})));
  EXPECT_CALL(mock_, resume_scan)
      .WillRepeatedly([this](const ScanRequest&, const Json& continuation,
                             const HttpResponse* awaited, RegistryAccess&, ReportSink&,
                             const CallContext&) {
        if (awaited == nullptr) return ScanStep::pending_on(request(), continuation);
        throw AdapterError(ErrorCode::kScannerUnavailable, "its database is down");
      });
  EXPECT_EQ(error_of(scan()).code, ErrorCode::kScannerUnavailable);
  EXPECT_EQ(server_.requests().size(), 3U);
}

TEST_F(AwaitedRequestTest, SendsNothingToOriginsThatTheAdapterDidNotName) {
  HttpRequest elsewhere = request();
  elsewhere.url = "http://localhost:" + std::to_string(server_.port()) + "/index";
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(ScanStep::pending_on(elsewhere, {"{}"})));
  EXPECT_CALL(mock_, resume_scan).Times(0);
  EXPECT_CALL(mock_, abandon_scan).Times(1);
  const AdapterError error = error_of(scan());
  EXPECT_EQ(error.code, ErrorCode::kPluginContract);
  EXPECT_THAT(error.message, HasSubstr("http://localhost:"));
  EXPECT_EQ(server_.connections(), 0U);
}

TEST_F(AwaitedRequestTest, HoldsNoThreadWhileManyAreAwaited) {
  constexpr int kScans = 40;
  options_.threads = 2;
  options_.max_scans_per_adapter = kScans;
  EXPECT_CALL(mock_, scan_image)
      .Times(kScans)
      .WillRepeatedly(Return(ScanStep::pending_on(request("/never"), {"{}"})));
  EXPECT_CALL(mock_, resume_scan).Times(0);
  EXPECT_CALL(mock_, abandon_scan).Times(kScans);
  std::vector<std::shared_ptr<Scan>> scans;
  for (int i = 1; i <= kScans; ++i) scans.push_back(scan(i));
  ASSERT_TRUE(told_.wait(ScanEvent::kParked, kScans));
  for (const auto& scan : scans) scan->cancel();
  for (const auto& scan : scans) EXPECT_EQ(error_of(scan).code, ErrorCode::kCancelled);
  stop_.open();
}

TEST_F(AwaitedRequestTest, EndsWithRequestsUnderWay) {
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(ScanStep::pending_on(request("/never"), {"{}"})));
  EXPECT_CALL(mock_, abandon_scan).Times(1);
  const auto scan = this->scan();
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  service_.reset();
  EXPECT_EQ(error_of(scan).code, ErrorCode::kCancelled);
  stop_.open();
}

TEST_F(AwaitedRequestTest, EndsTheScanAtItsDeadline) {
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(ScanStep::pending_on(request("/never"), {"{}"})));
  EXPECT_CALL(mock_, abandon_scan).Times(1);
  ScanOrder order = this->order();
  order.deadline = 100;
  const AdapterError error = error_of(service().scan(order));
  EXPECT_EQ(error.code, ErrorCode::kDeadlineExceeded);
  stop_.open();
}

/// A client that the host brought itself.
class OwnClient final : public HttpClient {
 public:
  HttpResponse send(const HttpRequest& request, ByteSink*, const CallContext& context) override {
    if (request.url.ends_with("/never")) {
      while (context.wait(60'000)) {
      }
      throw AdapterError(ErrorCode::kCancelled, "stopped");
    }
    if (request.url.ends_with("/untrusted")) {
      throw AdapterError(ErrorCode::kScannerUnreachable, "the certificate is not trusted")
          .no_retry();
    }
    HttpResponse response;
    response.status = 202;
    return response;
  }
};

class OwnClientTest : public AwaitedRequestTest {
 protected:
  OwnClientTest() {
    HostOptions options = host_options();
    options.make_http_client = [](const auto&...) { return std::make_shared<OwnClient>(); };
    plugins_ = std::make_unique<PluginRegistry>(Config{}, options);
    Mock& mock = add_scanner("own");
    EXPECT_CALL(mock, configure).WillRepeatedly([this](const Json&, HostServices& host) {
      HttpOptions http;
      http.origins = {server_.url()};
      host.http(http);
    });
    own_ = &mock;
  }
  Mock* own_ = nullptr;
};

TEST_F(OwnClientTest, IsUsedAsWell) {
  EXPECT_CALL(*own_, scan_image).WillOnce(Return(ScanStep::pending_on(request(), {"{}"})));
  EXPECT_CALL(*own_, resume_scan)
      .WillOnce([](const ScanRequest&, const Json&, const HttpResponse* awaited, RegistryAccess&,
                   ReportSink&, const CallContext&) {
        EXPECT_EQ(awaited->status, 202);
        return done();
      });
  outcome_of(service().scan(order(1, "own")));
}

/// It holds the thread that sends, which is none that others wait for.
TEST_F(OwnClientTest, SendsAfterAPauseWithoutHoldingOtherPauses) {
  options_.now = [this] { return clock_.now(); };
  EXPECT_CALL(*own_, scan_image)
      .WillOnce(Return(ScanStep::pending_on_after(5'000, request("/never"), {"{}"})))
      .WillOnce(Return(ScanStep::pending_on_after(5'001, request(), {"{}"})));
  EXPECT_CALL(*own_, resume_scan)
      .WillOnce([](const ScanRequest&, const Json&, const HttpResponse* awaited, RegistryAccess&,
                   ReportSink&, const CallContext&) {
        EXPECT_EQ(awaited == nullptr ? 0 : awaited->status, 202);
        return done();
      });
  const auto held = service().scan(order(1, "own"));
  ASSERT_TRUE(told_.wait(ScanEvent::kParked, 1));
  const auto other = service().scan(order(2, "own"));
  ASSERT_TRUE(told_.wait(ScanEvent::kParked, 2));
  pass(5'000);
  pass(1);
  outcome_of(other);
  EXPECT_FALSE(held->wait(0));
  held->cancel();
  EXPECT_EQ(error_of(held).code, ErrorCode::kCancelled);
}

TEST_F(OwnClientTest, IsNotGivenAUrlThatWouldBreakARequest) {
  HttpRequest broken = request("/index\r\nX-Other: header");
  EXPECT_CALL(*own_, scan_image).WillOnce(Return(ScanStep::pending_on(broken, {"{}"})));
  EXPECT_EQ(error_of(service().scan(order(1, "own"))).code, ErrorCode::kPluginContract);
}

TEST_F(OwnClientTest, SaysWhenNoRepetitionHelps) {
  EXPECT_CALL(*own_, scan_image)
      .WillOnce(Return(ScanStep::pending_on(request("/untrusted"), {"{}"})));
  EXPECT_CALL(*own_, resume_scan)
      .WillOnce([](const ScanRequest&, const Json&, const HttpResponse* awaited, RegistryAccess&,
                   ReportSink&, const CallContext&) {
        EXPECT_EQ(awaited->status, 0);
        EXPECT_EQ(awaited->extra.text,
                  R"({"can_retry":false,"error":"the certificate is not trusted"})");
        return done();
      });
  outcome_of(service().scan(order(1, "own")));
}

TEST_F(OwnClientTest, IsCancelledWithTheScan) {
  EXPECT_CALL(*own_, scan_image).WillOnce(Return(ScanStep::pending_on(request("/never"), {"{}"})));
  EXPECT_CALL(*own_, abandon_scan).Times(1);
  const auto scan = service().scan(order(1, "own"));
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  scan->cancel();
  EXPECT_EQ(error_of(scan).code, ErrorCode::kCancelled);
}

}  // namespace
}  // namespace portside
