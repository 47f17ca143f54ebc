// SPDX-License-Identifier: Apache-2.0
#include "http-processor/answer_cache.hpp"

#include <gmock/gmock.h>

#include <future>
#include <thread>

#include "error_of.hpp"
#include "portside/testing/scripted_host_services.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside::http_processor {
namespace {

using ::testing::ElementsAre;

constexpr char kService[] = "http://rocket";
constexpr Millis kFresh = 300'000;
constexpr Millis kStale = 86'400'000;

class AnswerCacheTest : public ::testing::Test {
 protected:
  Words get(AnswerCache& cache, Keep keep = Keep::kInState) {
    return cache.get(
        "artifacttype a/b", keep, [this] { return ask(); }, context_);
  }
  Words get() { return get(cache_); }

  Words ask() {
    ++asked_;
    if (error_) throw AdapterError(*error_);
    return {"answer " + std::to_string(asked_)};
  }
  void fail(ErrorCode code = ErrorCode::kScannerUnreachable) { error_.emplace(code, "down"); }

  testing::ScriptedHostServices host_;
  testing::TestCallContext context_;
  AnswerCache cache_{kService, kFresh, kStale, host_};
  std::optional<AdapterError> error_;
  int asked_ = 0;
};

TEST_F(AnswerCacheTest, AsksOnceInAWhile) {
  for (int i = 0; i < 1'000; ++i) EXPECT_THAT(get(), ElementsAre("answer 1"));
  host_.clock().advance(kFresh - 1);
  EXPECT_THAT(get(), ElementsAre("answer 1"));
  host_.clock().advance(1);
  EXPECT_THAT(get(), ElementsAre("answer 2"));
  EXPECT_EQ(host_.key_values().writes(), 2U);
}

TEST_F(AnswerCacheTest, KeepsAnOldAnswerWhileAskingFails) {
  get();
  fail();
  host_.clock().advance(kFresh);
  EXPECT_THAT(get(), ElementsAre("answer 1"));
  EXPECT_THAT(get(), ElementsAre("answer 1"));
  EXPECT_EQ(asked_, 2);  // not again so soon
  host_.clock().advance(10'000);
  EXPECT_THAT(get(), ElementsAre("answer 1"));
  EXPECT_EQ(asked_, 3);
  host_.clock().advance(kStale - kFresh - 10'000);
  EXPECT_EQ(testing::code_of([this] { get(); }), ErrorCode::kScannerUnreachable);
}

TEST_F(AnswerCacheTest, RemembersForAWhileThatAskingFailed) {
  fail();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(testing::code_of([this] { get(); }), ErrorCode::kScannerUnreachable);
  }
  EXPECT_EQ(asked_, 1);
  host_.clock().advance(10'000);
  error_.reset();
  EXPECT_THAT(get(), ElementsAre("answer 2"));
}

TEST_F(AnswerCacheTest, OutlivesTheProcess) {
  get();
  AnswerCache next(kService, kFresh, kStale, host_);
  EXPECT_THAT(get(next), ElementsAre("answer 1"));
  host_.clock().advance(kFresh);
  fail();
  AnswerCache later(kService, kFresh, kStale, host_);
  EXPECT_THAT(get(later), ElementsAre("answer 1"));
}

TEST_F(AnswerCacheTest, DoesNotAnswerForAnotherService) {
  get();
  AnswerCache other("http://rocket.new", kFresh, kStale, host_);
  EXPECT_THAT(get(other), ElementsAre("answer 2"));
  AnswerCache back(kService, kFresh, kStale, host_);
  fail();
  EXPECT_EQ(testing::code_of([&] { get(back); }), ErrorCode::kScannerUnreachable);
}

TEST_F(AnswerCacheTest, TellsWhyThereIsNoAnswer) {
  const std::string name = "artifacttype a/b";
  EXPECT_FALSE(cache_.failure_of(name)) << "nobody has asked";
  get();
  fail();
  host_.clock().advance(kFresh);
  get();
  EXPECT_FALSE(cache_.failure_of(name)) << "the old one does";
  host_.clock().advance(kStale);
  testing::code_of([this] { get(); });
  EXPECT_EQ(cache_.failure_of(name)->code, ErrorCode::kScannerUnreachable);
  host_.clock().advance(10'000);
  EXPECT_FALSE(cache_.failure_of(name)) << "it would be asked for again";
}

TEST_F(AnswerCacheTest, StoresNothingWhereThatIsNotWanted) {
  get(cache_, Keep::kInMemory);
  EXPECT_EQ(host_.key_values().writes(), 0U);
  AnswerCache next(kService, kFresh, kStale, host_);
  EXPECT_THAT(get(next, Keep::kInMemory), ElementsAre("answer 2"));
}

TEST_F(AnswerCacheTest, AsksAgainWhenWhatIsStoredIsNoAnswer) {
  for (const char* stored : {"", "{", "[]", R"({"words":["a"],"at":1})",
                             R"({"service":"http://rocket","words":5,"at":1})",
                             R"({"service":"http://rocket","words":["a"]})",
                             R"({"service":"http://rocket","words":["a"],"at":99999999999999})"}) {
    host_.key_values().write({{"answer/artifacttype a/b", stored}});
    AnswerCache cache(kService, kFresh, kStale, host_);
    asked_ = 0;
    EXPECT_THAT(get(cache), ElementsAre("answer 1")) << stored;
  }
}

TEST_F(AnswerCacheTest, TakesAnswersOfTheFutureForOld) {
  get();
  host_.clock().advance(-1);
  EXPECT_THAT(get(), ElementsAre("answer 2"));
}

TEST_F(AnswerCacheTest, DoesNotTakeTheEndOfACallForAFailure) {
  get();
  host_.clock().advance(kFresh);
  fail(ErrorCode::kCancelled);
  context_.cancel();
  EXPECT_EQ(testing::code_of([this] { get(); }), ErrorCode::kCancelled);
  testing::TestCallContext next;
  error_.reset();
  EXPECT_THAT(cache_.get(
                  "artifacttype a/b", Keep::kInState, [this] { return ask(); }, next),
              ElementsAre("answer 3"));
}

TEST_F(AnswerCacheTest, LetsOthersGoOnWithTheOldAnswerWhileOneAsks) {
  get();
  host_.clock().advance(kFresh);
  std::promise<void> asking;
  std::promise<void> go_on;
  std::thread slow([&] {
    const auto ask = [&]() -> Words {
      asking.set_value();
      go_on.get_future().wait();
      return {"new"};
    };
    EXPECT_THAT(cache_.get("artifacttype a/b", Keep::kInState, ask, context_), ElementsAre("new"));
  });
  asking.get_future().wait();
  EXPECT_THAT(get(), ElementsAre("answer 1"));
  go_on.set_value();
  slow.join();
  EXPECT_THAT(get(), ElementsAre("new"));
  EXPECT_EQ(asked_, 1);
}

TEST_F(AnswerCacheTest, AsksAgainAfterAnExceptionOfAnotherKind) {
  const auto fall = []() -> Words { throw std::runtime_error("no memory"); };
  EXPECT_THROW(cache_.get("artifacttype a/b", Keep::kInState, fall, context_), std::runtime_error);
  EXPECT_THAT(get(), ElementsAre("answer 1"));
}

TEST_F(AnswerCacheTest, ForgetsTheOldestOfTooMany) {
  const auto get_named = [this](int number) {
    host_.clock().advance(1);
    return cache_.get(
        std::to_string(number), Keep::kInMemory, [this] { return ask(); }, context_);
  };
  for (int i = 0; i < 257; ++i) get_named(i);
  asked_ = 0;
  get_named(256);
  get_named(1);
  EXPECT_EQ(asked_, 0);
  get_named(0);
  EXPECT_EQ(asked_, 1);
}

}  // namespace
}  // namespace portside::http_processor
