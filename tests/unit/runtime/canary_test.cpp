// SPDX-License-Identifier: Apache-2.0
// What a host is told in confidence stays out of everything that it writes down: its log, its
// errors, its reports and its files.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "registry_fixture.hpp"

namespace portside {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kCanary[] = "canary-5d1f-secret";

class CanaryTest : public testing::RegistryFixture {
 protected:
  void SetUp() override {
    lookup_.environment = [](const std::string& name) {
      return name == "CANARY" ? std::optional<std::string>(kCanary) : std::nullopt;
    };
    lookup_.file = [](const std::string&) { return Secret(kCanary); };
  }

  void TearDown() override {
    for (const LogRecord& record : log_->records()) {
      EXPECT_THAT(record.message + record.fields.text, Not(HasSubstr(kCanary)));
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.str())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string content{std::istreambuf_iterator<char>(file), {}};
      EXPECT_THAT(content, Not(HasSubstr(kCanary))) << entry.path();
    }
  }

  /// A document with the canary where a plugin may have it, and `wrong` beside it.
  Config with(const std::string& wrong) const {
    return parse_config(text_with(wrong), ConfigFormat::kYaml, "p.yaml", lookup_);
  }

  static std::string text_with(const std::string& wrong) {
    return "plugins: {dirs: ['" PORTSIDE_FIXTURE_PLUGINS
           "']}\n"
           "trust: {anchors: ['" PORTSIDE_BUILD_DIR
           "']}\n"
           "http: {proxy: 'http://${ENV:CANARY}.example:1'}\n"
           "registry: {url: 'https://r.example', user: u, password: '${ENV:CANARY}'}\n"
           "scanner: local\n"
           "adapters:\n"
           "  local: {token: '${ENV:CANARY}', header: 'Bearer ${FILE:/key}'}\n" +
           wrong;
  }

  HostOptions all_options() const {
    HostOptions options = this->options();
    options.data_dir = folder_ / "data";
    options.temp_dir = folder_.str();
    return options;
  }

  static void expect_clean(const AdapterError& error) {
    EXPECT_THAT(error.message + error.detail + error.what(), Not(HasSubstr(kCanary)));
  }

  SecretLookup lookup_;
};

std::unique_ptr<ScannerAdapter> scanner_that_works() {
  return std::make_unique<testing::FunctionScanner>(testing::ScannerBehaviour{
      .configure =
          [](const Json& config, HostServices& host) {
            EXPECT_THAT(config.text, HasSubstr(kCanary)) << "the secret gets where it belongs";
            host.log(LogLevel::kDebug, "configured", {R"({"adapter":"local"})"});
            host.state().write({{"seen", "1"}});
            host.data_dir();
          },
      .scan = [](RegistryAccess&, ReportSink&, const CallContext&) -> ScanStep {
        throw AdapterError(ErrorCode::kScannerUnavailable, "it is away");
      }});
}

TEST_F(CanaryTest, CallsAndReloadsTellNothing) {
  PluginRegistry plugins(with(""), all_options());
  plugins.add_scanner("local", &scanner_that_works);
  const Call call;
  CollectingReportSink sink;
  expect_clean(testing::error_of([&] { scan(*plugins.selected_scanner(), call, sink); }));

  // Of each sort of trouble that a configuration can be in.
  for (const std::string wrong :
       {"  schema-scanner: {url: 5, key: '${ENV:CANARY}', mode: {x: '${ENV:CANARY}'}}\n",
        "  nobody: {token: '${ENV:CANARY}'}\n", "  ctor-throws-int: {x: ['${ENV:CANARY}']}\n"}) {
    std::optional<Config> config;
    try {
      config = with(wrong);
    } catch (const AdapterError& error) {
      expect_clean(error);
      continue;
    }
    expect_clean(testing::error_of([&] { plugins.apply(*config); }));
  }
  for (const std::string wrong :
       {"  schema-scanner: {url: '${ENV:CANARY}', key: [5, '${ENV:CANARY}']}\n",
        "  schema-scanner: {unknown: '${FILE:/key}'}\n", "  x: \"canary-5d1f-secret\n",
        "  x: {y: canary-5d1f-secret: z}\n", "logg: {level: '${ENV:CANARY}'}\n",
        "log: {level: '${ENV:CANARY}', format: ['${ENV:CANARY}']}\n"}) {
    const std::string before = log_->text();
    // Not in the folder that is searched: the file itself may hold secrets.
    const testing::TempFolder elsewhere;
    EXPECT_FALSE(plugins.reload(elsewhere.write("p.yaml", text_with(wrong)), lookup_)) << wrong;
    EXPECT_GT(log_->text().size(), before.size()) << "it says why";
  }
  const testing::TempFolder elsewhere;
  EXPECT_TRUE(plugins.reload(
      elsewhere.write("p.yaml", text_with("  local@b: {token: '${ENV:CANARY}'}\n")), lookup_));
  EXPECT_TRUE(plugins.shutdown(1'000));
}

}  // namespace
}  // namespace portside
