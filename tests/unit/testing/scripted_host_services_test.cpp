// SPDX-License-Identifier: Apache-2.0
#include "portside/testing/scripted_host_services.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "error_of.hpp"
#include "portside/testing/test_call_context.hpp"
#include "string_sink.hpp"

namespace portside::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST(ScriptedHostServices, RecordsTheLog) {
  ScriptedHostServices host("clair@eu");
  EXPECT_EQ(host.instance_id(), "clair@eu");
  host.log(LogLevel::kWarning, "slow", {R"({"ms":5})"});
  host.log(LogLevel::kInfo, "done", {});
  ASSERT_THAT(host.log_lines(), SizeIs(2));
  EXPECT_EQ(host.log_lines()[0].level, LogLevel::kWarning);
  EXPECT_EQ(host.log_lines()[0].message, "slow");
  EXPECT_EQ(host.log_lines()[0].fields, R"({"ms":5})");
  EXPECT_EQ(host.log_lines()[1].fields, "");
}

TEST(ScriptedHostServices, TellsTheTimeOfTheTest) {
  ScriptedHostServices host;
  host.clock().set(1'000);
  EXPECT_EQ(host.now(), 1'000);
  const TestCallContext context(host.clock(), 500);
  context.wait(200);
  EXPECT_EQ(host.now(), 1'200);
}

TEST(ScriptedHostServices, GivesHttpInConfigureOnly) {
  ScriptedHostServices host;
  HttpOptions options;
  options.origins = {"http://s"};
  HttpClient& client = host.http(options);
  host.end_configure();
  EXPECT_EQ(code_of([&] { host.http(options); }), ErrorCode::kPluginContract);
  ASSERT_THAT(host.http_options(), SizeIs(1));
  EXPECT_EQ(host.http_options()[0].origins, options.origins);
  host.http_client().expect("GET", "http://s/").respond(204);
  HttpRequest request;
  request.url = "http://s/";
  EXPECT_EQ(client.send(request, nullptr, TestCallContext()).status, 204);
}

TEST(ScriptedHostServices, KeepsState) {
  ScriptedHostServices host;
  host.state().write({{"a", "1"}});
  EXPECT_EQ(host.key_values().all().at("a"), "1");
}

TEST(ScriptedHostServices, LendsCryptoWhenItHasSome) {
  class CountingCrypto final : public Crypto {
   public:
    std::string sha256(std::string_view) override { return std::string(32, 's'); }
    std::string hmac_sha256(std::string_view, std::string_view) override { return {}; }
    bool equal(std::string_view a, std::string_view b) override { return a == b; }
  } crypto;
  ScriptedHostServices host;
  EXPECT_EQ(code_of([&] { host.crypto(); }), ErrorCode::kUnsupported);
  host.set_crypto(crypto);
  EXPECT_EQ(host.crypto().sha256("x"), std::string(32, 's'));
}

TEST(ScriptedHostServices, MakesRealFoldersAndRemovesThem) {
  namespace fs = std::filesystem;
  fs::path data, first;
  {
    ScriptedHostServices host;
    const TestCallContext context;
    data = host.data_dir();
    EXPECT_EQ(host.data_dir(), data);
    first = host.temp_dir(context);
    const fs::path second = host.temp_dir(context);
    EXPECT_NE(first, second);
    for (const fs::path& folder : {data, first, second}) {
      EXPECT_TRUE(folder.is_absolute());
      EXPECT_TRUE(fs::is_empty(folder));
      EXPECT_EQ(fs::status(folder).permissions(), fs::perms::owner_all);
    }
  }
  EXPECT_FALSE(fs::exists(data));
  EXPECT_FALSE(fs::exists(first));
}

TEST(ScriptedHostServices, RunsScriptedPrograms) {
  ScriptedHostServices host;
  host.children().expect({"/bin/x"}, {.status = -9, .out = "o"});
  ChildCommand command;
  command.argv = {"/bin/x"};
  StringSink out, err;
  EXPECT_EQ(host.run_child(command, out, err, TestCallContext()), -9);
  EXPECT_EQ(out.text(), "o");
}

TEST(ScriptedHostServices, OffersExtensions) {
  ScriptedHostServices host;
  int service = 0;
  EXPECT_EQ(host.extension("portside.metrics/1"), nullptr);
  host.set_extension("portside.metrics/1", &service);
  EXPECT_EQ(host.extension("portside.metrics/1"), &service);
}

}  // namespace
}  // namespace portside::testing
