// SPDX-License-Identifier: Apache-2.0
#include <latch>
#include <thread>

#include "registry_fixture.hpp"

namespace portside {
namespace {

using testing::error_of;
using ::testing::HasSubstr;

class ShutdownTest : public testing::RegistryFixture {};

TEST_F(ShutdownTest, DestroysWhatIsIdleAndRefusesNewCalls) {
  bool destroyed = false;
  const auto registry = registry_with({.destroyed = [&] { destroyed = true; }}, options());
  const auto scanner = registry->selected_scanner();
  scanner->describe();
  EXPECT_TRUE(registry->shutdown(0));
  EXPECT_TRUE(destroyed);
  const Call call;
  EXPECT_EQ(error_of([&] { scanner->status(call.context()); }).code, ErrorCode::kShuttingDown);
  EXPECT_EQ(error_of([&] { registry->scanner("local"); }).code, ErrorCode::kShuttingDown);
  EXPECT_TRUE(registry->shutdown(0)) << "a second time";
}

TEST_F(ShutdownTest, AHandleMayOutliveTheRegistry) {
  auto registry = registry_with({}, options());
  const auto scanner = registry->selected_scanner();
  scanner->describe();
  registry.reset();
  EXPECT_EQ(error_of([&] { scanner->describe(); }).code, ErrorCode::kShuttingDown);
}

TEST_F(ShutdownTest, WaitsForCallsUnderWay) {
  std::latch begun(1);
  std::latch release(1);
  const auto registry = registry_with({.status =
                                           [&](const CallContext&) {
                                             begun.count_down();
                                             release.wait();
                                             return ScannerStatus{};
                                           }},
                                      options());
  std::thread caller([&] {
    const Call call;
    registry->selected_scanner()->status(call.context());
  });
  begun.wait();
  std::thread releaser([&] { release.count_down(); });
  EXPECT_TRUE(registry->shutdown(60'000));
  releaser.join();
  caller.join();
}

TEST_F(ShutdownTest, CancelsCallsThatTakeTooLong) {
  std::latch begun(1);
  const auto registry = registry_with({.status =
                                           [&](const CallContext& context) {
                                             begun.count_down();
                                             ScannerStatus status;
                                             status.reachable = context.wait(60'000);
                                             return status;
                                           }},
                                      options());
  std::thread caller([&] {
    const Call call;
    EXPECT_FALSE(registry->selected_scanner()->status(call.context()).reachable);
  });
  begun.wait();
  EXPECT_TRUE(registry->shutdown(1));
  caller.join();
}

TEST_F(ShutdownTest, LeavesACallBehindThatIgnoresIt) {
  const auto begun = std::make_shared<std::latch>(1);
  const auto release = std::make_shared<std::latch>(1);
  const auto ended = std::make_shared<std::latch>(1);
  auto registry = registry_with({.status =
                                     [=](const CallContext&) {
                                       begun->count_down();
                                       release->wait();
                                       ended->count_down();
                                       return ScannerStatus{};
                                     }},
                                options());
  std::thread caller([scanner = registry->selected_scanner()] {
    const Call call;
    EXPECT_EQ(error_of([&] { scanner->status(call.context()); }).code, ErrorCode::kCancelled);
  });
  begun->wait();
  EXPECT_FALSE(registry->shutdown(1));
  caller.join();
  bool warned = false;
  for (const LogRecord& record : log_->records()) {
    warned = warned || record.message.find("left behind at shutdown") != std::string::npos;
  }
  EXPECT_TRUE(warned);
  registry.reset();
  release->count_down();
  ended->wait();
}

TEST_F(ShutdownTest, WhatWasLeftBehindIsRemembered) {
  HostOptions given = options();
  given.overdue_calls = OverdueCalls::kWait;
  given.data_dir = folder_ / "data";
  HostServices* host = nullptr;
  std::latch begun(1);
  std::latch release(1);
  auto registry =
      registry_with({.configure = [&](const Json&, HostServices& services) { host = &services; },
                     .status =
                         [&](const CallContext&) {
                           begun.count_down();
                           release.wait();
                           host->state().write({{"late", "yes"}});
                           return ScannerStatus{};
                         }},
                    given);
  std::thread caller([scanner = registry->selected_scanner()] {
    const Call call;
    scanner->status(call.context());
  });
  begun.wait();
  EXPECT_FALSE(registry->shutdown(1));
  registry.reset();
  release.count_down();
  caller.join();
}

TEST_F(ShutdownTest, AnAdapterThatHangsDoesNotHoldUpTheOthers) {
  const auto release = std::make_shared<std::latch>(1);
  auto registry = registry_with({.status =
                                     [release](const CallContext&) {
                                       release->wait();
                                       return ScannerStatus{};
                                     }},
                                options());
  registry->add_scanner("other", [] {
    return std::make_unique<testing::FunctionScanner>(testing::ScannerBehaviour{});
  });
  const auto hangs = registry->selected_scanner();
  for (int i = 0; i < 17; ++i) {
    const Call call({.deadline = 1});
    error_of([&] { hangs->status(call.context()); });
  }
  EXPECT_EQ(registry->scanner("other")->describe().name, "function");
  release->count_down();
}

TEST_F(ShutdownTest, ADestructorThatHangsIsLeftBehindToo) {
  const auto release = std::make_shared<std::latch>(1);
  auto registry = registry_with({.destroyed = [release] { release->wait(); }}, options());
  registry->selected_scanner()->describe();
  EXPECT_FALSE(registry->shutdown(0));
  registry.reset();
  release->count_down();
}

TEST_F(ShutdownTest, AConfigureThatHangsIsGivenUp) {
  const auto release = std::make_shared<std::latch>(1);
  HostOptions given = options();
  given.create_deadline = 10;
  auto registry = registry_with(
      {.configure = [release](const Json&, HostServices&) { release->wait(); }}, given);
  const auto scanner = registry->selected_scanner();
  const AdapterError error = error_of([&] { scanner->describe(); });
  EXPECT_EQ(error.code, ErrorCode::kPluginCreateFailed);
  EXPECT_THAT(error.message, HasSubstr("within 10 ms"));
  EXPECT_TRUE(error.retry_after);
  release->count_down();
}

TEST_F(ShutdownTest, OnTheCallersThreadNothingIsGivenUp) {
  HostOptions given = options();
  given.overdue_calls = OverdueCalls::kWait;
  std::thread::id seen;
  const auto registry = registry_with({.status =
                                           [&](const CallContext&) {
                                             seen = std::this_thread::get_id();
                                             return ScannerStatus{};
                                           }},
                                      given);
  const Call call;
  registry->selected_scanner()->status(call.context());
  EXPECT_EQ(seen, std::this_thread::get_id());
  EXPECT_TRUE(registry->shutdown(0));
}

}  // namespace
}  // namespace portside
