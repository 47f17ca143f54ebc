// SPDX-License-Identifier: Apache-2.0
#include "loader/plugin_loader.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <thread>
#include <vector>

#include "fixtures.hpp"
#include "temp_folder.hpp"

namespace portside {
namespace {

using testing::expect_others_work;
using testing::fixture;
using ::testing::HasSubstr;
using testing::load;
using testing::loaded;
using ::testing::Not;
using testing::refused;
using testing::TempFolder;

TEST(LoadPlugin, KnowsPathNoteAndKinds) {
  const auto plugin = loaded(load(fixture("two-kinds")));
  ASSERT_NE(plugin, nullptr);
  EXPECT_EQ(plugin->path(), std::filesystem::canonical(fixture("two-kinds")));
  EXPECT_STREQ(plugin->note().name, "two-kinds");
  ASSERT_NE(plugin->entry("scanner"), nullptr);
  EXPECT_STREQ(plugin->entry("scanner")->kind, "scanner");
  ASSERT_NE(plugin->entry("processor"), nullptr);
  EXPECT_STREQ(plugin->entry("processor")->kind, "processor");
  EXPECT_EQ(plugin->entry("scan"), nullptr);
  EXPECT_EQ(plugin->entry(""), nullptr);
}

TEST(LoadPlugin, KnowsHowObjectsMayBeCalled) {
  const auto concurrent = loaded(load(fixture("good-scanner")));
  const auto serialized = loaded(load(fixture("serialized-scanner")));
  ASSERT_TRUE(concurrent && serialized);
  EXPECT_EQ(concurrent->thread_model("scanner"), abi::ThreadModel::kConcurrent);
  EXPECT_EQ(serialized->thread_model("scanner"), abi::ThreadModel::kSerialized);
  EXPECT_EQ(concurrent->thread_model("processor"), abi::ThreadModel::kSerialized)
      << "the careful answer for what it does not make";
}

TEST(LoadPlugin, HasNoEntryForAKindThatItDoesNotMake) {
  const auto plugin = loaded(load(fixture("good-processor")));
  ASSERT_NE(plugin, nullptr);
  EXPECT_EQ(plugin->entry("scanner"), nullptr);
}

struct Unusable {
  const char* name;
  PluginReason reason;
  const char* telling;
};

class LoadUnusable : public ::testing::TestWithParam<Unusable> {};

TEST_P(LoadUnusable, IsRefusedAndSpoilsNothing) {
  const std::string path = fixture(GetParam().name);
  const auto refusal = refused(load(path));
  EXPECT_EQ(refusal.reason, GetParam().reason);
  EXPECT_THAT(refusal.sentence, HasSubstr(GetParam().telling));
  EXPECT_THAT(refusal.sentence, HasSubstr("; "));
  EXPECT_THAT(refusal.sentence, Not(HasSubstr(path))) << "whoever shows it puts the path in front";
  EXPECT_EQ(refused(load(path)).sentence, refusal.sentence) << "asked for once more";
  expect_others_work();
}

INSTANTIATE_TEST_SUITE_P(
    All, LoadUnusable,
    ::testing::Values(
        Unusable{"undefined-function", PluginReason::kLoadFailed,
                 "undefined symbol: portside_fixture_missing_function"},
        Unusable{"undefined-data", PluginReason::kLoadFailed,
                 "undefined symbol: portside_fixture_missing_data"},
        Unusable{"needs-absent", PluginReason::kLoadFailed,
                 "cannot load it: libportside_fixture_nowhere.so: cannot open shared object file"},
        Unusable{"no-descriptor", PluginReason::kBadDescriptor, "exports no portside_plugin_v1"},
        Unusable{"wrong-magic", PluginReason::kBadDescriptor, "the word portside"},
        Unusable{"contradicts-name", PluginReason::kBadDescriptor, "somebody-else"},
        Unusable{"contradicts-version", PluginReason::kBadDescriptor, "6.6.6"},
        Unusable{"contradicts-layout", PluginReason::kBadDescriptor, "differs"},
        Unusable{"contradicts-kind", PluginReason::kBadDescriptor, "differs"}),
    [](const auto& row) { return testing::as_test_name(row.param.name); });

TEST(LoadPlugin, MayLoadAnotherFileAfterAFailure) {
  const TempFolder folder;
  const std::string path = folder / "plugin.so";
  std::filesystem::copy_file(fixture("undefined-function"), path);
  EXPECT_EQ(refused(load(path)).reason, PluginReason::kLoadFailed);
  std::filesystem::copy_file(fixture("good-processor"), folder / "new");
  std::filesystem::rename(folder / "new", path);
  EXPECT_NE(loaded(load(path)), nullptr) << "nothing of the first is in the process";
}

TEST(LoadPlugin, FindsLibrariesBesideTheRealFile) {
  const TempFolder folder;
  const std::string link = folder / "linked.so";
  std::filesystem::create_symlink(fixture("needs-neighbour"), link);
  const auto plugin = loaded(load(link));
  ASSERT_NE(plugin, nullptr);
  const testing::PluginObject object(*plugin, "scanner");
  ASSERT_TRUE(object.exists());
  EXPECT_EQ(object.scanner().describe().name, "the neighbour's");
}

TEST(LoadPlugin, GivesTheSamePluginToAllThreads) {
  const TempFolder folder;
  const std::string path = folder / "shared.so";
  std::filesystem::copy_file(fixture("good-processor"), path);
  std::vector<std::shared_ptr<const loader::LoadedPlugin>> plugins(8);
  std::vector<std::thread> threads;
  for (auto& plugin : plugins) {
    threads.emplace_back([&plugin, &path] { plugin = loaded(load(path)); });
  }
  for (auto& thread : threads) thread.join();
  ASSERT_NE(plugins[0], nullptr);
  for (const auto& plugin : plugins) EXPECT_EQ(plugin, plugins[0]);
}

}  // namespace
}  // namespace portside
