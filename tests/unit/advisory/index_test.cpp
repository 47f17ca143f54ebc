// SPDX-License-Identifier: Apache-2.0
#include "advisory/index.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "error_of.hpp"
#include "sample.hpp"

namespace portside::advisory {
namespace {

namespace fs = std::filesystem;

using testing::code_of;
using ::testing::ElementsAre;
using testing::error_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::TempFolder;

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_sample(const std::string& path) {
  IndexBuilder builder;
  add_sample(builder);
  builder.write(path, 5000);
}

TEST(Index, SaysWhatWasPutIn) {
  IndexBuilder builder;
  add_sample(builder);
  const IndexFile file(builder);
  const Index index(file.path());
  EXPECT_EQ(index.built_at(), 5000);
  EXPECT_EQ(index.size(), 3U);
  index.verify();
  const auto sources = index.sources();
  ASSERT_EQ(sources.size(), 2U);
  EXPECT_EQ(sources[0].name, "osv");
  EXPECT_THAT(lines_of(sources[0].releases), ElementsAre("AlmaLinux:9 2000 1"));
  EXPECT_EQ(sources[0].updated_at(), 2000);
  EXPECT_EQ(sources[0].remark, "");
  EXPECT_EQ(sources[1].name, "tracker");
  EXPECT_THAT(lines_of(sources[1].releases), ElementsAre("Debian:12 500 2", "Debian:13 1000 0"));
  EXPECT_EQ(sources[1].updated_at(), 1000);
  EXPECT_EQ(sources[1].remark, "Severities are its own.");
}

TEST(Index, KnowsWhichReleasesAreSpokenFor) {
  IndexBuilder builder;
  add_sample(builder);
  builder.begin_source(source("changelogs", {"Debian:12"}));
  builder.updated_at("Debian:12", 700);
  builder.updated_at("Debian:12", 600);
  const IndexFile file(builder);
  const Index index(file.path());
  EXPECT_TRUE(index.covers("Debian:12"));
  EXPECT_TRUE(index.covers("Debian:13")) << "a source without an advisory for it";
  EXPECT_TRUE(index.covers("AlmaLinux:9")) << "only an advisory says so";
  EXPECT_FALSE(index.covers("Debian:1"));
  EXPECT_FALSE(index.covers(""));
  EXPECT_EQ(index.updated_at("Debian:12"), 700) << "newer data of other releases is not its own";
  EXPECT_EQ(index.updated_at("Debian:13"), 1000);
  EXPECT_EQ(index.updated_at("Debian:11"), 0);
}

TEST(Index, MayBeEmpty) {
  const IndexFile file((IndexBuilder()));
  const Index index(file.path());
  EXPECT_EQ(index.size(), 0U);
  EXPECT_THAT(index.sources(), IsEmpty());
  EXPECT_FALSE(index.covers("Debian:12"));
  index.verify();
}

TEST(Index, StaysWhatItWasWhenAnotherTakesItsPlace) {
  const TempFolder folder;
  const std::string path = folder / "index";
  write_sample(path);
  const Index old(path);
  IndexBuilder().write(path, 6000);
  EXPECT_EQ(Index(path).size(), 0U);
  EXPECT_EQ(old.size(), 3U);
  EXPECT_TRUE(old.covers("Debian:12"));
  old.verify();
}

TEST(Index, IsReadableForAll) {
  const TempFolder folder;
  write_sample(folder / "index");
  struct stat status = {};
  ASSERT_EQ(::stat((folder / "index").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0644U);
}

TEST(Index, IsReplacedWhereALinkLeads) {
  const TempFolder folder;
  const std::string link = folder / "link";
  IndexBuilder().write(folder / "index", 1);
  fs::create_symlink("index", link);
  write_sample(link);
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(Index(folder / "index").size(), 3U);
  EXPECT_EQ(Index(link).size(), 3U);
}

TEST(Index, LeavesNothingBehindWhenItCannotBeWritten) {
  const TempFolder folder;
  fs::create_directory(folder / "index");
  folder.write("index/file", "x");
  const AdapterError error = error_of([&] { write_sample(folder / "index"); });
  EXPECT_EQ(error.code, ErrorCode::kIo);
  EXPECT_THAT(error.message, HasSubstr(folder / "index"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
  EXPECT_EQ(code_of([&] { write_sample(folder / "no/index"); }), ErrorCode::kIo);
}

TEST(Index, NeedsAFileOfItsKind) {
  const TempFolder folder;
  EXPECT_EQ(code_of([&] { Index index(folder / "none"); }), ErrorCode::kNotFound);
  EXPECT_EQ(code_of([&] { Index index(folder.str()); }), ErrorCode::kMalformedData);
  EXPECT_EQ(code_of([&] { Index index(folder.write("empty", "")); }), ErrorCode::kMalformedData);
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(code_of([&] { Index index(folder / "pipe"); }), ErrorCode::kMalformedData);
  const AdapterError error = error_of([&] { Index index(folder.write("text", "[1, 2, 3]")); });
  EXPECT_EQ(error.code, ErrorCode::kMalformedData);
  EXPECT_THAT(error.message, HasSubstr("text: is no index of advisories"));
  EXPECT_THAT(error.message, HasSubstr("portside advisories build"));
}

TEST(Index, OfAnotherFormatIsNamedAsSuch) {
  const TempFolder folder;
  write_sample(folder / "index");
  std::string bytes = bytes_of(folder / "index");
  ++bytes[12];  // Header::format
  const AdapterError error = error_of([&] { Index index(folder.write("newer", bytes)); });
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_THAT(error.message, HasSubstr("has format 3, this program reads format 2"));
  bytes[12] = 2;
  std::swap(bytes[8], bytes[11]);  // Header::byte_order
  std::swap(bytes[9], bytes[10]);
  EXPECT_EQ(code_of([&] { Index index(folder.write("turned", bytes)); }), ErrorCode::kUnsupported);
}

TEST(Index, TakesAPathThatASymbolicLinkLeadsTo) {
  const TempFolder folder;
  write_sample(folder / "index");
  fs::create_symlink("index", folder / "link");
  EXPECT_EQ(Index(folder / "link").size(), 3U);
}

}  // namespace
}  // namespace portside::advisory
