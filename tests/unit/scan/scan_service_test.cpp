// SPDX-License-Identifier: Apache-2.0
//
// Many scans: limits, cancellation, threads, the end of the service.
#include <atomic>
#include <future>
#include <thread>

#include "scan_fixture.hpp"

namespace portside {
namespace {

using ::testing::_;
using testing::done;
using testing::Gate;
using ::testing::HasSubstr;
using testing::kLong;
using ::testing::Return;
using testing::ScanFixture;

/// Does not come back before `release` opens, whatever it is told.
struct StuckStep {
  std::shared_ptr<Gate> begun = std::make_shared<Gate>();
  std::shared_ptr<Gate> release = std::make_shared<Gate>();

  ScanStep operator()(const ScanRequest&, RegistryAccess&, ReportSink&, const CallContext&) const {
    begun->open();
    release->wait();
    return done();
  }
};

class ScanServiceTest : public ScanFixture {
 protected:
  /// Lets the threads of stuck steps go, and waits until they are out of the adapter.
  void let_go(const StuckStep& stuck) {
    stuck.release->open();
    EXPECT_TRUE(plugins_->shutdown(kLong));
  }

  Mock& mock_ = add_scanner("mock");
};

ScanStep parked() {
  return ScanStep::pending_for(3'600'000, {"{}"});
}

/// Waits until its call is cancelled, as a plugin should.
auto waits_for_cancellation(Gate& begun) {
  return [&begun](const ScanRequest&, RegistryAccess&, ReportSink&,
                  const CallContext& context) -> ScanStep {
    begun.open();
    while (context.wait(60'000)) {
    }
    throw AdapterError(ErrorCode::kCancelled, "stopped");
  };
}

TEST_F(ScanServiceTest, CancelsAParkedScan) {
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(parked()));
  EXPECT_CALL(mock_, abandon_scan).Times(1);
  const auto scan = this->scan();
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  scan->cancel();
  scan->cancel();
  const AdapterError error = error_of(scan);
  EXPECT_EQ(error.code, ErrorCode::kCancelled);
  EXPECT_THAT(error.message, HasSubstr("was cancelled"));
  scan->cancel();  // of one that has ended: nothing
}

TEST_F(ScanServiceTest, CancelsAStepUnderWay) {
  Gate begun;
  EXPECT_CALL(mock_, scan_image).WillOnce(waits_for_cancellation(begun));
  EXPECT_CALL(mock_, abandon_scan).Times(0);
  const auto scan = this->scan();
  ASSERT_TRUE(begun.wait());
  scan->cancel();
  EXPECT_EQ(error_of(scan).code, ErrorCode::kCancelled);
}

TEST_F(ScanServiceTest, StoresNoReportOfAScanThatWasCancelledMeanwhile) {
  Gate begun;
  Gate cancelled;
  EXPECT_CALL(mock_, scan_image).WillOnce([&](auto&&...) {
    begun.open();
    cancelled.wait();
    return done();
  });
  const auto scan = this->scan();
  ASSERT_TRUE(begun.wait());
  scan->cancel();
  cancelled.open();
  EXPECT_EQ(error_of(scan).code, ErrorCode::kCancelled);
  EXPECT_FALSE(reports_->find(testing::digest_number(1), "mock"));
}

TEST_F(ScanServiceTest, GoesOnWithoutThreadsThatStepsKeep) {
  options_.now = nullptr;
  options_.threads = 1;
  options_.attempts = 1;
  plugins_->prepare("mock");
  const StuckStep stuck;
  EXPECT_CALL(mock_, scan_image).WillOnce(stuck).WillOnce(stuck).WillRepeatedly(Return(done()));
  for (int i = 1; i <= 2; ++i) {
    ScanOrder order = this->order(i);
    order.deadline = 1'000;
    const AdapterError error = error_of(service().scan(order));
    EXPECT_EQ(error.code, ErrorCode::kDeadlineExceeded);
  }
  EXPECT_TRUE(stuck.begun->wait());
  EXPECT_TRUE(outcome_of(scan(3)).report.vulnerabilities.empty());
  EXPECT_FALSE(reports_->find(testing::digest_number(1), "mock"));
  let_go(stuck);
}

TEST_F(ScanServiceTest, EndsWhileAStepKeepsItsThread) {
  options_.threads = 1;
  const StuckStep stuck;
  EXPECT_CALL(mock_, scan_image).WillOnce(stuck);
  const auto scan = this->scan();
  ASSERT_TRUE(stuck.begun->wait());
  service_.reset();
  EXPECT_EQ(error_of(scan).code, ErrorCode::kCancelled);
  const std::weak_ptr<ReportStore> store = reports_;
  reports_.reset();
  EXPECT_TRUE(store.expired()) << "the thread of the step keeps the host's objects";
  const std::weak_ptr<ImageSource> source = images_;
  images_.reset();
  EXPECT_TRUE(source.expired());
  let_go(stuck);
}

TEST_F(ScanServiceTest, TakesNoRowsFromAStepThatWasGivenUp) {
  const StuckStep stuck;
  const auto late = std::make_shared<std::promise<ErrorCode>>();
  EXPECT_CALL(mock_, scan_image)
      .WillOnce([=](const ScanRequest& request, RegistryAccess& registry, ReportSink& sink,
                    const CallContext& context) {
        stuck(request, registry, sink, context);
        EXPECT_EQ(testing::code_of([&] { registry.credentials(context); }), ErrorCode::kCancelled);
        late->set_value(testing::code_of([&] { sink.vulnerability(testing::row("CVE-1")); }));
        return done();
      });
  const auto scan = this->scan();
  ASSERT_TRUE(stuck.begun->wait());
  scan->cancel();
  EXPECT_EQ(error_of(scan).code, ErrorCode::kCancelled);
  service_.reset();
  let_go(stuck);
  EXPECT_EQ(late->get_future().get(), ErrorCode::kCancelled);
}

TEST_F(ScanServiceTest, CancelsAScanThatWaitsForItsTurn) {
  options_.max_scans_per_adapter = 1;
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(parked()));
  const auto first = scan(1);
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  const auto second = scan(2);
  second->cancel();
  EXPECT_THAT(error_of(second).message, HasSubstr("before it began"));
  EXPECT_FALSE(first->wait(0));
}

TEST_F(ScanServiceTest, HoldsTheLimitsOfAdaptersAlsoForParkedScans) {
  options_.max_scans_per_adapter = 2;
  options_.max_scans_of = {{"mock@narrow", 1}};
  EXPECT_CALL(mock_, scan_image).WillRepeatedly(Return(parked()));
  std::vector<std::shared_ptr<Scan>> scans;
  for (int i = 1; i <= 4; ++i) scans.push_back(service().scan(order(i)));
  ASSERT_TRUE(told_.wait(ScanEvent::kParked, 2));
  EXPECT_EQ(told_.times(ScanEvent::kStarted), 2U);
  pass(3'600'000);  // both reach their deadline, which is as long as the pause
  ASSERT_TRUE(told_.wait(ScanEvent::kParked, 4));
  EXPECT_EQ(told_.times(ScanEvent::kEnded), 2U);
}

TEST_F(ScanServiceTest, LetsAdaptersTakeTurns) {
  options_.max_scans = 1;
  options_.threads = 1;
  Mock& other = add_scanner("other");
  Gate begun;
  Gate go_on;
  std::mutex mutex;
  std::string order_of_calls;
  const auto note = [&](const char* name) {
    const std::scoped_lock lock(mutex);
    order_of_calls += name;
  };
  EXPECT_CALL(mock_, scan_image).WillRepeatedly([&](auto&&...) {
    note("m");
    begun.open();
    go_on.wait();
    return done();
  });
  EXPECT_CALL(other, scan_image).WillRepeatedly([&](auto&&...) {
    note("o");
    return done();
  });
  std::vector<std::shared_ptr<Scan>> scans;
  scans.push_back(scan(1));
  ASSERT_TRUE(begun.wait());
  scans.push_back(scan(2));
  scans.push_back(scan(3));
  scans.push_back(service().scan(order(1, "other")));
  go_on.open();
  for (const auto& scan : scans) outcome_of(scan);
  EXPECT_EQ(order_of_calls, "momm");
}

TEST_F(ScanServiceTest, ScansManyImagesOrderedByManyThreads) {
  constexpr int kThreads = 4;
  constexpr int kEach = 50;
  options_.now = nullptr;  // real pauses, of a millisecond
  options_.max_scans_per_adapter = 24;
  std::atomic<int> under_way{0};
  std::atomic<int> most{0};
  ON_CALL(mock_, scan_image).WillByDefault([&](auto&&...) {
    int seen = most;
    const int now = ++under_way;
    while (seen < now && !most.compare_exchange_weak(seen, now)) {
    }
    --under_way;
    return ScanStep::pending_for(1, {"{}"});
  });
  ON_CALL(mock_, resume_scan)
      .WillByDefault([](const ScanRequest& request, const Json&, const HttpResponse*,
                        RegistryAccess&, ReportSink& sink, const CallContext&) {
        sink.vulnerability(testing::row("CVE-" + request.image.digest.substr(60)));
        return done();
      });
  service();
  std::vector<std::thread> threads;
  std::mutex mutex;
  std::vector<std::shared_ptr<Scan>> scans;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        auto scan = service().scan(order(1'000 + t * kEach + i));
        if (i % 10 == 9) scan->cancel();
        const std::scoped_lock lock(mutex);
        scans.push_back(std::move(scan));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  int ended_well = 0;
  for (const auto& scan : scans) {
    ASSERT_TRUE(scan->wait(kLong));
    try {
      const ScanReport report = scan->result()->report;
      EXPECT_EQ(testing::ids_of(report).front(), "CVE-" + report.image.digest.substr(60));
      ++ended_well;
    } catch (const AdapterError& error) {
      EXPECT_EQ(error.code, ErrorCode::kCancelled);
    }
  }
  EXPECT_GE(ended_well, kThreads * kEach * 9 / 10);
  EXPECT_EQ(reports_->digests("mock").size(), static_cast<std::size_t>(ended_well));
  EXPECT_LE(most.load(), 8);
}

TEST_F(ScanServiceTest, GoesOnWithoutItsHolder) {
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(parked()));
  EXPECT_CALL(mock_, resume_scan).WillOnce(Return(done()));
  ScanOrder order = this->order();
  order.deadline = 2 * 3'600'000;
  service().scan(order).reset();
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  pass(3'600'000);
  ASSERT_TRUE(told_.wait(ScanEvent::kEnded));
  EXPECT_TRUE(reports_->find(testing::digest_number(1), "mock"));
}

TEST_F(ScanServiceTest, EndsWithScansOfAllKindsUnderWay) {
  options_.max_scans = 2;
  Gate begun;
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(parked())).WillOnce(waits_for_cancellation(begun));
  EXPECT_CALL(mock_, abandon_scan).Times(1);
  const auto first = scan(1);
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  const auto second = scan(2);
  ASSERT_TRUE(begun.wait());
  const auto third = scan(3);
  service_.reset();
  for (const auto& scan : {first, second, third}) {
    ASSERT_TRUE(scan->wait(0));
    EXPECT_EQ(error_of(scan).code, ErrorCode::kCancelled);
    scan->cancel();  // the service is gone
  }
}

/// Orders so many scans that cancelling them takes longer than the end of the first.
constexpr int kManyScans = 500;

TEST_F(ScanServiceTest, BeginsNoneOfThoseThatWaitWhileItEnds) {
  options_.max_scans = 1;
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(parked()));
  EXPECT_CALL(mock_, abandon_scan).Times(1);
  std::vector<std::shared_ptr<Scan>> scans = {scan(1)};
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  for (int i = 2; i <= kManyScans; ++i) scans.push_back(scan(i));
  service_.reset();
  for (const auto& scan : scans) {
    ASSERT_TRUE(scan->wait(0));
    EXPECT_EQ(error_of(scan).code, ErrorCode::kCancelled);
  }
}

TEST_F(ScanServiceTest, BeginsNoOtherScanOfAnImageThatIsForgotten) {
  options_.max_scans = 1;
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(parked()));
  EXPECT_CALL(mock_, abandon_scan).Times(1);
  EXPECT_CALL(mock_, notify_image_deleted).Times(1);
  std::vector<std::shared_ptr<Scan>> scans = {scan(1)};
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  for (int i = 2; i <= kManyScans; ++i) scans.push_back(scan(1));
  const Call call;
  service().forget("mock", order().image, call.context());
  for (const auto& scan : scans) {
    ASSERT_TRUE(scan->wait(0));
    EXPECT_EQ(error_of(scan).code, ErrorCode::kCancelled);
  }
}

TEST_F(ScanServiceTest, EndsAScanWhosePluginIgnoresEverything) {
  // Outlive the test, as the call does.
  const auto begun = std::make_shared<Gate>();
  const auto late = std::make_shared<Gate>();
  EXPECT_CALL(mock_, scan_image)
      .WillOnce([=](const ScanRequest&, RegistryAccess&, ReportSink& sink, const CallContext&) {
        begun->open();
        late->wait();
        sink.vulnerability(testing::row("CVE-LATE"));
        return done();
      });
  const auto scan = this->scan();
  ASSERT_TRUE(begun->wait());
  service_.reset();
  EXPECT_EQ(error_of(scan).code, ErrorCode::kCancelled);
  late->open();
}

TEST_F(ScanServiceTest, OpensTheAccessOfAScanForItsDeadline) {
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(done()));
  ScanOrder order = this->order();
  order.deadline = 5'000;
  outcome_of(service().scan(order));
  const auto requests = images_->requests();
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests.front().repository, "library/test");
  EXPECT_EQ(requests.front().adapter_id, "mock");
  EXPECT_THAT(requests.front().job, ::testing::StartsWith("scan-"));
  EXPECT_GT(requests.front().valid_for, 5'000);
}

TEST_F(ScanServiceTest, RefusesOptionsThatCannotBe) {
  const auto refused = [this](auto change) {
    ScanServiceOptions options;
    change(options);
    return testing::error_of([&] { ScanService(*plugins_, images_, reports_, options); }).message;
  };
  EXPECT_THAT(refused([](auto& o) { o.deadline = 0; }), HasSubstr("deadline"));
  EXPECT_THAT(refused([](auto& o) { o.threads = 0; }), HasSubstr("threads"));
  EXPECT_THAT(refused([](auto& o) { o.attempts = 0; }), HasSubstr("attempts"));
  EXPECT_THAT(refused([](auto& o) { o.max_scans_of["mock"] = 0; }), HasSubstr("max_scans_of"));
  EXPECT_EQ(testing::code_of([&] { ScanService(*plugins_, nullptr, reports_, {}); }),
            ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace portside
