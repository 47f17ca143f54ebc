// SPDX-License-Identifier: Apache-2.0
#include "http-processor/remote_api.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <optional>
#include <thread>

#include "error_of.hpp"
#include "portside/testing/scripted_http_client.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside::http_processor {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::Pair;
using ::testing::SizeIs;

constexpr char kType[] = "application/vnd.a+json";

class RemoteApiTest : public ::testing::Test {
 protected:
  RemoteApiTest() { config_.url = "http://rocket/api"; }

  RemoteApi& api() {
    if (!api_) api_.emplace(config_, http_);
    return *api_;
  }
  std::string get() { return api().get("artifacttype", kType, context_); }
  std::string post(std::uint64_t max_answer = 1'000) {
    return api().post("abstractmetadata", kType, "{}", max_answer, context_);
  }
  testing::ScriptedHttpClient::Exchange& expect_get() {
    return http_.expect("GET", "http://rocket/api/artifacttype");
  }
  testing::ScriptedHttpClient::Exchange& expect_post() {
    return http_.expect("POST", "http://rocket/api/abstractmetadata");
  }

  HttpProcessorConfig config_;
  testing::ScriptedHttpClient http_;
  std::optional<RemoteApi> api_;
  testing::TestCallContext context_;
};

TEST_F(RemoteApiTest, SaysWhoAsksAndWhatFor) {
  config_.authorization = "Bearer of-the-host";
  context_.set_request_id("call-17");
  expect_get()
      .with_header("Authorization", "Bearer of-the-host")
      .with_header("X-Request-Id", "call-17")
      .with_header("X-Artifact-Media-Type", kType)
      .with_header("Accept", "application/json")
      .respond(200, "{}");
  EXPECT_EQ(get(), "{}");
  const HttpRequest request = http_.requests().front();
  EXPECT_EQ(request.timeout, 5'000);
  EXPECT_FALSE(request.idempotent);
}

TEST_F(RemoteApiTest, LeavesOutWhatIsNotThere) {
  config_.authorization_header = "X-Api-Key";
  expect_get().respond(200, "{}");
  api().get("artifacttype", "", context_);
  EXPECT_THAT(http_.requests().front().headers, SizeIs(2));
}

TEST_F(RemoteApiTest, UsesTheHeaderOfTheConfiguration) {
  config_.authorization_header = "X-Api-Key";
  config_.authorization = "k3y";
  expect_post().with_header("X-Api-Key", "k3y").with_header("Content-Type", "application/json");
  post();
  EXPECT_EQ(http_.requests().front().timeout, 30'000);
  EXPECT_EQ(http_.requests().front().max_body, 1'000U);
}

TEST_F(RemoteApiTest, KeepsTheQueryOfTheUrl) {
  config_.query = "tenant=a";
  config_.send_media_type_query = true;
  http_
      .expect("GET", "http://rocket/api/artifacttype?tenant=a&mediaType=application%2Fvnd.a%2Bjson")
      .respond(200, "{}");
  get();
  http_.expect("POST", "http://rocket/api/abstractmetadata?tenant=a");
  post();
}

TEST_F(RemoteApiTest, CanSayTheMediaTypeInTheQuery) {
  config_.send_media_type_query = true;
  http_.expect("GET", "http://rocket/api/artifacttype?mediaType=application%2Fvnd.a%2Bjson")
      .respond(200, "{}");
  get();
  expect_get().respond(200, "{}");
  api().get("artifacttype", "", context_);
}

TEST_F(RemoteApiTest, WantsAnAnswerToAGet) {
  expect_get().respond(204);
  EXPECT_EQ(testing::code_of([this] { get(); }), ErrorCode::kScannerBadAnswer);
  expect_get().respond(200, " \n");
  EXPECT_EQ(testing::code_of([this] { get(); }), ErrorCode::kScannerBadAnswer);
  expect_post().respond(204);
  EXPECT_EQ(post(), "");
}

TEST_F(RemoteApiTest, RepeatsWhatMayPass) {
  expect_post().respond(503);
  expect_post().fail(AdapterError(ErrorCode::kScannerUnreachable, "reset"));
  expect_post().respond(200, "{}");
  EXPECT_EQ(post(), "{}");
  EXPECT_THAT(context_.waits(), ElementsAre(AllOf(Ge(200), Le(250)), AllOf(Ge(400), Le(500))));
}

TEST_F(RemoteApiTest, GivesUpAfterSoManyRetries) {
  for (int i = 0; i < 3; ++i) expect_get().respond(429);
  EXPECT_EQ(testing::code_of([this] { get(); }), ErrorCode::kScannerRateLimited);
}

TEST_F(RemoteApiTest, CanBeToldToRepeatNothing) {
  config_.retries = 0;
  expect_get().respond(503);
  EXPECT_EQ(testing::code_of([this] { get(); }), ErrorCode::kScannerUnavailable);
}

TEST_F(RemoteApiTest, RepeatsA500Once) {
  expect_post().respond(500);
  expect_post().respond(500);
  EXPECT_EQ(testing::code_of([this] { post(); }), ErrorCode::kScannerUnavailable);
}

TEST_F(RemoteApiTest, RepeatsNothingThatStays) {
  for (const std::int32_t status : {302, 400, 401, 404, 409, 413, 422, 501}) {
    expect_post().respond(status);
    EXPECT_FALSE(testing::error_of([this] { post(); }).can_retry) << status;
  }
  expect_post().fail(AdapterError(ErrorCode::kScannerUnreachable, "certificate").no_retry());
  EXPECT_EQ(testing::code_of([this] { post(); }), ErrorCode::kScannerUnreachable);
  EXPECT_THAT(context_.waits(), IsEmpty());
}

TEST_F(RemoteApiTest, WaitsAsLongAsTheServiceWants) {
  expect_post().respond(503, "", {{"Retry-After", "3"}});
  expect_post().respond(200, "{}");
  post();
  EXPECT_THAT(context_.waits(), ElementsAre(3'000));
}

TEST_F(RemoteApiTest, LeavesALongerPauseToTheCaller) {
  expect_post().respond(503, "", {{"Retry-After", "11"}});
  const AdapterError error = testing::error_of([this] { post(); });
  EXPECT_EQ(error.retry_after, 11'000);
  context_.advance(58'000);
  expect_post().respond(503, "", {{"Retry-After", "3"}});  // the call ends before
  EXPECT_EQ(testing::error_of([this] { post(); }).retry_after, 3'000);
  EXPECT_THAT(context_.waits(), IsEmpty());
}

TEST_F(RemoteApiTest, AsksNobodyWhomTheHostLeavesAlone) {
  AdapterError open(ErrorCode::kScannerUnreachable, "it did not answer several times in a row");
  expect_post().fail(open.retry_in(900));
  EXPECT_EQ(testing::error_of([this] { post(); }).retry_after, 900);
  EXPECT_THAT(context_.waits(), IsEmpty());
}

TEST_F(RemoteApiTest, TellsASlowServiceFromTheEndOfTheCall) {
  config_.retries = 0;
  expect_post().takes(30'001);
  const AdapterError slow = testing::error_of([this] { post(); });
  EXPECT_EQ(slow.code, ErrorCode::kScannerUnreachable);
  EXPECT_TRUE(slow.can_retry);
  expect_post().takes(30'000);
  EXPECT_EQ(testing::code_of([this] { post(); }), ErrorCode::kDeadlineExceeded);
}

TEST_F(RemoteApiTest, EndsWithTheCall) {
  context_.on_wait([this](Millis) { context_.cancel(); });
  expect_post().respond(503);
  EXPECT_EQ(testing::code_of([this] { post(); }), ErrorCode::kCancelled);
}

TEST_F(RemoteApiTest, BoundsAnswers) {
  expect_post().respond(200, std::string(1'000, 'x'));
  EXPECT_EQ(post(1'000).size(), 1'000U);
  expect_post().respond(200, std::string(1'001, 'x'));
  const AdapterError error = testing::error_of([this] { post(1'000); });
  EXPECT_EQ(error.code, ErrorCode::kTooLarge);
  EXPECT_THAT(error.message, HasSubstr("more than 1000 bytes"));
}

TEST_F(RemoteApiTest, RepeatsAnAnswerThatWasCutShort) {
  for (int i = 0; i < 3; ++i) expect_post().respond(200, R"({"Artifact":null})").breaks_after(5);
  const AdapterError error = testing::error_of([this] { post(); });
  EXPECT_EQ(error.code, ErrorCode::kScannerBadAnswer);
  EXPECT_TRUE(error.can_retry);
}

TEST_F(RemoteApiTest, LetsOthersGoOnWhileItPauses) {
  config_.max_concurrency = 1;
  config_.get_timeout = 0;
  const testing::TestCallContext other;
  std::string meanwhile;
  context_.on_wait([&](Millis) { meanwhile = api().get("artifacttype", kType, other); });
  expect_post().respond(503);
  expect_get().respond(200, "{}");
  expect_post().respond(200, R"({"Artifact":null})");
  EXPECT_EQ(post(), R"({"Artifact":null})");
  EXPECT_EQ(meanwhile, "{}");
}

TEST_F(RemoteApiTest, WaitsForItsTurnNoLongerThanForAnAnswer) {
  config_.max_concurrency = 1;
  config_.get_timeout = 0;
  std::optional<AdapterError> crowded;
  const testing::TestCallContext other;
  context_.on_wait([&](Millis) {
    crowded = testing::error_of([&] { api().get("artifacttype", kType, other); });
  });
  expect_post().takes(1'000).respond(200, "{}");
  EXPECT_EQ(post(), "{}");
  ASSERT_TRUE(crowded);
  EXPECT_EQ(crowded->code, ErrorCode::kOverloaded);
  EXPECT_TRUE(crowded->can_retry);
  EXPECT_THAT(crowded->message, HasSubstr("max_concurrency"));
}

TEST_F(RemoteApiTest, NamesARequestOnOneLine) {
  context_.set_request_id("a\nb");
  expect_get().with_header("X-Request-Id", "-").respond(200, "{}");
  get();
}

TEST_F(RemoteApiTest, TakesADateToComeBackAt) {
  expect_post().respond(503, "",
                        {{"Retry-After", "Wed, 21 Oct 2026 07:28:03 GMT"},
                         {"Date", "Wed, 21 Oct 2026 07:28:00 GMT"}});
  expect_post().respond(200, "{}");
  post();
  EXPECT_THAT(context_.waits(), ElementsAre(3'000));
}

/// Counts who is inside at once.
class CountingClient final : public HttpClient {
 public:
  HttpResponse send(const HttpRequest&, ByteSink*, const CallContext&) override {
    const int now = ++inside_;
    int most = most_;
    while (now > most && !most_.compare_exchange_weak(most, now)) {
    }
    std::this_thread::yield();
    --inside_;
    HttpResponse response;
    response.status = 200;
    response.body = "{}";
    return response;
  }
  int most() const { return most_; }

 private:
  std::atomic<int> inside_{0};
  std::atomic<int> most_{0};
};

TEST(RemoteApiConcurrency, IsLimited) {
  HttpProcessorConfig config;
  config.url = "http://rocket";
  config.max_concurrency = 2;
  CountingClient http;
  RemoteApi api(config, http);
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&api] {
      const testing::TestCallContext context;
      for (int turn = 0; turn < 200; ++turn) api.get("artifacttype", "", context);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(http.most(), 2);
  EXPECT_GE(http.most(), 1);
}

TEST(CallSlotsTest, GiveUpWaitingWhenTheCallEnds) {
  CallSlots slots(1);
  testing::TestCallContext context;
  const CallSlots::Place first(slots, 0, context);
  EXPECT_EQ(testing::code_of([&] { const CallSlots::Place second(slots, 0, context); }),
            ErrorCode::kOverloaded);
  context.cancel();
  EXPECT_EQ(testing::code_of([&] { const CallSlots::Place second(slots, 60'000, context); }),
            ErrorCode::kCancelled);
}

}  // namespace
}  // namespace portside::http_processor
