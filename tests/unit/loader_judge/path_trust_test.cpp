// SPDX-License-Identifier: Apache-2.0
#include "loader/path_trust.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "judge_fixtures.hpp"
#include "scoped_user.hpp"
#include "temp_folder.hpp"

namespace portside::testing {
namespace {

namespace fs = std::filesystem;
using enum PluginReason;
using loader::PathTrust;
using loader::Refusal;

/// FOLDER/outer/inner/x.so, all of it ours and writable for nobody else.
class PathTrustTest : public ::testing::Test {
 protected:
  PathTrustTest() {
    fs::create_directories(inner_);
    for (const std::string& folder : {outer_, inner_}) fs::permissions(folder, fs::perms(0755));
    folder_.write("outer/inner/x.so", "x");
    fs::permissions(file_, fs::perms(0644));
  }

  /// A new judgement of a path.
  static std::optional<Refusal> check(const std::string& path, const TrustOptions& options = {}) {
    PathTrust trust(options);
    return check_with(trust, path);
  }
  static std::optional<Refusal> check_with(PathTrust& trust, const std::string& path) {
    struct stat status {};
    EXPECT_EQ(::lstat(path.c_str(), &status), 0) << path;
    return trust.check(path, status);
  }
  static TrustOptions anchored(const std::string& anchor) {
    TrustOptions options;
    options.anchors = {anchor};
    return options;
  }
  static void give_away(const std::string& path) {
    ASSERT_EQ(::lchown(path.c_str(), kNobody, kNobody), 0) << path;
  }

  TempFolder folder_;
  std::string outer_ = folder_ / "outer";
  std::string inner_ = folder_ / "outer/inner";
  std::string file_ = folder_ / "outer/inner/x.so";
};

TEST_F(PathTrustTest, TakesWhatOnlyWeCanWrite) {
  EXPECT_EQ(check(file_), std::nullopt);
}

TEST_F(PathTrustTest, TakesWhatOnlyRootCanWrite) {
  const ScopedUser user;
  EXPECT_EQ(check("/etc/passwd"), std::nullopt);
}

TEST_F(PathTrustTest, RefusesAFileForTheGroup) {
  fs::permissions(file_, fs::perms(0664));
  EXPECT_THAT(check(file_), RefusedFor(kUntrusted, "the file is writable for its group"));
}

TEST_F(PathTrustTest, RefusesAFileForEverybody) {
  fs::permissions(file_, fs::perms(0666));
  EXPECT_THAT(check(file_), RefusedFor(kUntrusted, "the file is writable for everybody"));
}

TEST_F(PathTrustTest, NamesTheFolderThatIsNotTrusted) {
  fs::permissions(inner_, fs::perms(0775));
  EXPECT_THAT(check(file_),
              RefusedFor(kUntrusted, "the folder " + inner_ + " is writable for its"));
  fs::permissions(inner_, fs::perms(0755));
  fs::permissions(outer_, fs::perms(0777));
  EXPECT_THAT(check(file_),
              RefusedFor(kUntrusted, "the folder " + outer_ + " is writable for everybody"));
}

TEST_F(PathTrustTest, TellsTheRemedy) {
  fs::permissions(inner_, fs::perms(0777));
  EXPECT_THAT(check(file_), RefusedFor(kUntrusted, "run chmod go-w on it"));
  EXPECT_THAT(check(file_), RefusedFor(kUntrusted, "trust.anchors"));
}

TEST_F(PathTrustTest, TakesAStickyFolderAboveWhatIsOurs) {
  fs::permissions(outer_, fs::perms(01777));
  EXPECT_EQ(check(file_), std::nullopt);
  fs::permissions(inner_, fs::perms(01775));
  EXPECT_EQ(check(file_), std::nullopt);
}

TEST_F(PathTrustTest, RefusesForeignOwners) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  give_away(file_);
  EXPECT_THAT(check(file_), RefusedFor(kUntrusted, "the file belongs to user 65534"));
  ASSERT_EQ(::chown(file_.c_str(), 0, 0), 0);
  give_away(outer_);
  EXPECT_THAT(check(file_),
              RefusedFor(kUntrusted, "the folder " + outer_ + " belongs to user 65534"));
}

TEST_F(PathTrustTest, RefusesForeignFilesInAStickyFolder) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  fs::permissions(outer_, fs::perms(01777));
  give_away(inner_);
  EXPECT_THAT(check(file_), RefusedFor(kUntrusted, "the folder " + inner_ + " belongs to user"));
}

TEST_F(PathTrustTest, RefusesAStickyFolderOfAnother) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  fs::permissions(outer_, fs::perms(01777));
  give_away(outer_);
  EXPECT_THAT(check(file_), RefusedFor(kUntrusted, "the folder " + outer_ + " belongs to user"));
}

TEST_F(PathTrustTest, EndsAtAnAnchor) {
  fs::permissions(outer_, fs::perms(0777));
  EXPECT_THAT(check(file_), RefusedFor(kUntrusted, outer_));
  EXPECT_EQ(check(file_, anchored(outer_)), std::nullopt);
  EXPECT_EQ(check(file_, anchored(inner_)), std::nullopt);
}

TEST_F(PathTrustTest, LooksAtWhatLiesBelowAnAnchor) {
  fs::permissions(inner_, fs::perms(0777));
  EXPECT_THAT(check(file_, anchored(outer_)), RefusedFor(kUntrusted, inner_));
  fs::permissions(file_, fs::perms(0666));
  EXPECT_THAT(check(file_, anchored(inner_)), RefusedFor(kUntrusted, "the file"));
}

TEST_F(PathTrustTest, AnAnchorIsAFolderAndNotThePrefixOfAPath) {
  fs::permissions(outer_, fs::perms(0777));
  fs::create_directory(folder_ / "out");
  EXPECT_THAT(check(file_, anchored(folder_ / "out")), RefusedFor(kUntrusted, outer_));
}

TEST_F(PathTrustTest, ResolvesTheLinksOfAnAnchor) {
  fs::permissions(outer_, fs::perms(0777));
  fs::create_directory_symlink(outer_, folder_ / "link");
  EXPECT_EQ(check(file_, anchored(folder_ / "link/../outer")), std::nullopt);
  EXPECT_EQ(check(file_, anchored(folder_ / "link")), std::nullopt);
}

TEST_F(PathTrustTest, IgnoresAnAnchorThatDoesNotExist) {
  EXPECT_EQ(check(file_, anchored(folder_ / "nowhere")), std::nullopt);
}

TEST_F(PathTrustTest, LooksAtNothingWhenItIsOff) {
  fs::permissions(file_, fs::perms(0666));
  EXPECT_EQ(check(file_, trust_everybody()), std::nullopt);
}

TEST_F(PathTrustTest, LooksAtAFolderOnce) {
  PathTrust trust(TrustOptions{});
  EXPECT_EQ(check_with(trust, file_), std::nullopt);
  fs::permissions(inner_, fs::perms(0777));
  EXPECT_EQ(check_with(trust, file_), std::nullopt);
  EXPECT_NE(check(file_), std::nullopt);
}

TEST_F(PathTrustTest, LooksAtTheOwnerOfALinkAndNotAtItsMode) {
  const std::string link = inner_ + "/link.so";
  fs::create_symlink(file_, link);
  EXPECT_EQ(check(link), std::nullopt);
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  give_away(link);
  EXPECT_THAT(check(link), RefusedFor(kUntrusted, "the link " + link + " belongs to user 65534"));
}

TEST_F(PathTrustTest, RefusesAFolderThatIsGone) {
  struct stat status {};
  ASSERT_EQ(::lstat(file_.c_str(), &status), 0);
  PathTrust trust(TrustOptions{});
  EXPECT_THAT(trust.check("/nowhere-at-all/x.so", status),
              RefusedFor(kUntrusted, "the folder /nowhere-at-all cannot be looked at"));
}

TEST_F(PathTrustTest, KnowsRealFolders) {
  fs::create_directory_symlink(inner_, folder_ / "link");
  PathTrust trust(TrustOptions{});
  EXPECT_EQ(trust.real_folder(folder_ / "link"), fs::canonical(inner_).string());
  EXPECT_EQ(trust.real_folder("/"), "/");
  EXPECT_EQ(trust.real_folder(folder_ / "nowhere"), "");
}

TEST(FolderOf, SplitsPaths) {
  EXPECT_EQ(loader::folder_of("/a/b.so"), "/a");
  EXPECT_EQ(loader::folder_of("/b.so"), "/");
  EXPECT_EQ(loader::folder_of("b.so"), "");
  EXPECT_EQ(loader::name_in_folder("/a/b.so"), "b.so");
  EXPECT_EQ(loader::name_in_folder("b.so"), "b.so");
}

}  // namespace
}  // namespace portside::testing
