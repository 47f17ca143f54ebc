// SPDX-License-Identifier: Apache-2.0
#include "loader/judge.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "judge_fixtures.hpp"
#include "scoped_user.hpp"
#include "special_files.hpp"
#include "temp_folder.hpp"

namespace portside::testing {
namespace {

namespace fs = std::filesystem;
using enum PluginReason;

class JudgeFileTest : public ::testing::Test {
 protected:
  TempFolder folder_;
};

TEST_F(JudgeFileTest, GivesEverythingThatLoadingNeeds) {
  const std::string path = good_plugin().write(folder_ / "x.so");
  const loader::JudgedFile file = judged(path);
  ASSERT_THAT(file, InfoAvailable());
  EXPECT_EQ(file.path, path);
  EXPECT_EQ(file.name, "judged");
  EXPECT_STREQ(file.note->name, "judged");
  EXPECT_EQ(file.real_path, fs::canonical(path).string());
  EXPECT_EQ(file.warning, "");
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(file.identity, loader::FileIdentity::of(status));
}

TEST_F(JudgeFileTest, ReadsTheFileThroughTheOpenFolder) {
  const std::string path = good_plugin().write(folder_ / "x.so");
  const process::FileDescriptor fd(
      ::open(folder_.str().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  loader::PathTrust trust(trust_everybody());
  const loader::JudgedFile file = loader::judge_file(path, fd.get(), plain_host(), trust);
  EXPECT_THAT(file, InfoAvailable());
  EXPECT_EQ(file.real_path, fs::canonical(path).string());
}

TEST_F(JudgeFileTest, ResolvesTheLinksOfFolders) {
  good_plugin().write(folder_ / "x.so");
  fs::create_directory_symlink(folder_.path(), folder_ / "here");
  const loader::JudgedFile file = judged(folder_ / "here/x.so");
  EXPECT_THAT(file, InfoAvailable());
  EXPECT_EQ(file.path, folder_ / "here/x.so");
  EXPECT_EQ(file.real_path, fs::canonical(folder_ / "x.so").string());
}

TEST_F(JudgeFileTest, FollowsALinkToTheRealPath) {
  good_plugin().write(folder_ / "versioned.so.1");
  fs::create_symlink("versioned.so.1", folder_ / "middle.so");
  fs::create_symlink("middle.so", folder_ / "x.so");
  const loader::JudgedFile file = judged(folder_ / "x.so");
  EXPECT_THAT(file, InfoAvailable());
  EXPECT_EQ(file.path, folder_ / "x.so");
  EXPECT_EQ(file.real_path, fs::canonical(folder_ / "versioned.so.1").string());
}

TEST_F(JudgeFileTest, RefusesWhatIsNotThere) {
  EXPECT_THAT(judged(folder_ / "x.so"), InfoRefusedFor(kNotFound, "there is no such file"));
  EXPECT_THAT(judged(folder_ / "no/x.so"), InfoRefusedFor(kNotFound, "there is no such file"));
  folder_.write("file", "");
  EXPECT_THAT(judged(folder_ / "file/x.so"), InfoRefusedFor(kNotFound, "there is no such file"));
}

TEST_F(JudgeFileTest, NamesTheTargetOfADanglingLink) {
  fs::create_symlink("/opt/acme/missing.so.2", folder_ / "x.so");
  EXPECT_THAT(
      judged(folder_ / "x.so"),
      InfoRefusedFor(kNotFound, "a link to /opt/acme/missing.so.2, where there is no file"));
}

TEST_F(JudgeFileTest, RefusesALinkToItself) {
  fs::create_symlink("x.so", folder_ / "x.so");
  EXPECT_THAT(judged(folder_ / "x.so"), InfoRefusedFor(kNotFound, "leads in a circle"));
}

TEST_F(JudgeFileTest, RefusesWhatIsNotARegularFile) {
  fs::create_directory(folder_ / "folder.so");
  make_fifo(folder_ / "fifo.so");
  make_socket(folder_ / "socket.so");
  fs::create_symlink("/dev/null", folder_ / "device.so");
  fs::create_symlink("fifo.so", folder_ / "link-to-fifo.so");
  EXPECT_THAT(judged(folder_ / "folder.so"), InfoRefusedFor(kNotRegularFile, "a folder, not"));
  EXPECT_THAT(judged(folder_ / "fifo.so"), InfoRefusedFor(kNotRegularFile, "a FIFO, not"));
  EXPECT_THAT(judged(folder_ / "socket.so"), InfoRefusedFor(kNotRegularFile, "a socket, not"));
  EXPECT_THAT(judged(folder_ / "device.so"), InfoRefusedFor(kNotRegularFile, "a device, not"));
  EXPECT_THAT(judged(folder_ / "link-to-fifo.so"), InfoRefusedFor(kNotRegularFile, "a FIFO, not"));
}

TEST_F(JudgeFileTest, RefusesText) {
  const auto judged_text = [this](std::string_view text) {
    return info_of(judged(folder_.write("x.so", text)));
  };
  EXPECT_THAT(judged_text(""), InfoRefusedFor(kNotElf, "the file is empty"));
  EXPECT_THAT(judged_text("hello, I am text\n"),
              InfoRefusedFor(kNotElf, "begins with \"hello, I am"));
  EXPECT_THAT(judged_text(std::string(2000, 'x')), InfoRefusedFor(kNotElf, "not an ELF file"));
  EXPECT_THAT(judged_text("#!/bin/sh\nexit 1\n"),
              InfoRefusedFor(kNotElf, "begins with \"#!/bin/sh"));
  EXPECT_THAT(judged_text("GROUP ( /lib/libc.so.6 )"), InfoRefusedFor(kNotElf, "\"GROUP ( /lib"));
}

TEST_F(JudgeFileTest, RefusesWhatItMayNotRead) {
  const std::string path = good_plugin().write(folder_ / "x.so");
  fs::permissions(folder_.path(), fs::perms(0755));
  fs::permissions(path, fs::perms(0000));
  {
    const ScopedUser user;
    EXPECT_THAT(judged(path), InfoRefusedFor(kUnreadable, "Permission denied"));
  }
  fs::permissions(folder_.path(), fs::perms(0700));
}

TEST_F(JudgeFileTest, RefusesWhatLiesInAFolderThatItMayNotSearch) {
  fs::create_directory(folder_ / "closed");
  good_plugin().write(folder_ / "closed/x.so");
  fs::create_symlink("closed/x.so", folder_ / "link.so");
  fs::permissions(folder_.path(), fs::perms(0755));
  fs::permissions(folder_ / "closed", fs::perms(0000));
  {
    const ScopedUser user;
    EXPECT_THAT(judged(folder_ / "closed/x.so"), InfoRefusedFor(kUnreadable, "searchable"));
    EXPECT_THAT(judged(folder_ / "link.so"),
                InfoRefusedFor(kUnreadable, "a link to closed/x.so, which cannot be followed"));
  }
  fs::permissions(folder_ / "closed", fs::perms(0700));
}

TEST_F(JudgeFileTest, DescribesARefusedPlugin) {
  ElfPatcher elf = good_plugin();
  elf.note().abi_major = 90;
  const PluginInfo info = info_of(judged(elf.write(folder_ / "x.so")));
  EXPECT_THAT(info, InfoRefusedFor(kAbiMismatch, "ABI 90."));
  EXPECT_EQ(info.name, "judged");
  EXPECT_EQ(info.path, folder_ / "x.so");
}

TEST_F(JudgeFileTest, KeepsControlCharactersOfANameOutOfTheSentence) {
  const PluginInfo info = info_of(judged(folder_.write("two\nlines.so", "text")));
  EXPECT_EQ(info.path, folder_ / "two\nlines.so");
  EXPECT_THAT(info.reason, ::testing::StartsWith(folder_ / "two?lines.so: not an ELF file"));
}

TEST_F(JudgeFileTest, SeesThatAFileWasReplaced) {
  const std::string path = good_plugin().write(folder_ / "x.so");
  const loader::JudgedFile before = judged(path);
  fs::rename(good_plugin().write(folder_ / "new"), path);
  const loader::JudgedFile after = judged(path);
  EXPECT_THAT(after, InfoAvailable());
  EXPECT_NE(before.identity, after.identity);
  EXPECT_EQ(after.identity, judged(path).identity);
}

class TrustedJudgeTest : public JudgeFileTest {
 protected:
  static loader::JudgedFile judge_with(TrustMode mode, const std::string& path) {
    TrustOptions options;
    options.mode = mode;
    loader::PathTrust trust(options);
    return loader::judge_file(path, -1, plain_host(), trust);
  }
};

TEST_F(TrustedJudgeTest, RefusesWhatSomebodyElseCouldHaveWritten) {
  const std::string path = good_plugin().write(folder_ / "x.so");
  EXPECT_THAT(judge_with(TrustMode::kStrict, path), InfoAvailable());
  fs::permissions(path, fs::perms(0666));
  const loader::JudgedFile file = judge_with(TrustMode::kStrict, path);
  EXPECT_THAT(file, InfoRefusedFor(kUntrusted, "the file is writable for everybody"));
  EXPECT_EQ(file.name, "judged");
}

TEST_F(TrustedJudgeTest, WarnsOnlyWhenAskedTo) {
  const std::string path = good_plugin().write(folder_ / "x.so");
  EXPECT_EQ(judge_with(TrustMode::kWarn, path).warning, "");
  fs::permissions(path, fs::perms(0666));
  const loader::JudgedFile file = judge_with(TrustMode::kWarn, path);
  EXPECT_THAT(file, InfoAvailable());
  EXPECT_THAT(file.warning, ::testing::StartsWith(path + ": the file is writable for everybody"));
  EXPECT_EQ(judge_with(TrustMode::kOff, path).warning, "");
}

TEST_F(TrustedJudgeTest, LooksAtTheTargetOfALink) {
  fs::create_directory(folder_ / "open");
  good_plugin().write(folder_ / "open/x.so");
  fs::permissions(folder_ / "open", fs::perms(0777));
  fs::create_symlink("open/x.so", folder_ / "x.so");
  EXPECT_THAT(judge_with(TrustMode::kStrict, folder_ / "x.so"),
              InfoRefusedFor(kUntrusted, (folder_ / "open") + " is writable for everybody"));
}

TEST_F(TrustedJudgeTest, LooksAtTheFolderOfALink) {
  good_plugin().write(folder_ / "x.so");
  fs::create_directory(folder_ / "open");
  fs::permissions(folder_ / "open", fs::perms(0777));
  fs::create_symlink("../x.so", folder_ / "open/x.so");
  EXPECT_THAT(judge_with(TrustMode::kStrict, folder_ / "open/x.so"),
              InfoRefusedFor(kUntrusted, (folder_ / "open") + " is writable for everybody"));
}

}  // namespace
}  // namespace portside::testing
