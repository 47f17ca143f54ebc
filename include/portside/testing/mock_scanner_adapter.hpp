// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>

#include "portside/api/scanner_adapter.hpp"

namespace portside::testing {

/// A ScannerAdapter for tests of whoever calls scanners (GoogleMock):
///
///   NiceMock<MockScannerAdapter> scanner;
///   EXPECT_CALL(scanner, scan_image).WillOnce(Return(ScanStep::done({})));
///
/// Usable without any expectation: it describes itself as "Mock Scanner" for vulnerabilities, is
/// reachable, and returns default-constructed values otherwise; a scan is then done, finds nothing,
/// and says nothing about its coverage.
///
/// With PluginRegistry::add_scanner() it takes the place of a plugin.
class MockScannerAdapter : public ScannerAdapter {
 public:
  MockScannerAdapter() {
    ScannerInfo info;
    info.name = "Mock Scanner";
    info.vendor = "Portside";
    info.version = "1.0";
    info.capabilities.push_back({"vulnerability", {}, {}, {}});
    ON_CALL(*this, describe).WillByDefault(::testing::Return(info));
    ScannerStatus status;
    status.reachable = true;
    status.version = info.version;
    ON_CALL(*this, status).WillByDefault(::testing::Return(status));
    ON_CALL(*this, extension).WillByDefault(::testing::Return(nullptr));
  }

  MOCK_METHOD(void, configure, (const Json& config, HostServices& host), (override));
  MOCK_METHOD(ScannerInfo, describe, (), (const, override));
  MOCK_METHOD(ScannerStatus, status, (const CallContext& context), (override));
  MOCK_METHOD(ScanStep, scan_image,
              (const ScanRequest& request, RegistryAccess& registry, ReportSink& sink,
               const CallContext& context),
              (override));
  MOCK_METHOD(ScanStep, rescan_image,
              (const ScanRequest& request, RegistryAccess& registry, ReportSink& sink,
               const CallContext& context),
              (override));
  MOCK_METHOD(ScanStep, resume_scan,
              (const ScanRequest& request, const Json& continuation, const HttpResponse* awaited,
               RegistryAccess& registry, ReportSink& sink, const CallContext& context),
              (override));
  MOCK_METHOD(void, abandon_scan,
              (const ScanRequest& request, const Json& continuation, const CallContext& context),
              (override));
  MOCK_METHOD(void, notify_image_deleted, (const ScanRequest& request, const CallContext& context),
              (override));
  MOCK_METHOD(AcceptedNotification, accept_notification, (const Notification& notification),
              (override));
  MOCK_METHOD(RescanTargets, handle_notification, (const Json& token, const CallContext& context),
              (override));
  MOCK_METHOD(void, acknowledge_notification, (const Json& token, const CallContext& context),
              (override));
  MOCK_METHOD(ImageCheck, check_image,
              (const ScanRequest& request, RegistryAccess* registry, const CallContext& context),
              (override));
  MOCK_METHOD(void*, extension, (const char* id), (noexcept, override));
};

}  // namespace portside::testing
