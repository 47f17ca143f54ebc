// SPDX-License-Identifier: Apache-2.0
#include "runtime/config_changes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portside::runtime {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

Config with(std::map<std::string, Secret> adapters) {
  Config config;
  config.adapters = std::move(adapters);
  return config;
}

TEST(ConfigChanges, SortsAdapters) {
  const ConfigChanges changes =
      compare(with({{"gone", {"{}"}}, {"new-text", {"{}"}}, {"same", {"{}"}}}),
              with({{"new", {"{}"}}, {"new-text", {R"({"a":1})"}}, {"same", {"{}"}}}), {});
  EXPECT_THAT(changes.added, ElementsAre("new"));
  EXPECT_THAT(changes.changed, ElementsAre("new-text"));
  EXPECT_THAT(changes.removed, ElementsAre("gone"));
  EXPECT_EQ(changes.unchanged, 1U);
}

TEST(ConfigChanges, EqualConfigurationsChangeNothing) {
  const Config config = with({{"a", {"{}"}}, {"b", {}}});
  const ConfigChanges changes = compare(config, config, {"a", "b", "c"});
  EXPECT_THAT(changes.added, IsEmpty());
  EXPECT_THAT(changes.changed, IsEmpty());
  EXPECT_THAT(changes.removed, IsEmpty());
  EXPECT_EQ(changes.unchanged, 3U);
}

TEST(ConfigChanges, AnAdapterThatIsNamedElsewhereStaysWithoutADocument) {
  Config before = with({{"clair", {R"({"a":1})"}}, {"helm", {R"({"a":1})"}}});
  before.scanner = "clair";
  before.processors["helm"] = {"application/x"};
  Config after = before;
  after.adapters.clear();
  const ConfigChanges changes = compare(before, after, {});
  EXPECT_THAT(changes.changed, ElementsAre("clair", "helm"));
  EXPECT_THAT(changes.removed, IsEmpty());
}

TEST(ConfigChanges, AnOpenAdapterThatGetsADocumentIsChanged) {
  const ConfigChanges changes = compare(with({}), with({{"a", {R"({"x":1})"}}}), {"a"});
  EXPECT_THAT(changes.changed, ElementsAre("a"));
  EXPECT_THAT(changes.added, IsEmpty());
}

TEST(ConfigChanges, HttpDefaultsChangeAllAdapters) {
  const Config before = with({{"a", {"{}"}}});
  Config after = before;
  after.http.proxy = std::string("http://proxy:3128");
  EXPECT_THAT(compare(before, after, {"open"}).changed, ElementsAre("a", "open"));
}

TEST(ConfigChanges, AnotherSelectionAloneChangesNoAdapter) {
  Config before = with({{"a", {"{}"}}, {"b", {"{}"}}});
  before.scanner = "a";
  Config after = before;
  after.scanner = "b";
  EXPECT_EQ(compare(before, after, {}).unchanged, 2U);
}

TEST(SettingsOf, AnAdapterWithoutADocumentHasAnEmptyOne) {
  Config config = with({{"a", {R"({"x":1})"}}});
  config.http.ca_file = "/ca.pem";
  EXPECT_EQ(settings_of(config, "a").document.reveal(), R"({"x":1})");
  EXPECT_TRUE(settings_of(config, "b").document.empty());
  EXPECT_EQ(settings_of(config, "b").http.ca_file, "/ca.pem");
}

TEST(PartsThatNeedARestart, AreThoseOfPluginsAndTrust) {
  Config before;
  Config after;
  after.plugins.dirs = {"/x"};
  after.plugins.files = {{"a", "/a.so"}};
  after.plugins.probe = ProbeMode::kOff;
  after.trust.mode = TrustMode::kOff;
  after.trust.anchors = {"/"};
  EXPECT_THAT(parts_that_need_a_restart(before, after),
              ElementsAre(StartsWith("plugins.dirs: the change takes effect when this program "
                                     "starts again"),
                          StartsWith("plugins.files:"), StartsWith("plugins.probe:"),
                          StartsWith("trust.mode:"), StartsWith("trust.anchors:")));
  after = before;
  after.scanner = "a";
  after.log.level = LogLevel::kDebug;
  EXPECT_THAT(parts_that_need_a_restart(before, after), IsEmpty());
}

}  // namespace
}  // namespace portside::runtime
