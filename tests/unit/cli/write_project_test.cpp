// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "cli/plugin_project.hpp"
#include "error_of.hpp"
#include "temp_folder.hpp"

namespace portside::cli {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class WriteProject : public ::testing::Test {
 protected:
  std::string read(const std::string& path) const {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  /// What lies beside the project, the project included.
  std::ptrdiff_t entries() const {
    return std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator());
  }

  const testing::TempFolder folder_;
  const std::string project_ = folder_ / "project";
  const std::vector<ProjectFile> files_ = {{"README.md", "read"}, {"src/a/b.cpp", "code"}};
};

TEST_F(WriteProject, WritesAllFiles) {
  write_project(files_, project_);
  EXPECT_EQ(read(project_ + "/README.md"), "read");
  EXPECT_EQ(read(project_ + "/src/a/b.cpp"), "code");
  EXPECT_EQ(entries(), 1);
}

TEST_F(WriteProject, ItsFolderIsLikeAnyOther) {
  write_project(files_, project_);
  const ::mode_t mask = ::umask(0);
  ::umask(mask);
  EXPECT_EQ(fs::status(project_).permissions(), fs::perms(0777U & ~mask));
}

TEST_F(WriteProject, TakesAnEmptyFolder) {
  fs::create_directory(project_);
  write_project(files_, project_);
  EXPECT_EQ(read(project_ + "/README.md"), "read");
}

TEST_F(WriteProject, OverwritesNothing) {
  fs::create_directory(project_);
  std::ofstream(project_ + "/mine") << "mine";
  const AdapterError error = testing::error_of([&] { write_project(files_, project_); });
  EXPECT_EQ(error.code, ErrorCode::kConflict);
  EXPECT_THAT(error.message, HasSubstr(project_ + ": exists already"));
  EXPECT_FALSE(fs::exists(project_ + "/README.md"));
  EXPECT_EQ(entries(), 1);
}

TEST_F(WriteProject, AFileOrALinkIsNoPlace) {
  std::ofstream(project_) << "a file";
  EXPECT_EQ(testing::code_of([&] { write_project(files_, project_); }), ErrorCode::kConflict);
  fs::create_directory(folder_ / "empty");
  fs::create_directory_symlink(folder_ / "empty", folder_ / "link");
  EXPECT_EQ(testing::code_of([&] { write_project(files_, folder_ / "link"); }),
            ErrorCode::kConflict);
}

TEST_F(WriteProject, LeavesNothingBehindWhenItFails) {
  const std::vector<ProjectFile> impossible = {{"src", "a file"}, {"src/a.cpp", "in a folder"}};
  EXPECT_EQ(testing::code_of([&] { write_project(impossible, project_); }), ErrorCode::kIo);
  EXPECT_EQ(entries(), 0);
}

TEST_F(WriteProject, NamesTheFolderThatIsMissing) {
  const AdapterError error =
      testing::error_of([&] { write_project(files_, folder_ / "nowhere/project"); });
  EXPECT_EQ(error.code, ErrorCode::kIo);
  EXPECT_THAT(error.message, HasSubstr((folder_ / "nowhere") + ": cannot be written: No such"));
}

}  // namespace
}  // namespace portside::cli
