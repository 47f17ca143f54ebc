// SPDX-License-Identifier: Apache-2.0
#include "portside/host/plugin_registry.hpp"

#include <filesystem>
#include <thread>

#include "registry_fixture.hpp"

namespace portside {
namespace {

namespace fs = std::filesystem;
using testing::error_of;
using ::testing::HasSubstr;

class PluginRegistryTest : public testing::RegistryFixture {};

TEST_F(PluginRegistryTest, LoadsConfiguresAndCallsAPlugin) {
  PluginRegistry registry(config({{"good-scanner", {R"({"mode":"ok"})"}}}), options());
  EXPECT_EQ(info_of(registry, "good-scanner").state, PluginState::kAvailable);
  const auto scanner = registry.scanner("good-scanner");
  EXPECT_EQ(info_of(registry, "good-scanner").state, PluginState::kAvailable) << "loaded too early";
  const Call call;
  CollectingReportSink sink;
  const ScanStep step = scan(*scanner, call, sink);
  EXPECT_EQ(step.kind, StepKind::kDone);
  EXPECT_EQ(sink.take().vulnerabilities.at(0).id, "CVE-2024-3094");
  EXPECT_EQ(info_of(registry, "good-scanner").state, PluginState::kLoaded);
  EXPECT_EQ(scanner->describe().name, "Scripted");
}

TEST_F(PluginRegistryTest, TheSameIdGivesTheSameObject) {
  PluginRegistry registry(config(), options());
  EXPECT_EQ(registry.scanner("good-scanner"), registry.scanner("good-scanner"));
  EXPECT_NE(registry.scanner("good-scanner"), registry.scanner("good-scanner@two"));
}

TEST_F(PluginRegistryTest, OnePluginServesSeveralIds) {
  PluginRegistry registry(config({{"good-scanner@a", {R"({"mode":"ok"})"}},
                                  {"good-scanner@b", {R"({"mode":"pending"})"}}}),
                          options());
  const Call call;
  CollectingReportSink sink;
  EXPECT_EQ(scan(*registry.scanner("good-scanner@a"), call, sink).kind, StepKind::kDone);
  EXPECT_EQ(scan(*registry.scanner("good-scanner@b"), call, sink).kind, StepKind::kPending);
}

TEST_F(PluginRegistryTest, PluginsOfClangWorkBesideThoseOfGcc) {
  PluginRegistry registry(config(), options());
  const Call call;
  CollectingReportSink sink;
  for (const char* name : {"clang-scanner-17", "clang-scanner-20", "good-scanner"}) {
    if (!fs::exists(std::string(PORTSIDE_FIXTURE_PLUGINS) + "/" + name + ".so")) GTEST_SKIP();
    EXPECT_EQ(scan(*registry.scanner(name), call, sink).kind, StepKind::kDone) << name;
  }
}

TEST_F(PluginRegistryTest, LoadsAProcessor) {
  PluginRegistry registry(config(), options());
  const auto processor = registry.processor("good-processor");
  const Call call;
  EXPECT_FALSE(processor->artifact_type({}, call.context()).empty());
  EXPECT_EQ(processor->extension("portside.nothing/1"), nullptr);
}

TEST_F(PluginRegistryTest, AWrongDocumentIsTheAdaptersError) {
  PluginRegistry registry(config({{"good-scanner", {R"({"mode":"refuse_configuration"})"}}}),
                          options());
  const auto scanner = registry.scanner("good-scanner");
  const AdapterError error = error_of([&] { scanner->describe(); });
  EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
  EXPECT_FALSE(error.can_retry);
  EXPECT_EQ(scanner->extension("portside.nothing/1"), nullptr);
}

TEST_F(PluginRegistryTest, PreparesAnAdapterBeforeItsFirstCall) {
  Config config = this->config({{"good-scanner", Secret(R"({"mode":"refuse_configuration"})")},
                                {"two-kinds", Secret(R"({"mode":"refuse_configuration"})")},
                                {"good-scanner@ok", Secret("{}")}});
  config.processors["two-kinds"] = {"application/x"};
  PluginRegistry registry(config, options());
  EXPECT_EQ(testing::error_of([&] { registry.prepare("good-scanner"); }).code,
            ErrorCode::kConfigInvalid);
  registry.prepare("good-scanner@ok");
  registry.prepare("two-kinds");  // as a processor, which takes any document
  EXPECT_EQ(testing::error_of([&] { registry.prepare("nobody"); }).code,
            ErrorCode::kPluginNotFound);
  EXPECT_EQ(testing::error_of([&] { registry.prepare("../x"); }).code, ErrorCode::kPluginNotFound);
  registry.shutdown(0);
  EXPECT_EQ(testing::error_of([&] { registry.prepare("good-scanner@ok"); }).code,
            ErrorCode::kShuttingDown);
}

TEST_F(PluginRegistryTest, TurnsWhatEscapesIntoAdapterErrors) {
  const std::map<std::string, ErrorCode> modes = {
      {"throw_adapter_error", ErrorCode::kScannerUnavailable},
      {"throw_std", ErrorCode::kPluginException},
      {"throw_int", ErrorCode::kPluginUnknownException},
      {"throw_own_struct", ErrorCode::kPluginUnknownException},
      {"pending_for_nothing", ErrorCode::kPluginContract},
      {"unchanged", ErrorCode::kPluginContract},
      {"large_continuation", ErrorCode::kPluginContract}};
  for (const OverdueCalls mode : {OverdueCalls::kAbandon, OverdueCalls::kWait}) {
    HostOptions given = options();
    given.overdue_calls = mode;
    Config config = this->config();
    for (const auto& [word, code] : modes) {
      config.adapters["good-scanner@" + word] = {R"({"mode":")" + word + R"("})"};
    }
    PluginRegistry registry(config, given);
    const Call call;
    CollectingReportSink sink;
    for (const auto& [word, code] : modes) {
      const auto scanner = registry.scanner("good-scanner@" + word);
      EXPECT_EQ(error_of([&] { scan(*scanner, call, sink); }).code, code) << word;
    }
  }
}

TEST_F(PluginRegistryTest, RefusesWhatTheProbeSawCrash) {
  PluginRegistry registry(config(), options());
  const std::map<std::string, std::string> crashing = {
      {"static-ctor-throws", "being loaded"},  {"static-ctor-segfault", "being loaded"},
      {"static-ctor-exits-7", "being loaded"}, {"noexcept-ctor-throws", "constructed"},
      {"ctor-segfault", "constructed"},        {"static-dtor-throws", "ended"}};
  for (const auto& [name, stage] : crashing) {
    const AdapterError error = error_of([&, name = name] { registry.scanner(name)->describe(); });
    EXPECT_EQ(error.code, ErrorCode::kPluginRefused) << name;
    EXPECT_THAT(error.message, HasSubstr(stage)) << name;
    EXPECT_EQ(info_of(registry, name).state, PluginState::kRefused) << name;
    EXPECT_EQ(info_of(registry, name).reason_code, PluginReason::kProbeCrashed) << name;
  }
  EXPECT_EQ(registry.scanner("good-scanner")->describe().name, "Scripted");
}

TEST_F(PluginRegistryTest, AConstructorThatThrowsIsToldAndTriedAgain) {
  PluginRegistry registry(config(), options());
  const std::map<std::string, std::string> throwing = {
      {"ctor-throws-runtime-error", "could not be constructed: "},
      {"ctor-throws-derived", "could not be constructed: "},
      {"ctor-throws-int", "non-standard exception of type int"},
      {"ctor-throws-adapter-error", "could not be constructed: "},
      {"factory-returns-null", "returned nothing"}};
  for (const auto& [name, text] : throwing) {
    const AdapterError error = error_of([&, name = name] { registry.scanner(name)->describe(); });
    EXPECT_EQ(error.code, ErrorCode::kPluginCreateFailed) << name;
    EXPECT_THAT(error.message, HasSubstr(text)) << name;
    // What the adapter says itself counts: a licence that cannot be read stays unreadable.
    EXPECT_EQ(error.retry_after.has_value(), name != "ctor-throws-adapter-error") << name;
    EXPECT_EQ(info_of(registry, name).state, PluginState::kLoaded) << name;
  }
}

TEST_F(PluginRegistryTest, WhatCannotBeLoadedFails) {
  PluginRegistry registry(config(), options());
  const AdapterError error = error_of([&] { registry.scanner("undefined-function")->describe(); });
  EXPECT_EQ(error.code, ErrorCode::kPluginLoadFailed);
  EXPECT_THAT(error.message, HasSubstr("undefined symbol"));
  EXPECT_EQ(info_of(registry, "undefined-function").state, PluginState::kFailed);
  EXPECT_EQ(error_of([&] { registry.scanner("undefined-function@again"); }).code,
            ErrorCode::kPluginLoadFailed);
}

TEST_F(PluginRegistryTest, ProbeAllTellsWhatLoadingWouldDo) {
  PluginRegistry registry(config(), options());
  EXPECT_EQ(info_of(registry, "ctor-segfault").state, PluginState::kAvailable);
  registry.probe_all();
  EXPECT_EQ(info_of(registry, "ctor-segfault").state, PluginState::kRefused);
  EXPECT_EQ(info_of(registry, "undefined-function").state, PluginState::kFailed);
  EXPECT_EQ(info_of(registry, "no-descriptor").reason_code, PluginReason::kBadDescriptor);
  EXPECT_EQ(info_of(registry, "ctor-throws-int").state, PluginState::kAvailable);
  EXPECT_EQ(info_of(registry, "ctor-throws-int").reason_code, PluginReason::kNoObject);
  EXPECT_EQ(info_of(registry, "good-scanner").state, PluginState::kAvailable);
  EXPECT_EQ(info_of(registry, "good-scanner").reason, "");
}

TEST_F(PluginRegistryTest, APluginOfAnotherKindIsNamedWithWhatItIs) {
  PluginRegistry registry(config(), options());
  const AdapterError error = error_of([&] { registry.scanner("good-processor"); });
  EXPECT_EQ(error.code, ErrorCode::kPluginNotFound);
  EXPECT_THAT(error.message, HasSubstr("kind processor, not scanner"));
}

TEST_F(PluginRegistryTest, AFileOfAnotherNameIsNamedWithBoth) {
  Config given = config();
  given.plugins.files["acme"] = std::string(PORTSIDE_FIXTURE_PLUGINS) + "/good-processor.so";
  PluginRegistry registry(given, options());
  const AdapterError error = error_of([&] { registry.processor("acme"); });
  EXPECT_EQ(error.code, ErrorCode::kPluginRefused);
  EXPECT_THAT(error.message,
              HasSubstr("its name is good-processor, the configuration calls it acme"));
}

TEST_F(PluginRegistryTest, AnIdThatCouldLeadElsewhereIsRefused) {
  PluginRegistry registry(config(), options());
  for (const char* id : {"good-scanner@../../x", "../x", "", "good-scanner@"}) {
    EXPECT_EQ(error_of([&] { registry.scanner(id); }).code, ErrorCode::kInvalidArgument) << id;
    EXPECT_EQ(error_of([&] { registry.processor(id); }).code, ErrorCode::kInvalidArgument) << id;
  }
}

TEST_F(PluginRegistryTest, ABuiltInThatCannotBeMadeSaysSo) {
  for (const OverdueCalls mode : {OverdueCalls::kAbandon, OverdueCalls::kWait}) {
    HostOptions given = options();
    given.overdue_calls = mode;
    PluginRegistry registry(config(), given);
    registry.add_scanner("throws", []() -> std::unique_ptr<ScannerAdapter> {
      throw std::runtime_error("no database");
    });
    registry.add_scanner("null", [] { return std::unique_ptr<ScannerAdapter>(); });
    const auto throws = registry.scanner("throws");
    EXPECT_EQ(throws->extension("portside.nothing/1"), nullptr);
    EXPECT_THAT(error_of([&] { throws->describe(); }).message, HasSubstr("no database"));
    const AdapterError error = error_of([&] { registry.scanner("null")->describe(); });
    EXPECT_EQ(error.code, ErrorCode::kPluginCreateFailed);
    EXPECT_THAT(error.message, HasSubstr("returned nothing"));
  }
}

TEST_F(PluginRegistryTest, AnUnfitFileDoesNotHideAFitOne) {
  const testing::TempFolder other;
  folder_.write("good-scanner.so", std::string(100, 'x'));
  fs::copy_file(std::string(PORTSIDE_FIXTURE_PLUGINS) + "/good-scanner.so",
                other / "good-scanner.so");
  Config given;
  given.plugins.dirs = {folder_.str(), other.str()};
  PluginRegistry registry(given, options());
  EXPECT_EQ(registry.scanner("good-scanner")->describe().name, "Scripted");
}

TEST_F(PluginRegistryTest, ProbeAllGoesOnWithoutAProbeProgram) {
  HostOptions given = options();
  given.probe_program = "/nowhere/portside-probe";
  PluginRegistry registry(config(), given);
  EXPECT_EQ(registry.probe_all().size(), registry.plugins().size());
  EXPECT_EQ(info_of(registry, "ctor-segfault").state, PluginState::kAvailable);
  EXPECT_THAT(log_->records().back().message, HasSubstr("/nowhere/portside-probe"));
  EXPECT_EQ(error_of([&] { registry.scanner("good-scanner")->describe(); }).code,
            ErrorCode::kConfigInvalid);
}

TEST_F(PluginRegistryTest, AMissingPluginListsWhereItWasLookedFor) {
  Config given = config();
  given.plugins.dirs.push_back("/nowhere/at/all");
  PluginRegistry registry(given, options());
  const AdapterError error = error_of([&] { registry.scanner("absent"); });
  EXPECT_EQ(error.code, ErrorCode::kPluginNotFound);
  EXPECT_THAT(error.message,
              HasSubstr("there is no plugin absent (searched " PORTSIDE_FIXTURE_PLUGINS
                        ", /nowhere/at/all; "));
  EXPECT_THAT(error.detail, HasSubstr("searched: " PORTSIDE_FIXTURE_PLUGINS));
  EXPECT_THAT(error.detail, HasSubstr("/nowhere/at/all"));
  EXPECT_THAT(error.detail, HasSubstr("is the plugin good-scanner"));
}

TEST_F(PluginRegistryTest, AHostThatNamesNoFolderIsTold) {
  PluginRegistry registry(Config{}, options());
  EXPECT_EQ(error_of([&] { registry.scanner("absent"); }).message,
            "there is no plugin absent (plugins.dirs names no folder; 0 files looked at); name its "
            "folder there, or its file under plugins.files");
  Config many;
  many.plugins.dirs = {"/a", "/b", "/c", "/d", "/e"};
  PluginRegistry elsewhere(many, options());
  EXPECT_THAT(error_of([&] { elsewhere.scanner("absent"); }).message,
              HasSubstr("(searched /a, /b, /c, 2 more folders; 0 files looked at)"));
}

TEST_F(PluginRegistryTest, AFileThatIsMeantAndUnfitIsNotPassedOver) {
  folder_.write("acme.so",
                "not ELF at all, but long enough to be looked at for a header of 64 bytes");
  Config given;
  given.plugins.dirs = {folder_.str()};
  PluginRegistry registry(given, options());
  const AdapterError error = error_of([&] { registry.scanner("acme"); });
  EXPECT_EQ(error.code, ErrorCode::kPluginRefused);
  EXPECT_THAT(error.message, HasSubstr(folder_ / "acme.so"));
}

TEST_F(PluginRegistryTest, SaysWhenALoadedFileWasReplaced) {
  const std::string file = folder_ / "good-scanner.so";
  fs::copy_file(std::string(PORTSIDE_FIXTURE_PLUGINS) + "/good-scanner.so", file);
  Config given;
  given.plugins.dirs = {folder_.str()};
  PluginRegistry registry(given, options());
  EXPECT_EQ(registry.scanner("good-scanner")->describe().name, "Scripted");
  EXPECT_EQ(info_of(registry, "good-scanner").reason, "");
  fs::copy_file(file, folder_ / "new");
  fs::rename(folder_ / "new", file);
  const PluginInfo info = info_of(registry, "good-scanner");
  EXPECT_EQ(info.state, PluginState::kLoaded);
  EXPECT_EQ(info.reason_code, PluginReason::kChangedOnDisk);
  EXPECT_THAT(info.reason, HasSubstr("was replaced since it was loaded"));
  EXPECT_THAT(info.reason, HasSubstr("restart the host"));
  fs::remove(file);
  EXPECT_THAT(info_of(registry, "good-scanner").reason, HasSubstr("is gone"));
}

TEST_F(PluginRegistryTest, BuiltInsComeBeforeFiles) {
  PluginRegistry registry(config(), options());
  registry.add_scanner("good-scanner", [] {
    return std::make_unique<testing::FunctionScanner>(testing::ScannerBehaviour{});
  });
  EXPECT_EQ(registry.scanner("good-scanner")->describe().name, "function");
  EXPECT_EQ(registry.plugins().at(0).name, "good-scanner");
  EXPECT_EQ(registry.plugins().at(0).path, "");
  for (const PluginInfo& info : registry.plugins()) {
    if (info.name != "good-scanner" || info.path.empty()) continue;
    EXPECT_EQ(info.state, PluginState::kShadowed);
    EXPECT_THAT(info.reason, HasSubstr("this program has a built-in plugin good-scanner"));
  }
  const auto again = [&] { registry.add_scanner("good-scanner", nullptr); };
  EXPECT_EQ(error_of(again).code, ErrorCode::kConflict);
  EXPECT_EQ(error_of([&] { registry.add_scanner("Not A Name", nullptr); }).code,
            ErrorCode::kInvalidArgument);
}

TEST_F(PluginRegistryTest, TheConfigurationSelectsTheScanner) {
  Config given = config();
  PluginRegistry none(given, options());
  EXPECT_EQ(error_of([&] { none.selected_scanner(); }).code, ErrorCode::kNotFound);
  given.scanner = "good-scanner@main";
  PluginRegistry one(given, options());
  EXPECT_EQ(one.selected_scanner(), one.scanner("good-scanner@main"));
}

TEST_F(PluginRegistryTest, RefusesAConfigurationThatContradictsItself) {
  Config given;
  given.plugins.dirs = {"relative"};
  given.plugins.files["Bad Name"] = "also/relative";
  given.scanner = "@";
  given.adapters["UPPER"] = {};
  const AdapterError error = error_of([&] { PluginRegistry(given, options()); });
  EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
  for (const char* found : {"'relative'", "'Bad Name'", "'also/relative'", "'@'", "'UPPER'"}) {
    EXPECT_THAT(error.detail, HasSubstr(found));
  }
}

TEST_F(PluginRegistryTest, KeepsStateOverRestartsWhenItHasAFolder) {
  HostOptions given = options();
  given.data_dir = folder_ / "data";
  const auto remember = [](const Json&, HostServices& host) {
    host.state().write({{"seen", "yes"}});
  };
  const auto recall = [](const Json&, HostServices& host) {
    EXPECT_EQ(host.state().get("seen"), "yes");
  };
  registry_with({.configure = remember}, given)->selected_scanner()->describe();
  registry_with({.configure = recall}, given)->selected_scanner()->describe();
}

TEST_F(PluginRegistryTest, WorksForManyThreadsAtATime) {
  PluginRegistry registry(config(), options());
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      const auto scanner = registry.scanner("good-scanner@" + std::to_string(i % 2));
      for (int round = 0; round < 25; ++round) {
        const Call call;
        CollectingReportSink sink;
        EXPECT_EQ(scan(*scanner, call, sink).kind, StepKind::kDone);
        EXPECT_FALSE(registry.plugins().empty());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace portside
