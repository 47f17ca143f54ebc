// SPDX-License-Identifier: Apache-2.0
//
// How one scan ends: what is stored over what, what is tried again, what the scanner is told.
#include <stdexcept>

#include "scan_fixture.hpp"

namespace portside {
namespace {

using ::testing::Contains;
using testing::digest_number;
using testing::done;
using ::testing::ElementsAre;
using testing::FailingStore;
using ::testing::Field;
using ::testing::HasSubstr;
using testing::ids_of;
using testing::pause;
using ::testing::Return;
using testing::row;
using testing::ScanFixture;

class ScanEndsTest : public ScanFixture {
 protected:
  /// A rescan whose scanner says that nothing changed, while `meanwhile` happens.
  ScanOutcome unchanged_while(const std::function<void()>& meanwhile) {
    EXPECT_CALL(mock_, rescan_image).WillOnce([=](auto&&...) {
      meanwhile();
      return ScanStep::unchanged();
    });
    ScanOrder order = this->order();
    order.mode = ScanMode::kRescan;
    order.reference = "registry.test/library/test:2";
    order.image.tags = {"2"};
    return outcome_of(service().scan(order));
  }
  void store_again(const std::string& id, Millis started_at) {
    ScanReport report = stored(1, id);
    report.started_at = started_at;
    reports_->put(report);
  }
  ScanReport kept() { return *reports_->find(digest_number(1), "mock"); }

  Mock& mock_ = add_scanner("mock");
};

auto fails(ErrorCode code, const std::string& message = "it failed") {
  return [=](auto&&...) -> ScanStep { throw AdapterError(code, message).no_retry(); };
}

class Nowhere final : public ByteSink {
 public:
  void write(std::string_view) override {}
};

TEST_F(ScanEndsTest, BringsTheNamesOfAnUnchangedReportUpToDate) {
  stored();
  EXPECT_TRUE(unchanged_while([] {}).unchanged);
  EXPECT_EQ(kept().reference, "registry.test/library/test:2");
  EXPECT_THAT(kept().image.tags, ElementsAre("2"));
  EXPECT_EQ(kept().scanner_version, "0.9");
}

TEST_F(ScanEndsTest, TakesTheReportThatIsThereForTheUnchangedOne) {
  stored();
  EXPECT_THAT(ids_of(unchanged_while([this] { store_again("CVE-OTHER", 0); }).report),
              ElementsAre("CVE-OTHER"));
  EXPECT_THAT(ids_of(kept()), ElementsAre("CVE-OTHER"));
  EXPECT_EQ(kept().finished_at, clock_.now());
}

TEST_F(ScanEndsTest, LeavesANewerReportAsItIsWhenNothingChanged) {
  stored();
  const auto meanwhile = [this] {
    clock_.advance(5);
    store_again("CVE-NEWER", clock_.now());
  };
  EXPECT_THAT(ids_of(unchanged_while(meanwhile).report), ElementsAre("CVE-NEWER"));
  EXPECT_THAT(ids_of(kept()), ElementsAre("CVE-NEWER"));
  EXPECT_EQ(kept().reference, "");
  EXPECT_EQ(kept().finished_at, 7);
}

TEST_F(ScanEndsTest, DoesNotReplaceTheReportOfAScanThatBeganLater) {
  EXPECT_CALL(mock_, scan_image)
      .WillOnce([this](const ScanRequest&, RegistryAccess&, ReportSink& sink, const CallContext&) {
        clock_.advance(5);
        store_again("CVE-NEWER", clock_.now());
        sink.vulnerability(row("CVE-SLOW"));
        return done();
      });
  EXPECT_THAT(ids_of(outcome_of(scan()).report), ElementsAre("CVE-SLOW"));
  EXPECT_THAT(ids_of(kept()), ElementsAre("CVE-NEWER"));
}

TEST_F(ScanEndsTest, ReplacesAReportFromTheFuture) {
  store_again("CVE-FUTURE", clock_.now() + 3'600'000);
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(done()));
  outcome_of(scan());
  EXPECT_THAT(ids_of(kept()), ElementsAre());
}

TEST_F(ScanEndsTest, TakesAReportThatCannotBeReadForNone) {
  FailingStore& store = use_failing_store();
  stored();
  store.on_find = [] { throw AdapterError(ErrorCode::kMalformedData, "of version 99"); };
  EXPECT_CALL(mock_, rescan_image).Times(0);
  EXPECT_CALL(mock_, scan_image).WillOnce([](const ScanRequest& request, auto&&...) {
    EXPECT_FALSE(request.previous);
    return done();
  });
  ScanOrder order = this->order();
  order.mode = ScanMode::kRescan;
  outcome_of(service().scan(order));
  EXPECT_THAT(told_.all(ScanEvent::kProgress),
              Contains(Field(&ScanProgress::note, HasSubstr("of version 99"))));
  store.on_find = {};
  EXPECT_THAT(ids_of(kept()), ElementsAre());
}

TEST_F(ScanEndsTest, TriesAgainToStoreAndDoesNotScanAgain) {
  FailingStore& store = use_failing_store();
  bool is_busy = true;
  store.on_put = [&is_busy] {
    if (!std::exchange(is_busy, false)) return;
    AdapterError busy(ErrorCode::kIo, "the disk is busy");
    busy.can_retry = true;
    throw busy;
  };
  EXPECT_CALL(mock_, scan_image)
      .WillOnce([](const ScanRequest&, RegistryAccess&, ReportSink& sink, const CallContext&) {
        sink.vulnerability(row("CVE-1"));
        sink.document("text/plain").write("raw");
        return done();
      });
  const auto scan = this->scan();
  ASSERT_TRUE(told_.wait(ScanEvent::kRetry));
  EXPECT_EQ(told_.all(ScanEvent::kRetry).front().note, "the disk is busy");
  pass(options_.first_pause);
  const ScanOutcome outcome = outcome_of(scan);
  EXPECT_EQ(outcome.documents.size(), 1U);
  EXPECT_THAT(ids_of(kept()), ElementsAre("CVE-1"));
}

TEST_F(ScanEndsTest, GivesUpToStoreAfterTheLastAttempt) {
  options_.attempts = 2;
  FailingStore& store = use_failing_store();
  int puts = 0;
  store.on_put = [&puts] {
    ++puts;
    throw AdapterError(ErrorCode::kIo, "the disk is busy").retry_in(10);
  };
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(pause()));
  EXPECT_CALL(mock_, resume_scan).WillOnce(Return(done()));
  EXPECT_CALL(mock_, abandon_scan).Times(0);
  const auto scan = this->scan();
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  pass(1'000);
  ASSERT_TRUE(told_.wait(ScanEvent::kRetry));
  pass(10);
  EXPECT_EQ(error_of(scan).message, "the disk is busy");
  EXPECT_EQ(puts, 2);
}

TEST_F(ScanEndsTest, FailsWhenTheReportCannotBeStored) {
  use_failing_store().on_put = [] { throw AdapterError(ErrorCode::kIo, "disk full"); };
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(done()));
  EXPECT_EQ(error_of(scan()).message, "disk full");
}

TEST_F(ScanEndsTest, TellsTheScannerOfAFailureThatIsNotItsOwn) {
  for (const ErrorCode code : {ErrorCode::kTooLarge, ErrorCode::kPluginException,
                               ErrorCode::kRegistryAuthentication, ErrorCode::kScannerBadAnswer}) {
    EXPECT_CALL(mock_, scan_image).WillOnce(Return(pause()));
    EXPECT_CALL(mock_, resume_scan).WillOnce(fails(code));
    EXPECT_CALL(mock_, abandon_scan).Times(1);
    const std::size_t before = told_.times(ScanEvent::kParked);
    const auto scan = this->scan();
    ASSERT_TRUE(told_.wait(ScanEvent::kParked, before + 1));
    pass(1'000);
    EXPECT_EQ(error_of(scan).code, code);
    ::testing::Mock::VerifyAndClearExpectations(&mock_);
  }
}

TEST_F(ScanEndsTest, DoesNotTellAScannerThatIsThrough) {
  for (const ErrorCode code : {ErrorCode::kScanFailed, ErrorCode::kScannerRejected}) {
    EXPECT_CALL(mock_, scan_image).WillOnce(Return(pause()));
    EXPECT_CALL(mock_, resume_scan).WillOnce(fails(code));
    EXPECT_CALL(mock_, abandon_scan).Times(0);
    const std::size_t before = told_.times(ScanEvent::kParked);
    const auto scan = this->scan();
    ASSERT_TRUE(told_.wait(ScanEvent::kParked, before + 1));
    pass(1'000);
    EXPECT_EQ(error_of(scan).code, code);
    ::testing::Mock::VerifyAndClearExpectations(&mock_);
  }
}

TEST_F(ScanEndsTest, CountsAnImageThatIsReadAgainOnce) {
  images_->put_manifest(digest_number(1),
                        R"({"schemaVersion":2,"config":{"mediaType":"text/x","size":2,"digest":")" +
                            digest_number(9) +
                            R"("},"layers":[{"mediaType":"application/x","size":3,"digest":")" +
                            digest_number(8) + R"("}]})");
  images_->put_layer(digest_number(8), "abc");
  const auto read = [this](RegistryAccess& registry, const CallContext& context) {
    std::string type;
    registry.manifest(digest_number(1), type, context);
    Nowhere nowhere;
    registry.layer(digest_number(8), {}, nowhere, context);
    images_->requests().back().on_bytes(3);
  };
  EXPECT_CALL(mock_, scan_image)
      .WillOnce([&](const ScanRequest&, RegistryAccess& registry, ReportSink&,
                    const CallContext& context) -> ScanStep {
        read(registry, context);
        throw AdapterError(ErrorCode::kScannerUnavailable, "later");
      })
      .WillOnce([&](const ScanRequest&, RegistryAccess& registry, ReportSink&,
                    const CallContext& context) {
        read(registry, context);
        return done();
      });
  const auto scan = this->scan();
  ASSERT_TRUE(told_.wait(ScanEvent::kRetry));
  EXPECT_EQ(told_.all(ScanEvent::kRetry).front().layers_total, 1U);
  pass(1'000);
  outcome_of(scan);
  const ScanProgress end = told_.all(ScanEvent::kEnded).front();
  EXPECT_EQ(end.layers_done, 1U);
  EXPECT_EQ(end.layers_total, 1U);
  EXPECT_EQ(end.bytes_done, 3U);
  EXPECT_EQ(end.bytes_total, 3U);
}

TEST_F(ScanEndsTest, EndsWithWhateverAHostsStoreThrows) {
  FailingStore& store = use_failing_store();
  store.on_find = [] { throw 7; };
  EXPECT_EQ(error_of(scan(1)).code, ErrorCode::kInternal);
  store.on_find = [] { throw std::runtime_error("no connection"); };
  const AdapterError error = error_of(scan(2));
  EXPECT_EQ(error.code, ErrorCode::kInternal);
  EXPECT_THAT(error.message, HasSubstr("no connection"));
}

}  // namespace
}  // namespace portside
