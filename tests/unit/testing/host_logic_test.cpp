// SPDX-License-Identifier: Apache-2.0
//
// How a registry tests its own logic around a scanner without any plugin: the mock adapter takes
// the scanner's place, and no time passes in a pause. Rescanner stands for the registry's code.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "dropping_sink.hpp"
#include "error_of.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "portside/testing/mock_scanner_adapter.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside::testing {
namespace {

using ::testing::_;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::InSequence;
using ::testing::IsEmpty;
using ::testing::NiceMock;
using ::testing::Return;
using ::testing::SizeIs;
using ::testing::StrictMock;
using ::testing::Throw;

/// Brings one image's report up to date: repeats what is worth a retry, three times at most, with
/// pauses of 1 s, 2 s, 4 s or as the scanner says, and takes pending steps to their end.
class Rescanner {
 public:
  Rescanner(ScannerAdapter& scanner, RegistryAccess& registry, ReportSink& sink)
      : scanner_(scanner), registry_(registry), sink_(sink) {}

  ScanStep rescan(const ScanRequest& request, const CallContext& context) {
    Millis pause = 1'000;
    for (int attempt = 0;; ++attempt) {
      try {
        return to_the_end(request, scanner_.rescan_image(request, registry_, sink_, context),
                          context);
      } catch (const AdapterError& error) {
        if (!error.can_retry || attempt == 3) throw;
        if (!context.wait(error.retry_after.value_or(pause))) throw;
        pause *= 2;
      }
    }
  }

 private:
  ScanStep to_the_end(const ScanRequest& request, ScanStep step, const CallContext& context) {
    while (step.kind == StepKind::kPending) {
      if (!context.wait(step.retry_after)) {
        scanner_.abandon_scan(request, step.continuation, context);
        throw AdapterError(ErrorCode::kDeadlineExceeded, "the scan took too long").no_retry();
      }
      step = scanner_.resume_scan(request, step.continuation, nullptr, registry_, sink_, context);
    }
    return step;
  }

  ScannerAdapter& scanner_;
  RegistryAccess& registry_;
  ReportSink& sink_;
};

class RescannerTest : public ::testing::Test {
 protected:
  StepKind rescan() { return rescanner_.rescan(request_, context_).kind; }

  const AdapterError unavailable_{ErrorCode::kScannerUnavailable, "503"};
  StrictMock<MockScannerAdapter> scanner_;
  MemoryRegistryAccess registry_;
  DroppingSink sink_;
  TestCallContext context_{60'000};
  ScanRequest request_;
  Rescanner rescanner_{scanner_, registry_, sink_};
};

TEST_F(RescannerTest, LeavesAnUnchangedReportAlone) {
  EXPECT_CALL(scanner_, rescan_image).WillOnce(Return(ScanStep::unchanged()));
  EXPECT_EQ(rescan(), StepKind::kUnchanged);
  EXPECT_THAT(context_.waits(), IsEmpty());
}

TEST_F(RescannerTest, PausesLongerBeforeEveryRetry) {
  EXPECT_CALL(scanner_, rescan_image)
      .WillOnce(Throw(unavailable_))
      .WillOnce(Throw(unavailable_))
      .WillOnce(Throw(unavailable_))
      .WillOnce(Return(ScanStep::done({})));
  EXPECT_EQ(rescan(), StepKind::kDone);
  EXPECT_THAT(context_.waits(), ElementsAre(1'000, 2'000, 4'000));
}

TEST_F(RescannerTest, PausesAsTheScannerAsksFor) {
  EXPECT_CALL(scanner_, rescan_image)
      .WillOnce(Throw(AdapterError(ErrorCode::kScannerRateLimited, "429").retry_in(30'000)))
      .WillOnce(Return(ScanStep::done({})));
  EXPECT_EQ(rescan(), StepKind::kDone);
  EXPECT_THAT(context_.waits(), ElementsAre(30'000));
}

TEST_F(RescannerTest, GivesUpAfterThreeRetries) {
  EXPECT_CALL(scanner_, rescan_image).Times(4).WillRepeatedly(Throw(unavailable_));
  EXPECT_EQ(code_of([&] { rescan(); }), ErrorCode::kScannerUnavailable);
}

TEST_F(RescannerTest, DoesNotRepeatWhatCannotHelp) {
  EXPECT_CALL(scanner_, rescan_image)
      .WillOnce(Throw(AdapterError(ErrorCode::kScannerRejected, "no such media type")));
  EXPECT_EQ(code_of([&] { rescan(); }), ErrorCode::kScannerRejected);
  EXPECT_THAT(context_.waits(), IsEmpty());
}

TEST_F(RescannerTest, ResumesPendingScansWithTheirContinuation) {
  const InSequence in_order;
  EXPECT_CALL(scanner_, rescan_image).WillOnce(Return(ScanStep::pending_for(500, {"1"})));
  EXPECT_CALL(scanner_, resume_scan(_, Field(&Json::text, "1"), nullptr, _, _, _))
      .WillOnce(Return(ScanStep::pending_for(700, {"2"})));
  EXPECT_CALL(scanner_, resume_scan(_, Field(&Json::text, "2"), nullptr, _, _, _))
      .WillOnce(Return(ScanStep::done({})));
  EXPECT_EQ(rescan(), StepKind::kDone);
  EXPECT_THAT(context_.waits(), ElementsAre(500, 700));
}

TEST_F(RescannerTest, AbandonsAScanThatTakesTooLong) {
  EXPECT_CALL(scanner_, rescan_image).WillOnce(Return(ScanStep::pending_for(3'600'000, {"7"})));
  EXPECT_CALL(scanner_, abandon_scan(_, Field(&Json::text, "7"), _));
  EXPECT_EQ(code_of([&] { rescan(); }), ErrorCode::kDeadlineExceeded);
}

TEST_F(RescannerTest, StopsInAPauseWhenTheCallerCancels) {
  context_.on_wait([&](Millis) { context_.cancel(); });
  EXPECT_CALL(scanner_, rescan_image).WillOnce(Throw(unavailable_));
  EXPECT_EQ(code_of([&] { rescan(); }), ErrorCode::kScannerUnavailable);
  EXPECT_THAT(context_.waits(), SizeIs(1));
}

}  // namespace
}  // namespace portside::testing
