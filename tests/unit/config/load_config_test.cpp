// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "parse.hpp"
#include "temp_folder.hpp"

namespace portside::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string failure(const std::string& path) {
  try {
    load_config(path);
  } catch (const AdapterError& error) {
    EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
    return error.message;
  }
  return "nothing was thrown";
}

TEST(LoadConfig, TellsTheFormatByTheName) {
  const TempFolder folder;
  EXPECT_EQ(load_config(folder.write("a.yaml", "scanner: one")).scanner, "one");
  EXPECT_EQ(load_config(folder.write("a.yml", "scanner: one")).scanner, "one");
  EXPECT_EQ(load_config(folder.write("portside.conf", "scanner: one")).scanner, "one");
  EXPECT_EQ(load_config(folder.write("a.json", R"({"scanner":"two"})")).scanner, "two");
  EXPECT_THAT(failure(folder.write("b.json", "scanner: one")), HasSubstr("this is not JSON"));
}

TEST(LoadConfig, NamesTheFileInEveryMistake) {
  const TempFolder folder;
  const std::string yaml = folder.write("a.yaml", "\nx: 1");
  EXPECT_THAT(failure(yaml), StartsWith(yaml + ":2: x: found an unknown key"));
  const std::string json = folder.write("a.json", R"({"x":1})");
  EXPECT_THAT(failure(json), StartsWith(json + ": /x: found an unknown key"));
}

TEST(LoadConfig, SaysWhyAFileCannotBeRead) {
  const TempFolder folder;
  const std::string missing = folder / "missing.yaml";
  EXPECT_EQ(failure(missing), missing +
                                  ": the configuration cannot be read: No such file or "
                                  "directory; check its path");
  EXPECT_THAT(failure(folder.str()), HasSubstr("expected a regular file"));
  EXPECT_THAT(failure(""), HasSubstr("cannot be read"));
  EXPECT_THAT(failure(std::string("/etc\0/passwd", 12)), HasSubstr("zero byte"));
}

TEST(LoadConfig, DoesNotWaitForTheWriterOfAFifo) {
  const TempFolder folder;
  const std::string fifo = folder / "fifo.yaml";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_THAT(failure(fifo), HasSubstr("expected a regular file"));
}

TEST(LoadConfig, FollowsLinks) {
  const TempFolder folder;
  folder.write("real.yaml", "scanner: one");
  std::filesystem::create_symlink("real.yaml", folder / "link.yaml");
  EXPECT_EQ(load_config(folder / "link.yaml").scanner, "one");
  std::filesystem::create_symlink("nowhere", folder / "dangling.yaml");
  EXPECT_THAT(failure(folder / "dangling.yaml"), HasSubstr("No such file"));
}

TEST(LoadConfig, ReadsNoMoreThanTheLimit) {
  const TempFolder folder;
  const std::string file = folder.write("a.yaml", "");
  std::filesystem::resize_file(file, std::uintmax_t{1} << 40U);  // sparse
  EXPECT_THAT(failure(file), HasSubstr("found more than 4 MiB"));
}

}  // namespace
}  // namespace portside::testing
