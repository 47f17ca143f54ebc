// SPDX-License-Identifier: Apache-2.0
//
// Which file is which: the dynamic loader compares names and inodes, and would hand out old code.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>

#include "fixtures.hpp"
#include "loader/plugin_loader.hpp"
#include "temp_folder.hpp"

namespace portside {
namespace {

namespace fs = std::filesystem;
using testing::expect_others_work;
using testing::fixture;
using ::testing::HasSubstr;
using testing::judged;
using testing::load;
using testing::loaded;
using testing::refused;

class Identity : public ::testing::Test {
 protected:
  Identity() : path_(folder_ / "plugin.so") { fs::copy_file(fixture("good-processor"), path_); }

  /// Puts another file where the plugin is, as installers do.
  void replace() {
    fs::copy_file(fixture("serialized-scanner"), folder_ / "new");
    fs::rename(folder_ / "new", path_);
  }

  /// What a write does to the identity of the file, without the harm that it does to running code.
  void touch() {
    const timespec times[2] = {{0, 0}, {0, 0}};
    ASSERT_EQ(::utimensat(AT_FDCWD, path_.c_str(), times, 0), 0);
  }

  testing::TempFolder folder_;
  std::string path_;
};

TEST_F(Identity, OfAnotherSpellingIsTheSame) {
  const auto plugin = loaded(load(path_));
  EXPECT_EQ(loaded(load(path_)), plugin);
  EXPECT_EQ(loaded(load(folder_ / "./plugin.so")), plugin);
}

TEST_F(Identity, OfALinkIsThatOfTheFile) {
  fs::create_symlink(path_, folder_ / "symbolic.so");
  fs::create_hard_link(path_, folder_ / "hard.so");
  const auto plugin = loaded(load(path_));
  EXPECT_EQ(loaded(load(folder_ / "symbolic.so")), plugin);
  EXPECT_EQ(loaded(load(folder_ / "hard.so")), plugin);
}

TEST_F(Identity, OfACopyIsItsOwn) {
  fs::copy_file(path_, folder_ / "copy.so");
  const auto plugin = loaded(load(path_));
  const auto copy = loaded(load(folder_ / "copy.so"));
  ASSERT_TRUE(plugin && copy);
  EXPECT_NE(copy->entry("processor"), plugin->entry("processor"));
}

TEST_F(Identity, ChangesWhenTheLoadedFileIsReplaced) {
  const auto plugin = loaded(load(path_));
  replace();
  const auto refusal = refused(load(path_));
  EXPECT_EQ(refusal.reason, PluginReason::kChangedOnDisk);
  EXPECT_THAT(refusal.sentence, HasSubstr("earlier file of this path"));
  EXPECT_THAT(refusal.sentence, HasSubstr("restart"));
  ASSERT_NE(plugin, nullptr);
  EXPECT_TRUE(testing::PluginObject(*plugin, "processor").exists()) << "the old one works on";
  expect_others_work();
}

TEST_F(Identity, ChangesWhenTheLoadedFileIsWrittenTo) {
  EXPECT_NE(loaded(load(path_)), nullptr);
  touch();
  const auto refusal = refused(load(path_));
  EXPECT_EQ(refusal.reason, PluginReason::kChangedOnDisk);
  EXPECT_THAT(refusal.sentence, HasSubstr("before it was written to"));
}

TEST_F(Identity, IsThatOfTheInodeWhateverItsNameIs) {
  EXPECT_NE(loaded(load(path_)), nullptr);
  touch();
  fs::rename(path_, folder_ / "renamed.so");
  EXPECT_EQ(refused(load(folder_ / "renamed.so")).reason, PluginReason::kChangedOnDisk);
}

TEST_F(Identity, ThatWasJudgedIsTheOneToLoad) {
  const auto file = judged(path_);
  replace();
  const auto refusal = refused(loader::load_plugin(file));
  EXPECT_EQ(refusal.reason, PluginReason::kChangedOnDisk);
  EXPECT_THAT(refusal.sentence, HasSubstr("after it was judged"));
  EXPECT_NE(loaded(load(path_)), nullptr) << "nothing was loaded, so the new file may be";
}

TEST_F(Identity, IsLostWhenTheFileIsDeleted) {
  const auto file = judged(path_);
  fs::remove(path_);
  const auto refusal = refused(loader::load_plugin(file));
  EXPECT_EQ(refusal.reason, PluginReason::kChangedOnDisk);
  EXPECT_THAT(refusal.sentence, HasSubstr("can no longer be found"));
}

TEST_F(Identity, OfALoadedPluginOutlivesItsFile) {
  const auto file = judged(path_);
  const auto plugin = loaded(loader::load_plugin(file));
  fs::remove(path_);
  EXPECT_EQ(loaded(loader::load_plugin(file)), plugin);
}

TEST_F(Identity, IsComparedAfterLoadingToo) {
  const std::string restless = folder_ / "restless.so";
  fs::copy_file(fixture("static-ctor-touches-file"), restless);
  const auto refusal = refused(load(restless));
  EXPECT_EQ(refusal.reason, PluginReason::kChangedOnDisk);
  EXPECT_THAT(refusal.sentence, HasSubstr("while it was being loaded"));
  EXPECT_EQ(refused(load(restless)).reason, PluginReason::kChangedOnDisk);
  expect_others_work();
}

}  // namespace
}  // namespace portside
