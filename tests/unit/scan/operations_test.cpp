// SPDX-License-Identifier: Apache-2.0
//
// The operations of a service other than scans: check, forget, notify, resolve.
#include <stdexcept>
#include <thread>

#include "scan_fixture.hpp"

namespace portside {
namespace {

using ::testing::_;
using testing::code_of;
using testing::digest_number;
using ::testing::ElementsAre;
using testing::Gate;
using testing::image_number;
using ::testing::InSequence;
using ::testing::IsEmpty;
using ::testing::Return;
using testing::ScanFixture;
using ::testing::SizeIs;

class OperationsTest : public ScanFixture {
 protected:
  const CallContext& context() const { return call_.context(); }

  /// The scanner names `targets` when it is notified.
  void names(std::vector<RescanTarget> images, bool all = false) {
    RescanTargets targets;
    targets.targets = std::move(images);
    targets.all = all;
    ON_CALL(mock_, handle_notification).WillByDefault(Return(std::move(targets)));
  }
  void is_keyed(const std::string& key) {
    ON_CALL(mock_, accept_notification)
        .WillByDefault(Return(AcceptedNotification{key, {R"("token")"}}));
  }
  NotifiedTargets notify() { return service().notify("mock", {}, context()); }

  static std::vector<std::string> digests_of(const NotifiedTargets& targets) {
    std::vector<std::string> digests;
    for (const RescanTarget& target : targets.targets) digests.push_back(target.digest);
    return digests;
  }

  Call call_{{.deadline = testing::kLong}};
  Mock& mock_ = add_scanner("mock");
};

TEST_F(OperationsTest, ChecksWithWhatTheLastScanLeft) {
  stored();
  EXPECT_CALL(mock_, check_image)
      .WillOnce([](const ScanRequest& request, RegistryAccess* registry, const CallContext&) {
        EXPECT_EQ(request.previous->scan_metadata.text, R"({"n":1})");
        EXPECT_EQ(request.image.registry_url, "https://registry.test");
        EXPECT_EQ(registry->repository(), "library/test");
        ImageCheck check;
        check.verdict = CheckVerdict::kFail;
        return check;
      });
  EXPECT_EQ(service().check("mock", image_number(1), context()).verdict, CheckVerdict::kFail);
}

TEST_F(OperationsTest, ForgetsAnImageAfterTheScannerDid) {
  stored();
  ImageReference by_digest;
  by_digest.digest = digest_number(1);
  EXPECT_CALL(mock_, notify_image_deleted)
      .WillOnce([](auto&&...) { throw AdapterError(ErrorCode::kScannerUnavailable, "later"); })
      .WillOnce([](const ScanRequest& request, const CallContext&) {
        EXPECT_EQ(request.image.repository, "library/test");
        EXPECT_EQ(request.previous->scanner_version, "0.9");
      });
  EXPECT_EQ(code_of([&] { service().forget("mock", by_digest, context()); }),
            ErrorCode::kScannerUnavailable);
  EXPECT_TRUE(reports_->find(digest_number(1), "mock"));
  service().forget("mock", by_digest, context());
  EXPECT_FALSE(reports_->find(digest_number(1), "mock"));
}

TEST_F(OperationsTest, ForgetsAnImageThatIsBeingScanned) {
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(ScanStep::pending_for(1'000, {"{}"})));
  EXPECT_CALL(mock_, notify_image_deleted).Times(1);
  const auto scan = this->scan();
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  service().forget("mock", image_number(1), context());
  EXPECT_EQ(error_of(scan).code, ErrorCode::kCancelled);
}

TEST_F(OperationsTest, ForgetsOnlyAfterTheScansOfTheImageHaveEnded) {
  Gate begun;
  Gate go_on;
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(ScanStep::pending_for(1'000, {"{}"})));
  EXPECT_CALL(mock_, abandon_scan).WillOnce([&](auto&&...) {
    begun.open();
    go_on.wait();
  });
  const auto scan = this->scan();
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  EXPECT_CALL(mock_, notify_image_deleted).WillOnce([&](auto&&...) { EXPECT_TRUE(scan->wait(0)); });
  std::thread forgetting([&] { service().forget("mock", image_number(1), context()); });
  EXPECT_TRUE(begun.wait());
  go_on.open();
  forgetting.join();
}

TEST_F(OperationsTest, DoesNotWaitForScansLongerThanItsCallMay) {
  // Outlive the test, as the call may.
  const auto go_on = std::make_shared<Gate>();
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(ScanStep::pending_for(1'000, {"{}"})));
  EXPECT_CALL(mock_, abandon_scan).WillOnce([=](auto&&...) { go_on->wait(); });
  EXPECT_CALL(mock_, notify_image_deleted).Times(0);
  stored();
  const auto scan = this->scan();
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  call_.cancel();
  const AdapterError error =
      testing::error_of([&] { service().forget("mock", image_number(1), context()); });
  EXPECT_EQ(error.code, ErrorCode::kCancelled);
  EXPECT_THAT(error.message, ::testing::HasSubstr("still ends"));
  EXPECT_TRUE(reports_->find(digest_number(1), "mock"));
  go_on->open();
  error_of(scan);
}

TEST_F(OperationsTest, WorksWithoutAReportThatCannotBeRead) {
  testing::FailingStore& store = use_failing_store();
  stored();
  store.on_find = [] { throw AdapterError(ErrorCode::kMalformedData, "of version 99"); };
  EXPECT_CALL(mock_, check_image).WillOnce([](const ScanRequest& request, auto&&...) {
    EXPECT_FALSE(request.previous);
    return ImageCheck();
  });
  service().check("mock", image_number(1), context());
  EXPECT_CALL(mock_, notify_image_deleted).WillOnce([](const ScanRequest& request, auto&&...) {
    EXPECT_FALSE(request.previous);
  });
  service().forget("mock", image_number(1), context());
  store.on_find = {};
  EXPECT_FALSE(reports_->find(digest_number(1), "mock"));
}

TEST_F(OperationsTest, ThrowsNothingButItsOwnErrors) {
  use_failing_store().on_find = [] { throw std::runtime_error("no connection"); };
  const auto internal = [](const std::function<void()>& action) {
    const AdapterError error = testing::error_of(action);
    EXPECT_EQ(error.code, ErrorCode::kInternal);
    return error.message;
  };
  const ImageReference image = image_number(1);
  EXPECT_THAT(internal([&] { service().check("mock", image, context()); }),
              ::testing::HasSubstr("no connection"));
  internal([&] { service().forget("mock", image, context()); });
  internal([&] { service().rescan("mock", image.digest); });
  internal(
      [&] { service().notify("mock", {}, context(), [](const NotifiedTargets&) { throw 7; }); });
}

TEST_F(OperationsTest, AcknowledgesANotificationAfterItsTargetsAreKept) {
  stored(1);
  stored(2);
  is_keyed("key");
  names({{digest_number(2), false}, {digest_number(1), false}});
  const InSequence in_this_order;
  EXPECT_CALL(mock_, accept_notification)
      .WillOnce([](const Notification& notification) -> AcceptedNotification {
        EXPECT_EQ(notification.body, "body");
        return {"key", {R"("token")"}};
      });
  EXPECT_CALL(mock_, handle_notification);
  ::testing::MockFunction<void(const NotifiedTargets&)> store;
  EXPECT_CALL(store, Call(_)).WillOnce([](const NotifiedTargets& targets) {
    EXPECT_THAT(digests_of(targets), ElementsAre(digest_number(1), digest_number(2)));
  });
  EXPECT_CALL(mock_, acknowledge_notification).WillOnce([](const Json& token, const auto&) {
    EXPECT_EQ(token.text, R"("token")");
  });
  Notification notification;
  notification.body = "body";
  service().notify("mock", notification, context(), store.AsStdFunction());
}

TEST_F(OperationsTest, SortsOutWhatANotificationNames) {
  stored(1);
  stored(2);
  stored(3);
  names({{digest_number(1), true},
         {digest_number(2), true},
         {digest_number(2), false},
         {digest_number(9), false},
         {digest_number(9), true}});
  const NotifiedTargets targets = notify();
  ASSERT_THAT(targets.targets, SizeIs(2));
  EXPECT_EQ(targets.targets[0].digest, digest_number(1));
  EXPECT_TRUE(targets.targets[0].recheck_only);
  EXPECT_EQ(targets.targets[1].digest, digest_number(2));
  EXPECT_FALSE(targets.targets[1].recheck_only);
  EXPECT_THAT(targets.unknown, ElementsAre(digest_number(9)));
}

TEST_F(OperationsTest, TakesAllForEverythingThatHasAReport) {
  stored(1);
  stored(2);
  names({}, true);
  EXPECT_THAT(digests_of(notify()), ElementsAre(digest_number(1), digest_number(2)));
}

TEST_F(OperationsTest, HandlesANotificationOnce) {
  stored(1);
  names({{digest_number(1), false}});
  is_keyed("key");
  EXPECT_CALL(mock_, handle_notification).Times(1);
  EXPECT_THAT(notify().targets, SizeIs(1));
  const NotifiedTargets again = notify();
  EXPECT_TRUE(again.repeated);
  EXPECT_THAT(again.targets, IsEmpty());
}

TEST_F(OperationsTest, HandlesNotificationsWithoutAKeyEachTime) {
  is_keyed("");
  EXPECT_CALL(mock_, handle_notification).Times(2);
  notify();
  EXPECT_FALSE(notify().repeated);
}

TEST_F(OperationsTest, HandlesANotificationAgainWhoseTargetsWereNotKept) {
  is_keyed("key");
  EXPECT_CALL(mock_, handle_notification).Times(2);
  EXPECT_CALL(mock_, acknowledge_notification).Times(1);
  const auto full = [](const NotifiedTargets&) { throw AdapterError(ErrorCode::kIo, "full"); };
  EXPECT_EQ(code_of([&] { service().notify("mock", {}, context(), full); }), ErrorCode::kIo);
  EXPECT_FALSE(notify().repeated);
}

TEST_F(OperationsTest, RefusesANotificationThatIsBeingHandled) {
  is_keyed("key");
  const auto meanwhile = [this](const NotifiedTargets&) {
    EXPECT_EQ(code_of([this] { notify(); }), ErrorCode::kConflict);
  };
  service().notify("mock", {}, context(), meanwhile);
}

TEST_F(OperationsTest, LetsPassWhatDoesNotAuthenticate) {
  EXPECT_CALL(mock_, accept_notification).WillOnce([](const auto&) -> AcceptedNotification {
    throw AdapterError(ErrorCode::kNotificationRejected, "wrong secret");
  });
  EXPECT_CALL(mock_, handle_notification).Times(0);
  EXPECT_EQ(code_of([this] { notify(); }), ErrorCode::kNotificationRejected);
}

TEST_F(OperationsTest, ResolvesWithTheAccessOfTheAdapter) {
  images_->put_manifest(digest_number(1), "{}");
  EXPECT_EQ(code_of([&] {
              service().resolve("mock", "library/test", {.version = digest_number(1)}, context());
            }),
            ErrorCode::kRegistryBadAnswer);
  ASSERT_THAT(images_->requests(), SizeIs(1));
  EXPECT_EQ(images_->requests().front().adapter_id, "mock");
}

}  // namespace
}  // namespace portside
