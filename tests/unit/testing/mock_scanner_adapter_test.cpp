// SPDX-License-Identifier: Apache-2.0
#include "portside/testing/mock_scanner_adapter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dropping_sink.hpp"
#include "error_of.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "portside/testing/scripted_host_services.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside::testing {
namespace {

using ::testing::_;
using ::testing::Field;
using ::testing::NiceMock;
using ::testing::Return;
using ::testing::StrictMock;
using ::testing::Throw;

class MockScannerAdapterTest : public ::testing::Test {
 protected:
  MemoryRegistryAccess registry_;
  DroppingSink sink_;
  TestCallContext context_;
  ScanRequest request_;
};

TEST_F(MockScannerAdapterTest, WorksWithoutExpectations) {
  NiceMock<MockScannerAdapter> scanner;
  ScriptedHostServices host;
  scanner.configure({}, host);
  EXPECT_EQ(scanner.describe().name, "Mock Scanner");
  ASSERT_EQ(scanner.describe().capabilities.size(), 1U);
  EXPECT_EQ(scanner.describe().capabilities[0].name, "vulnerability");
  EXPECT_TRUE(scanner.status(context_).reachable);
  EXPECT_EQ(scanner.extension("portside.x/1"), nullptr);
  const ScanStep step = scanner.scan_image(request_, registry_, sink_, context_);
  EXPECT_EQ(step.kind, StepKind::kDone);
  EXPECT_EQ(step.summary.coverage.outcome, CoverageOutcome::kUnstated);
  EXPECT_EQ(scanner.rescan_image(request_, registry_, sink_, context_).kind, StepKind::kDone);
  EXPECT_EQ(scanner.resume_scan(request_, {}, nullptr, registry_, sink_, context_).kind,
            StepKind::kDone);
  scanner.abandon_scan(request_, {}, context_);
  scanner.notify_image_deleted(request_, context_);
  EXPECT_TRUE(scanner.accept_notification({}).token.absent());
  EXPECT_TRUE(scanner.handle_notification({}, context_).targets.empty());
  scanner.acknowledge_notification({}, context_);
  EXPECT_EQ(scanner.check_image(request_, &registry_, context_).verdict, CheckVerdict::kUnknown);
}

TEST_F(MockScannerAdapterTest, TakesExpectations) {
  StrictMock<MockScannerAdapter> scanner;
  request_.image.digest = "sha256:1";
  const auto same_digest = Field(&ScanRequest::image, Field(&ImageReference::digest, "sha256:1"));
  EXPECT_CALL(scanner, scan_image(same_digest, _, _, _))
      .WillOnce(Return(ScanStep::pending_for(500, {"1"}, "queued")));
  EXPECT_CALL(scanner, check_image)
      .WillOnce(Throw(AdapterError(ErrorCode::kUnsupported, "no checks")));
  const ScanStep step = scanner.scan_image(request_, registry_, sink_, context_);
  EXPECT_EQ(step.kind, StepKind::kPending);
  EXPECT_EQ(step.retry_after, 500);
  EXPECT_EQ(code_of([&] { scanner.check_image(request_, nullptr, context_); }),
            ErrorCode::kUnsupported);
}

TEST_F(MockScannerAdapterTest, GivesUpItsDefaultsToTheTest) {
  NiceMock<MockScannerAdapter> scanner;
  ScannerInfo info;
  info.name = "Other";
  ON_CALL(scanner, describe).WillByDefault(Return(info));
  EXPECT_EQ(scanner.describe().name, "Other");
}

}  // namespace
}  // namespace portside::testing
