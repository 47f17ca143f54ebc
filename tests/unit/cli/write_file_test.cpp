// SPDX-License-Identifier: Apache-2.0
#include "cli/write_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "error_of.hpp"
#include "temp_folder.hpp"

namespace portside::cli {
namespace {

namespace fs = std::filesystem;

using testing::error_of;
using ::testing::HasSubstr;

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct stat info_of(const std::string& path) {
  struct stat info {};
  EXPECT_EQ(::stat(path.c_str(), &info), 0) << path;
  return info;
}

constexpr char kAccessList[] = "system.posix_acl_access";

/// Owner reads and writes, user 65534 reads, group and others may nothing
/// (linux/posix_acl_xattr.h).
std::string access_list() {
  const auto number = [](std::uint32_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xffU);
    return text;
  };
  std::string list = number(2, 4);
  constexpr std::uint32_t kNobody = 0xffffffffU;
  struct Entry {
    std::uint32_t tag, permissions, id;
  };
  for (const Entry& entry : {Entry{1, 6, kNobody}, Entry{2, 4, 65534}, Entry{4, 0, kNobody},
                             Entry{0x10, 4, kNobody}, Entry{0x20, 0, kNobody}}) {
    list += number(entry.tag, 2) + number(entry.permissions, 2) + number(entry.id, 4);
  }
  return list;
}

std::ptrdiff_t files_in(const testing::TempFolder& folder) {
  return std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator());
}

/// Files of this process have eight bytes at most.
class FullDisk {
 public:
  FullDisk() {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit small = before_;
    small.rlim_cur = 8;
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int) = std::signal(SIGXFSZ, SIG_IGN);
};

TEST(WriteNewFile, IsForItsOwnerOnly) {
  const testing::TempFolder folder;
  const mode_t before = ::umask(0);
  write_new_file(folder / "k", "text\n");
  ::umask(before);
  EXPECT_EQ(content(folder / "k"), "text\n");
  EXPECT_EQ(info_of(folder / "k").st_mode & 07777U, 0600U);
}

TEST(WriteNewFile, OverwritesNothing) {
  const testing::TempFolder folder;
  const std::string there = folder.write("k", "old");
  const AdapterError error = error_of([&] { write_new_file(there, "new"); });
  EXPECT_EQ(error.code, ErrorCode::kConflict);
  EXPECT_EQ(error.message, there + ": exists already; expected a new name");
  EXPECT_EQ(content(there), "old");
  fs::create_symlink("nowhere", folder / "link");
  EXPECT_EQ(testing::code_of([&] { write_new_file(folder / "link", "new"); }),
            ErrorCode::kConflict);
  EXPECT_FALSE(fs::exists(folder / "nowhere"));
}

TEST(WriteNewFile, SaysWhyItCannot) {
  const testing::TempFolder folder;
  const std::string path = folder / "none/k";
  const AdapterError error = error_of([&] { write_new_file(path, "x"); });
  EXPECT_EQ(error.code, ErrorCode::kIo);
  EXPECT_EQ(error.message, path + ": cannot be written: No such file or directory");
}

TEST(WriteNewFile, LeavesNothingBehindWhenTheDiskIsFull) {
  const testing::TempFolder folder;
  AdapterError error(ErrorCode::kInternal, "");
  {
    const FullDisk full;
    error = error_of([&] { write_new_file(folder / "k", "more than eight bytes"); });
  }
  EXPECT_EQ(error.code, ErrorCode::kIo);
  EXPECT_EQ(error.message, (folder / "k") + ": cannot be written: File too large");
  EXPECT_EQ(files_in(folder), 0);
}

TEST(ReplaceFile, KeepsModeAndOwner) {
  const testing::TempFolder folder;
  const std::string path = folder.write("p.yaml", "old");
  ::chmod(path.c_str(), 0640);
  // Only root gives files away; for others there is nothing to keep but their own id.
  if (::geteuid() == 0) {
    ASSERT_EQ(::chown(path.c_str(), 12345, 54321), 0);
  }
  const struct stat before = info_of(path);
  replace_file(path, "new text");
  const struct stat after = info_of(path);
  EXPECT_EQ(content(path), "new text");
  EXPECT_EQ(after.st_mode, before.st_mode);
  EXPECT_EQ(after.st_uid, before.st_uid);
  EXPECT_EQ(after.st_gid, before.st_gid);
  EXPECT_NE(after.st_ino, before.st_ino) << "it is another file under the name";
  EXPECT_EQ(files_in(folder), 1);
}

TEST(ReplaceFile, WhoeverReadsTheOldOneReadsOn) {
  const testing::TempFolder folder;
  const std::string path = folder.write("p.yaml", "old");
  std::ifstream reader(path);
  replace_file(path, "new");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(reader), {}), "old");
}

TEST(ReplaceFile, FollowsLinks) {
  const testing::TempFolder folder;
  fs::create_directory(folder / "real");
  folder.write("real/p.yaml", "old");
  fs::create_symlink("real/p.yaml", folder / "link.yaml");
  replace_file(folder / "link.yaml", "new");
  EXPECT_TRUE(fs::is_symlink(folder / "link.yaml"));
  EXPECT_EQ(content(folder / "real/p.yaml"), "new");
}

TEST(ReplaceFile, LeavesTheFileWhenTheDiskIsFull) {
  const testing::TempFolder folder;
  const std::string path = folder.write("p.yaml", "the old text");
  ErrorCode code{};
  {
    const FullDisk full;
    code = testing::code_of([&] { replace_file(path, "the new text"); });
  }
  EXPECT_EQ(code, ErrorCode::kIo);
  EXPECT_EQ(content(path), "the old text");
  EXPECT_EQ(files_in(folder), 1);
}

TEST(ReplaceFile, SaysWhyItCannot) {
  const testing::TempFolder folder;
  const std::string missing = folder / "none.yaml";
  const AdapterError error = error_of([&] { replace_file(missing, "x"); });
  EXPECT_EQ(error.code, ErrorCode::kIo);
  EXPECT_EQ(error.message, missing + ": cannot be replaced: No such file or directory");
  EXPECT_EQ(files_in(folder), 0);
  // Nobody makes files there, root neither.
  EXPECT_THAT(error_of([] { replace_file("/proc/self/status", "x"); }).message,
              HasSubstr(": no file can be made there: "));
}

TEST(ReplaceFile, KeepsTheAccessList) {
  const testing::TempFolder folder;
  const std::string file = folder.write("p.yaml", "old");
  const std::string list = access_list();
  if (::setxattr(file.c_str(), kAccessList, list.data(), list.size(), 0) != 0) {
    GTEST_SKIP() << "this file system has no access lists";
  }
  const mode_t mode = info_of(file).st_mode;
  replace_file(file, "new");
  EXPECT_EQ(content(file), "new");
  std::string after(1'024, '\0');
  const ssize_t size = ::getxattr(file.c_str(), kAccessList, after.data(), after.size());
  ASSERT_GT(size, 0);
  after.resize(static_cast<std::size_t>(size));
  EXPECT_EQ(after, list);
  EXPECT_EQ(info_of(file).st_mode, mode);
}

TEST(WriteOutputFile, MakesAFileOrTakesThePlaceOfOne) {
  const testing::TempFolder folder;
  const std::string path = folder / "out";
  const mode_t old_mask = ::umask(027);
  write_output_file(path, [](ByteSink& sink) { sink.write("new"); });
  ::umask(old_mask);
  EXPECT_EQ(content(path), "new");
  EXPECT_EQ(info_of(path).st_mode & 0777U, 0640U);
  ::chmod(path.c_str(), 0604);
  write_output_file(path, [](ByteSink& sink) {
    sink.write("new");
    sink.write("er");
  });
  EXPECT_EQ(content(path), "newer");
  EXPECT_EQ(info_of(path).st_mode & 0777U, 0604U);
  EXPECT_EQ(files_in(folder), 1);
}

TEST(WriteOutputFile, LeavesTheOldOneWhenItsWriterFails) {
  const testing::TempFolder folder;
  const std::string path = folder.write("out", "old");
  const auto fail = [](ByteSink& sink) {
    sink.write("half");
    throw AdapterError(ErrorCode::kCancelled, "stop");
  };
  EXPECT_EQ(testing::code_of([&] { write_output_file(path, fail); }), ErrorCode::kCancelled);
  EXPECT_EQ(content(path), "old");
  EXPECT_EQ(testing::code_of([&] { write_output_file(folder / "none", fail); }),
            ErrorCode::kCancelled);
  EXPECT_EQ(files_in(folder), 1);
}

TEST(WriteOutputFile, FollowsLinksAndWritesToDevices) {
  const testing::TempFolder folder;
  const std::string path = folder.write("out", "old");
  fs::create_symlink(path, folder / "link");
  write_output_file(folder / "link", [](ByteSink& sink) { sink.write("new"); });
  EXPECT_EQ(content(path), "new");
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  write_output_file("/dev/null", [](ByteSink& sink) { sink.write("gone"); });
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST(WriteOutputFile, SaysWhyItCannot) {
  const testing::TempFolder folder;
  const auto nothing = [](ByteSink&) {};
  EXPECT_THAT(error_of([&] { write_output_file(folder.str(), nothing); }).message,
              HasSubstr(": cannot be written: Is a directory"));
  EXPECT_THAT(error_of([&] { write_output_file(folder / "no/file", nothing); }).message,
              HasSubstr("no/file: cannot be written: No such file or directory"));
}

}  // namespace
}  // namespace portside::cli
