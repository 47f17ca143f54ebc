// SPDX-License-Identifier: Apache-2.0
#include "feeds/read_sources.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>

#include "error_of.hpp"
#include "packed_files.hpp"
#include "recorded_feed.hpp"
#include "temp_folder.hpp"

namespace portside::feeds {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using testing::error_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::packed;
using testing::Packing;
using ::testing::StartsWith;

namespace fs = std::filesystem;

std::string record_of(const std::string& id) {
  return R"({"id":")" + id +
         R"(","modified":"2024-01-01T00:00:00Z","affected":[{"package":{"ecosystem":"Debian:12",)"
         R"("name":"lib"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}]}]})";
}

constexpr const char* kSecdb =
    R"({"reponame":"main","distroversion":"v3.10","packages":[{"pkg":{"name":"a",)"
    R"("secfixes":{"1-r0":["CVE-2019-1111"]}}}]})";

class ReadSources : public ::testing::Test {
 protected:
  std::size_t read(const std::vector<std::string>& paths) {
    return read_sources(paths, feed_).documents;
  }
  std::vector<std::string> ids() const {
    std::vector<std::string> all;
    for (const auto& advisory : feed_.advisories) all.push_back(advisory.id);
    return all;
  }

  testing::TempFolder folder_;
  RecordedFeed feed_;
};

TEST_F(ReadSources, TakesFilesOfAnyPacking) {
  const std::vector<std::string> paths = {
      folder_.write("plain", "\xEF\xBB\xBF \n" + record_of("A-1")),
      folder_.write("b.json.gz", packed(record_of("B-1"), Packing::kGzip)),
      folder_.write("c", packed(record_of("C-1"), Packing::kXz)),
      folder_.write("d.zip",
                    testing::zip_of({{"x/1.json", record_of("D-1")}, {"2", record_of("D-2")}})),
      folder_.write("e.tar.gz",
                    packed(testing::tar_of({{"./1", record_of("E-1")}}), Packing::kGzip))};
  EXPECT_EQ(read(paths), 6U);
  EXPECT_THAT(ids(), ElementsAre("A-1", "B-1", "C-1", "D-1", "D-2", "E-1"));
  EXPECT_THAT(feed_.passed, IsEmpty());
}

TEST_F(ReadSources, SaysWhichLinksItDoesNotFollow) {
  fs::create_directory(folder_ / "feeds");
  folder_.write("feeds/a.json", record_of("A-1"));
  fs::create_symlink("a.json", folder_ / "feeds/b.json");
  fs::create_symlink("nowhere", folder_ / "feeds/c.json");
  fs::create_directory_symlink(folder_.path(), folder_ / "feeds/d");
  EXPECT_EQ(read({folder_ / "feeds"}), 2U);
  const std::string why = "are links to something else than a file: ";
  EXPECT_THAT(feed_.passed,
              ElementsAre(why + (folder_ / "feeds/c.json"), why + (folder_ / "feeds/d")));
}

TEST_F(ReadSources, ReadsFoldersInTheOrderOfNames) {
  fs::create_directories(folder_ / "b/c");
  fs::create_directories(folder_ / ".git");
  folder_.write("b/c/2.json", record_of("C-2"));
  folder_.write("b/1.json", record_of("B-1"));
  folder_.write("a.json", kSecdb);
  folder_.write(".git/x.json", "{\"broken");
  folder_.write(".hidden", "{\"broken");
  EXPECT_EQ(read({folder_.path().string()}), 3U);
  EXPECT_THAT(ids(), ElementsAre("CVE-2019-1111", "B-1", "C-2"));
  EXPECT_THAT(feed_.passed, IsEmpty());
}

TEST_F(ReadSources, PassesOverOtherFilesAndNamesThem) {
  folder_.write("1.json", record_of("A-1"));
  folder_.write("2.json", R"({"bomFormat":"CycloneDX"})");
  folder_.write("3.md", "# About");
  folder_.write("4.list", "[29 Mar 2023] DSA-5380-1 xorg-server - security update\n");
  folder_.write("5.json", "");
  folder_.write("6.zip", testing::zip_of({{"README", "x"}, {".git/config.json", "{\"broken"}}));
  EXPECT_EQ(read({folder_.path().string()}), 1U);
  EXPECT_THAT(
      feed_.passed,
      ElementsAre("are JSON, but no advisories that can be read: " + (folder_ / "2.json"),
                  "are no JSON: " + (folder_ / "3.md"), "are no JSON: " + (folder_ / "4.list"),
                  "are empty: " + (folder_ / "5.json"),
                  "are no JSON: " + (folder_ / "6.zip") + ": README"));
}

TEST_F(ReadSources, AFileThatIsNamedHasToHoldAdvisories) {
  folder_.write("good.json", record_of("A-1"));
  for (const char* text : {"# About", "{\"name\":\"x\"}", "", "[]"}) {
    const std::string path = folder_.write("other", text);
    const AdapterError error = error_of([&] { read({folder_ / "good.json", path}); });
    EXPECT_EQ(error.code, ErrorCode::kNotFound) << text;
    EXPECT_THAT(error.message, StartsWith(path + ": holds no advisories; expected OSV records"));
  }
  fs::create_directory(folder_ / "empty");
  EXPECT_EQ(testing::code_of([&] { read({folder_ / "empty"}); }), ErrorCode::kNotFound);
}

TEST_F(ReadSources, DamageEndsTheReadingAndIsNamed) {
  const std::string broken = folder_.write("1.json", record_of("A-1").substr(0, 100));
  AdapterError error = error_of([&] { read({folder_.path().string()}); });
  EXPECT_EQ(error.code, ErrorCode::kMalformedData);
  EXPECT_EQ(error.message, broken + ": the JSON is damaged at byte 101");
  const std::string zip = folder_.write("2.zip", testing::zip_of({{"a/b", "{\"a\" 7}"}}));
  error = error_of([&] { read({zip}); });
  EXPECT_THAT(error.message, StartsWith(zip + ": a/b: the JSON is damaged at byte "));
  std::string bytes = packed(record_of("A-1") + std::string(100'000, ' '), Packing::kGzip);
  bytes.resize(bytes.size() - 20);
  const std::string cut = folder_.write("3.gz", bytes);
  error = error_of([&] { read({cut}); });
  EXPECT_THAT(error.message, StartsWith(cut + ": cannot be unpacked: "));
}

TEST_F(ReadSources, BombsEnd) {
  const std::string bomb = folder_.write(
      "bomb.json.gz", packed("{\"id\":\"" + std::string(8 << 20, 'x'), Packing::kGzip));
  ContainerLimits limits;
  limits.free_bytes = 1 << 20;
  const AdapterError error = error_of([&] { read_sources({bomb}, feed_, limits); });
  EXPECT_EQ(error.code, ErrorCode::kTooLarge);
  EXPECT_THAT(error.message,
              AllOf(StartsWith(bomb + ": unpacks to more than"), HasSubstr("times its size")));
}

TEST_F(ReadSources, WaitsForNothing) {
  const std::string fifo = folder_ / "fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_EQ(error_of([&] { read({fifo}); }).message,
            fifo + ": cannot be read: expected a regular file");
  EXPECT_EQ(error_of([&] { read({folder_ / "none"}); }).code, ErrorCode::kIo);
  // In a folder it is no file.
  folder_.write("a.json", record_of("A-1"));
  EXPECT_EQ(read({folder_.path().string()}), 1U);
}

// Real feeds, where somebody has some.
TEST_F(ReadSources, ReadsRealAdvisories) {
  const char* real = std::getenv("PORTSIDE_TEST_ADVISORIES");
  if (real == nullptr) GTEST_SKIP() << "PORTSIDE_TEST_ADVISORIES names no folder";
  EXPECT_GT(read({real}), 100U);
  EXPECT_GT(feed_.lines.size(), 4'000U);
  EXPECT_THAT(feed_.covered, ::testing::IsSupersetOf({"osv AlmaLinux:8", "osv AlmaLinux:9",
                                                      "alpine-secdb Alpine:v3.10 main",
                                                      "debian-security-tracker Debian:12"}));
}

}  // namespace
}  // namespace portside::feeds
