// SPDX-License-Identifier: Apache-2.0
#include "loader/discovery.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "judge_fixtures.hpp"
#include "scoped_user.hpp"
#include "temp_folder.hpp"

namespace portside::testing {
namespace {

namespace fs = std::filesystem;
using enum PluginReason;
using loader::Discovered;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class DiscoverTest : public ::testing::Test {
 protected:
  DiscoverTest() {
    for (const char* name : {"a", "b"}) fs::create_directory(folder_ / name);
    options_.dirs = {folder_ / "a", folder_ / "b"};
  }

  /// Puts a plugin of this name at a path in the folder.
  std::string install(const std::string& path, const std::string& name) {
    ElfPatcher elf = good_plugin();
    set_text(elf.note().name, name);
    return elf.write(folder_ / path);
  }

  Discovered discover() { return loader::discover(options_, trust_, plain_host()); }

  static std::vector<std::string> paths(const Discovered& found) {
    std::vector<std::string> paths;
    for (const auto& file : found.files) paths.push_back(file.path);
    return paths;
  }

  TempFolder folder_;
  PluginOptions options_;
  TrustOptions trust_ = trust_everybody();
};

TEST_F(DiscoverTest, FindsNothingInEmptyFolders) {
  const Discovered found = discover();
  EXPECT_TRUE(found.files.empty());
  EXPECT_TRUE(found.unreadable_folders.empty());
}

TEST_F(DiscoverTest, GoesByFoldersAndThenByNames) {
  const auto z = install("a/z.so", "z");
  const auto m = install("a/m.so", "m");
  const auto b = install("b/b.so", "b");
  const auto single = install("single.so", "single");
  options_.files = {{"single", single}};
  const Discovered found = discover();
  EXPECT_THAT(paths(found), ElementsAre(single, m, z, b));
  for (const auto& file : found.files) EXPECT_THAT(file, InfoAvailable());
}

TEST_F(DiscoverTest, PassesOverOtherNamesAndLowerFolders) {
  install("a/.hidden.so", "hidden");
  install("a/x.so.1", "versioned");
  install("a/.so", "nothing");
  install("a/readme", "readme");
  fs::create_directory(folder_ / "a/lower");
  install("a/lower/x.so", "lower");
  EXPECT_TRUE(discover().files.empty());
}

TEST_F(DiscoverTest, ListsAFolderThatLooksLikeAPlugin) {
  fs::create_directory(folder_ / "a/x.so");
  const Discovered found = discover();
  ASSERT_EQ(found.files.size(), 1U);
  EXPECT_THAT(found.files[0], InfoRefusedFor(kNotRegularFile, "a folder"));
}

TEST_F(DiscoverTest, TakesAFolderWithASlashAtTheEnd) {
  const auto x = install("a/x.so", "x");
  options_.dirs = {folder_ / "a/"};
  EXPECT_THAT(paths(discover()), ElementsAre(x));
}

TEST_F(DiscoverTest, ShadowsTheLaterOfOneName) {
  const auto first = install("a/x.so", "acme");
  install("b/y.so", "acme");
  const Discovered found = discover();
  ASSERT_EQ(found.files.size(), 2U);
  EXPECT_THAT(found.files[0], InfoAvailable());
  const loader::JudgedFile& later = found.files[1];
  EXPECT_EQ(later.state, PluginState::kShadowed);
  EXPECT_EQ(later.reason_code, kDuplicate);
  EXPECT_THAT(later.reason, HasSubstr((folder_ / "b/y.so") +
                                      ": another plugin named acme was found before it, " + first));
}

TEST_F(DiscoverTest, AnUnfitFileInAFolderShadowsNobody) {
  ElfPatcher elf = good_plugin();
  set_text(elf.note().name, "acme");
  elf.note().abi_major = 9;
  elf.write(folder_ / "a/x.so");
  install("b/x.so", "acme");
  const Discovered found = discover();
  ASSERT_EQ(found.files.size(), 2U);
  EXPECT_THAT(found.files[0], InfoRefusedFor(kAbiMismatch, ""));
  EXPECT_THAT(found.files[1], InfoAvailable());
}

TEST_F(DiscoverTest, RefusesTheSameFileUnderAnotherName) {
  const auto x = install("a/x.so", "acme");
  fs::create_hard_link(x, folder_ / "b/hard.so");
  fs::create_symlink("../a/x.so", folder_ / "b/soft.so");
  const Discovered found = discover();
  ASSERT_EQ(found.files.size(), 3U);
  EXPECT_THAT(found.files[0], InfoAvailable());
  EXPECT_THAT(found.files[1], InfoRefusedFor(kDuplicate, "the same file as " + x));
  EXPECT_THAT(found.files[2], InfoRefusedFor(kDuplicate, "the same file as " + x));
}

TEST_F(DiscoverTest, RefusesAConfiguredFileOfAnotherName) {
  options_.files = {{"acme", install("single.so", "other")}};
  const Discovered found = discover();
  ASSERT_EQ(found.files.size(), 1U);
  EXPECT_THAT(found.files[0],
              InfoRefusedFor(kWrongName, "its name is other, the configuration calls it acme"));
}

TEST_F(DiscoverTest, AConfiguredFileKeepsItsNameWhenItIsUnfit) {
  options_.files = {{"acme", folder_ / "missing.so"}};
  install("a/x.so", "acme");
  const Discovered found = discover();
  ASSERT_EQ(found.files.size(), 2U);
  EXPECT_THAT(found.files[0], InfoRefusedFor(kNotFound, "there is no such file"));
  EXPECT_EQ(found.files[1].state, PluginState::kShadowed);
  EXPECT_THAT(found.files[1].reason,
              HasSubstr("the configuration gives the name acme to " + (folder_ / "missing.so")));
}

TEST_F(DiscoverTest, TellsWhichFoldersCannotBeRead) {
  folder_.write("file", "");
  const auto x = install("b/x.so", "x");
  options_.dirs = {folder_ / "missing", folder_ / "file", folder_ / "b"};
  const Discovered found = discover();
  EXPECT_THAT(paths(found), ElementsAre(x));
  EXPECT_THAT(
      found.unreadable_folders,
      ElementsAre(
          HasSubstr((folder_ / "missing") + ": the plugin folder cannot be read (No such file"),
          HasSubstr((folder_ / "file") + ": the plugin folder cannot be read (Not a")));
}

TEST_F(DiscoverTest, TellsWhichFolderIsClosed) {
  fs::permissions(folder_.path(), fs::perms(0755));
  fs::permissions(folder_ / "a", fs::perms(0000));
  {
    const ScopedUser user;
    EXPECT_THAT(discover().unreadable_folders,
                ElementsAre(HasSubstr("(Permission denied); make it")));
  }
  fs::permissions(folder_ / "a", fs::perms(0755));
}

TEST_F(DiscoverTest, PassesTheTrustOptionsOn) {
  const auto x = install("a/x.so", "x");
  fs::permissions(x, fs::perms(0666));
  trust_.mode = TrustMode::kStrict;
  EXPECT_THAT(discover().files.at(0), InfoRefusedFor(kUntrusted, "the file is writable"));
  trust_.mode = TrustMode::kWarn;
  EXPECT_THAT(discover().files.at(0).warning, HasSubstr("the file is writable"));
}

}  // namespace
}  // namespace portside::testing
