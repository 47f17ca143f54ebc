// SPDX-License-Identifier: Apache-2.0
#include "artifact/archive_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "error_of.hpp"
#include "packed.hpp"
#include "tar_builder.hpp"

namespace portside::artifact {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using testing::TarBuilder;

/// All files of an archive that comes in pieces.
std::map<std::string, std::string> all_files(const std::string& packed, std::size_t piece = 7) {
  std::map<std::string, std::string> found;
  ArchiveFiles files(
      [&found](std::string_view path, std::uint64_t) { return &found[std::string(path)]; },
      "the archive");
  for (std::size_t at = 0; at < packed.size(); at += piece) files.write(packed.substr(at, piece));
  files.finish();
  return found;
}

ErrorCode refusal_of(const std::string& packed) {
  return testing::code_of([&] { all_files(packed, 4096); });
}

TEST(ArchiveFilesTest, AreReadHoweverTheyArePacked) {
  TarBuilder tar;
  tar.directory("d/").file("d/a", "one").file("./b", "").file("/c", "three");
  for (const std::string& packed :
       {tar.finish(), testing::gzip(tar.finish()), testing::zstd(tar.finish())}) {
    EXPECT_THAT(all_files(packed),
                ElementsAre(Pair("b", ""), Pair("c", "three"), Pair("d/a", "one")));
  }
  EXPECT_TRUE(all_files("").empty());
}

TEST(ArchiveFilesTest, LinksAreNone) {
  TarBuilder tar;
  tar.symlink("values.yaml", "/etc/passwd").hard_link("b", "a").entry("pipe", '6');
  EXPECT_TRUE(all_files(tar.finish()).empty());
}

TEST(ArchiveFilesTest, TheLastOfOneNameCounts) {
  TarBuilder tar;
  tar.file("a", "first").file("a", "second");
  EXPECT_THAT(all_files(tar.finish()), ElementsAre(Pair("a", "second")));
}

TEST(ArchiveFilesTest, NamesThatLeadOutAreJustNames) {
  TarBuilder tar;
  tar.file("../../etc/passwd", "x");
  EXPECT_THAT(all_files(tar.finish()), ElementsAre(Pair("../../etc/passwd", "x")));
}

TEST(ArchiveFilesTest, DamageIsFoundAtTheEnd) {
  TarBuilder tar;
  tar.file("a", std::string(5'000, 'a'));
  const std::string packed = testing::gzip(tar.finish());
  std::string broken = packed;
  broken[packed.size() / 2] = static_cast<char>(~broken[packed.size() / 2]);
  for (const std::string& damaged : {packed.substr(0, 40), broken, packed + "x",
                                     tar.unfinished().substr(0, 700), std::string(600, 'x')}) {
    EXPECT_EQ(refusal_of(damaged), ErrorCode::kMalformedData);
  }
}

TEST(ArchiveFilesTest, AreBounded) {
  TarBuilder large;
  large.file("a", std::string(kMaxFileBytes + 1, 'a'));
  EXPECT_EQ(refusal_of(testing::gzip(large.finish())), ErrorCode::kTooLarge);
  TarBuilder fits;
  fits.file("a", std::string(kMaxFileBytes, 'a'));
  EXPECT_EQ(all_files(testing::gzip(fits.finish()), 4096).at("a").size(), kMaxFileBytes);
  TarBuilder many;
  for (std::uint64_t i = 0; i <= kMaxArchiveEntries; ++i) many.directory("d");
  EXPECT_EQ(refusal_of(testing::gzip(many.finish())), ErrorCode::kTooLarge);
}

}  // namespace
}  // namespace portside::artifact
