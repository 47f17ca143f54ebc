// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <filesystem>
#include <latch>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "registry_fixture.hpp"

namespace portside {
namespace {

using testing::code_of;
using ::testing::ElementsAre;
using testing::error_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

/// Built-ins whose objects tell what they were configured with.
class ReloadTest : public testing::RegistryFixture {
 protected:
  static Config config_with(std::map<std::string, Secret> adapters) {
    Config config = testing::RegistryFixture::config(std::move(adapters));
    config.scanner = "local";
    return config;
  }

  std::unique_ptr<PluginRegistry> registry(Config config) {
    auto made = std::make_unique<PluginRegistry>(std::move(config), options());
    made->add_scanner("local",
                      [this] { return std::make_unique<testing::FunctionScanner>(local()); });
    return made;
  }

  testing::ScannerBehaviour local() {
    const auto document = std::make_shared<std::string>();
    return {.configure =
                [this, document](const Json& config, HostServices&) {
                  if (config.text.find("refuse") != std::string::npos) {
                    throw AdapterError(ErrorCode::kConfigInvalid,
                                       "refuse: found, expected nothing");
                  }
                  *document = config.text;
                  ++configured_;
                },
            .status =
                [this, document](const CallContext& context) {
                  if (on_status_) on_status_(context);
                  ScannerStatus status;
                  status.message = *document;
                  return status;
                },
            .destroyed = [this] { ++destroyed_; }};
  }

  static std::string document_of(ScannerAdapter& scanner) {
    const Call call;
    return scanner.status(call.context()).message;
  }

  std::atomic<int> configured_ = 0;
  std::atomic<int> destroyed_ = 0;
  std::function<void(const CallContext&)> on_status_;
};

TEST_F(ReloadTest, AHandleLeadsToTheNewObject) {
  const auto plugins = registry(config_with({{"local", {R"({"v":1})"}}}));
  const auto scanner = plugins->selected_scanner();
  EXPECT_EQ(document_of(*scanner), R"({"v":1})");
  const ApplyReport report = plugins->apply(config_with({{"local", {R"({"v":2})"}}}));
  EXPECT_THAT(report.changed, ElementsAre("local"));
  EXPECT_EQ(document_of(*scanner), R"({"v":2})");
  EXPECT_EQ(plugins->selected_scanner(), scanner);
  EXPECT_EQ(destroyed_, 1);
}

TEST_F(ReloadTest, WhatIsUnchangedKeepsItsObject) {
  const auto plugins =
      registry(config_with({{"local", {R"({"v":1})"}}, {"local@b", {R"({"v":1})"}}}));
  const auto a = plugins->scanner("local");
  const auto b = plugins->scanner("local@b");
  document_of(*a);
  document_of(*b);
  const ApplyReport report =
      plugins->apply(config_with({{"local", {R"({"v":1})"}}, {"local@b", {R"({"v":2})"}}}));
  EXPECT_THAT(report.changed, ElementsAre("local@b"));
  EXPECT_EQ(report.unchanged, 1U);
  EXPECT_EQ(configured_, 3);
  EXPECT_EQ(destroyed_, 1);
  EXPECT_EQ(document_of(*a), R"({"v":1})");
  EXPECT_EQ(document_of(*b), R"({"v":2})");
}

TEST_F(ReloadTest, ABadDocumentChangesNothing) {
  const auto plugins =
      registry(config_with({{"local", {R"({"v":1})"}}, {"local@b", {R"({"v":1})"}}}));
  const auto a = plugins->scanner("local");
  const auto b = plugins->scanner("local@b");
  document_of(*a);
  document_of(*b);
  const AdapterError error = error_of([&] {
    plugins->apply(config_with({{"local", {R"({"v":2})"}}, {"local@b", {R"({"refuse":1})"}}}));
  });
  EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
  EXPECT_EQ(error.message, "adapters.local@b: refuse: found, expected nothing");
  EXPECT_EQ(document_of(*a), R"({"v":1})");
  EXPECT_EQ(document_of(*b), R"({"v":1})");
  EXPECT_EQ(configured_, 3) << "a was tried";
  // The objects that were made for nothing are gone: the good new one, and the one that refused.
  EXPECT_TRUE(plugins->shutdown(0));
  EXPECT_EQ(destroyed_, 4);
}

TEST_F(ReloadTest, EverythingThatIsWrongIsSaidAtOnce) {
  const auto plugins = registry(config_with({}));
  const AdapterError error = error_of([&] {
    plugins->apply(config_with({{"local", {R"({"refuse":1})"}},
                                {"nowhere", {}},
                                {"ctor-segfault", {}},
                                {"good-scanner", {R"({"mode":"refuse_configuration"})"}}}));
  });
  EXPECT_THAT(error.detail, HasSubstr("adapters.local: refuse: found"));
  EXPECT_THAT(error.detail, HasSubstr("adapters.nowhere: there is no plugin nowhere"));
  EXPECT_THAT(error.detail, HasSubstr("adapters.ctor-segfault: "));
  EXPECT_THAT(error.detail, HasSubstr("adapters.good-scanner: mode: found"));
  EXPECT_THAT(error.detail, StartsWith(error.message));
}

TEST_F(ReloadTest, MalformedIdsAreRefusedBeforeAnythingIsMade) {
  const auto plugins = registry(config_with({}));
  Config next = config_with({{"local", {R"({"v":1})"}}});
  next.adapters["UPPER"] = {};
  EXPECT_EQ(code_of([&] { plugins->apply(next); }), ErrorCode::kConfigInvalid);
  EXPECT_EQ(configured_, 0);
}

TEST_F(ReloadTest, ANewAdapterIsCheckedAndUsed) {
  const auto plugins = registry(config_with({}));
  const ApplyReport report =
      plugins->apply(config_with({{"local@new", {R"({"v":7})"}}, {"good-scanner", {}}}));
  EXPECT_THAT(report.added, ElementsAre("good-scanner", "local@new"));
  EXPECT_EQ(configured_, 1);
  EXPECT_EQ(document_of(*plugins->scanner("local@new")), R"({"v":7})");
  EXPECT_EQ(configured_, 1) << "the object that was checked is the one that is used";
}

TEST_F(ReloadTest, ARemovedAdapterTakesNoMoreCalls) {
  const auto plugins = registry(config_with({{"local@b", {R"({"v":1})"}}}));
  const auto b = plugins->scanner("local@b");
  document_of(*b);
  EXPECT_THAT(plugins->apply(config_with({})).removed, ElementsAre("local@b"));
  const AdapterError error = error_of([&] { document_of(*b); });
  EXPECT_EQ(error.code, ErrorCode::kNotFound);
  EXPECT_THAT(error.message, HasSubstr("the adapter local@b is no longer in the configuration"));
  EXPECT_EQ(destroyed_, 1);
  EXPECT_EQ(code_of([&] { plugins->scanner("local@b"); }), ErrorCode::kNotFound)
      << "it would be one without its document";
  plugins->apply(config_with({{"local@b", {R"({"v":2})"}}}));
  EXPECT_EQ(document_of(*plugins->scanner("local@b")), R"({"v":2})");
}

TEST_F(ReloadTest, AShutdownDoesNotWaitForAnObjectThatIsBeingMade) {
  std::latch begun(1);
  std::latch release(1);
  auto options = this->options();
  options.create_deadline = 60'000;
  PluginRegistry plugins(config_with({}), options);
  plugins.add_scanner("local", [&] {
    return std::make_unique<testing::FunctionScanner>(
        testing::ScannerBehaviour{.configure = [&](const Json&, HostServices&) {
          begun.count_down();
          release.wait();
        }});
  });
  ErrorCode code = ErrorCode::kInternal;
  std::thread applier([&] {
    code = code_of([&] { plugins.apply(config_with({{"local@a", {"{}"}}, {"local@b", {"{}"}}})); });
  });
  begun.wait();
  const auto start = std::chrono::steady_clock::now();
  plugins.shutdown(0);
  applier.join();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
  EXPECT_EQ(code, ErrorCode::kShuttingDown);
  release.count_down();
  plugins.shutdown(0);
}

TEST_F(ReloadTest, AnAdapterThatHangsInConfigureIsNamedWithItsDeadline) {
  std::latch release(1);
  auto options = this->options();
  options.create_deadline = 100;
  PluginRegistry plugins(config_with({}), options);
  plugins.add_scanner("local", [&] {
    return std::make_unique<testing::FunctionScanner>(testing::ScannerBehaviour{
        .configure = [&](const Json&, HostServices&) { release.wait(); }});
  });
  const AdapterError error = error_of([&] { plugins.apply(config_with({{"local@a", {"{}"}}})); });
  EXPECT_EQ(error.code, ErrorCode::kPluginCreateFailed);
  EXPECT_THAT(error.message, HasSubstr("was not loaded, constructed and configured within 100 ms"));
  release.count_down();
  plugins.shutdown(0);
}

TEST_F(ReloadTest, AnotherScannerIsSelected) {
  Config config = config_with({{"local", {R"({"v":1})"}}, {"local@b", {R"({"v":2})"}}});
  const auto plugins = registry(config);
  const auto before = plugins->selected_scanner();
  config.scanner = "local@b";
  EXPECT_EQ(plugins->apply(config).unchanged, 2U);
  EXPECT_EQ(document_of(*plugins->selected_scanner()), R"({"v":2})");
  EXPECT_EQ(document_of(*before), R"({"v":1})") << "what was handed out stays what it was";
}

TEST_F(ReloadTest, CallsUnderWayEndInTheOldObject) {
  std::latch begun(1);
  std::latch release(1);
  const auto plugins = registry(config_with({{"local", {R"({"v":1})"}}}));
  const auto scanner = plugins->selected_scanner();
  on_status_ = [&](const CallContext&) {
    begun.count_down();
    release.wait();
  };
  std::string seen;
  std::thread caller([&] { seen = document_of(*scanner); });
  begun.wait();
  plugins->apply(config_with({{"local", {R"({"v":2})"}}}));
  EXPECT_EQ(destroyed_, 0);
  release.count_down();
  caller.join();
  EXPECT_EQ(seen, R"({"v":1})");
  EXPECT_EQ(document_of(*scanner), R"({"v":2})");
  EXPECT_TRUE(plugins->shutdown(0));
  EXPECT_EQ(destroyed_, 2);
}

TEST_F(ReloadTest, CallsThatTakeTooLongAreCancelled) {
  HostOptions brief = options();
  brief.drain_deadline = 1;
  PluginRegistry plugins(config_with({{"local", {R"({"v":1})"}}}), brief);
  plugins.add_scanner("local",
                      [this] { return std::make_unique<testing::FunctionScanner>(local()); });
  const auto scanner = plugins.selected_scanner();
  std::latch begun(1);
  on_status_ = [&](const CallContext& context) {
    begun.count_down();
    if (!context.wait(60'000)) throw AdapterError(ErrorCode::kCancelled, "stopped");
  };
  std::thread caller(
      [&] { EXPECT_EQ(code_of([&] { document_of(*scanner); }), ErrorCode::kCancelled); });
  begun.wait();
  plugins.apply(config_with({{"local", {R"({"v":2})"}}}));
  caller.join();
}

TEST_F(ReloadTest, AParkedScanMeetsTheNewObject) {
  const auto plugins = registry(config_with({{"good-scanner", {R"({"mode":"pending"})"}}}));
  const auto scanner = plugins->scanner("good-scanner");
  const Call call;
  CollectingReportSink sink;
  const ScanStep parked = scan(*scanner, call, sink);
  ASSERT_EQ(parked.kind, StepKind::kPending);
  plugins->apply(config_with({{"good-scanner", {R"({"mode":"ok"})"}}}));
  ScanRequest request;
  const ScanStep done = scanner->resume_scan(request, parked.continuation, nullptr,
                                             registry_access_, sink, call.context());
  EXPECT_EQ(done.kind, StepKind::kDone);
  EXPECT_EQ(nlohmann::json::parse(done.summary.metadata.text)["calls"], 1) << "the old object";
  EXPECT_EQ(code_of([&] {
              scanner->resume_scan(request, {R"({"step":"other"})"}, nullptr, registry_access_,
                                   sink, call.context());
            }),
            ErrorCode::kStaleContinuation);
}

TEST_F(ReloadTest, StateIsThatOfTheAdapterAndNotOfItsObject) {
  const auto plugins = registry(config_with({{"good-scanner", {R"({"mode":"ok"})"}}}));
  const auto scanner = plugins->scanner("good-scanner");
  const Call call;
  CollectingReportSink sink;
  scan(*scanner, call, sink);
  plugins->apply(config_with({{"good-scanner", {R"({"mode":"ok","for":1})"}}}));
  scan(*scanner, call, sink);
  EXPECT_TRUE(plugins->shutdown(0));
}

TEST_F(ReloadTest, WhatNeedsANewStartIsSaidAndLeftAlone) {
  const auto plugins = registry(config_with({}));
  Config next = config_with({});
  next.plugins.dirs = {folder_.str()};
  EXPECT_THAT(plugins->apply(next).restart_needed, ElementsAre(StartsWith("plugins.dirs: ")));
  plugins->scanner("good-scanner")->describe();
  EXPECT_THAT(plugins->apply(next).restart_needed, ElementsAre(StartsWith("plugins.dirs: ")))
      << "it still has not taken effect";
}

TEST_F(ReloadTest, APluginFileThatWasReplacedIsSaid) {
  namespace fs = std::filesystem;
  const std::string file = folder_ / "good-scanner.so";
  fs::copy_file(PORTSIDE_FIXTURE_PLUGINS "/good-scanner.so", file);
  Config config;
  config.plugins.dirs = {folder_.str()};
  config.trust.anchors = {folder_.str()};
  PluginRegistry plugins(config, options());
  plugins.scanner("good-scanner")->describe();
  fs::copy_file(PORTSIDE_FIXTURE_PLUGINS "/good-scanner.so", folder_ / "new.so");
  fs::rename(folder_ / "new.so", file);
  EXPECT_THAT(plugins.apply(config).restart_needed,
              ElementsAre(HasSubstr("was replaced since it was loaded")));
}

TEST_F(ReloadTest, AfterShutdownThereIsNothingToApplyTo) {
  const auto plugins = registry(config_with({}));
  plugins->shutdown(0);
  EXPECT_EQ(code_of([&] { plugins->apply(config_with({})); }), ErrorCode::kShuttingDown);
}

TEST_F(ReloadTest, OnTheCallersThreadsItIsTheSame) {
  HostOptions waiting = options();
  waiting.overdue_calls = OverdueCalls::kWait;
  PluginRegistry plugins(config_with({{"local", {R"({"v":1})"}}}), waiting);
  plugins.add_scanner("local",
                      [this] { return std::make_unique<testing::FunctionScanner>(local()); });
  const auto scanner = plugins.selected_scanner();
  document_of(*scanner);
  plugins.apply(config_with({{"local", {R"({"v":2})"}}}));
  EXPECT_EQ(document_of(*scanner), R"({"v":2})");
  EXPECT_EQ(destroyed_, 1);
}

TEST_F(ReloadTest, AFileIsReadAgain) {
  const auto plugins = registry(config_with({{"local", {R"({"v":1})"}}}));
  const auto scanner = plugins->selected_scanner();
  const std::string good =
      folder_.write("good.yaml", "scanner: local\nadapters: {local: {v: 3}}\n");
  EXPECT_TRUE(plugins->reload(good));
  EXPECT_EQ(document_of(*scanner), R"({"v":3})");
  EXPECT_THAT(log_->text(), HasSubstr(good + ": the configuration was applied; changed: local"));
}

TEST_F(ReloadTest, ABadFileIsSaidLineByLine) {
  const auto plugins = registry(config_with({{"local", {R"({"v":1})"}}}));
  const auto scanner = plugins->selected_scanner();
  const std::string bad = folder_.write("bad.yaml", "scaner: local\nadapters: [x]\n");
  EXPECT_FALSE(plugins->reload(bad));
  EXPECT_THAT(log_->text(), HasSubstr("everything stays as it was"));
  EXPECT_THAT(log_->text(), HasSubstr("scaner: found an unknown key"));
  EXPECT_THAT(log_->text(), HasSubstr("adapters: found a list"));
  EXPECT_FALSE(plugins->reload(folder_ / "none.yaml"));
  EXPECT_EQ(document_of(*scanner), R"({"v":1})");
}

}  // namespace
}  // namespace portside
