// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/tar_reader.hpp"

#include "tar_events.hpp"

namespace portside::sdk {
namespace {

using portside::testing::tar_header;
using portside::testing::TarBuilder;
using portside::testing::with_checksum;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(TarReader, TellsEntriesAndTheirContent) {
  const std::string tar = TarBuilder()
                              .directory("etc/")
                              .file("etc/passwd", "root")
                              .file("etc/empty", "")
                              .symlink("etc/link", "../usr")
                              .hard_link("etc/again", "etc/passwd")
                              .entry("dev/null", '3')
                              .finish();
  EXPECT_THAT(tar_events(tar), ElementsAre("directory etc/", "file etc/passwd 4", "root.",
                                           "file etc/empty 0", ".", "symlink etc/link -> ../usr",
                                           "hard etc/again -> etc/passwd", "other dev/null"));
}

TEST(TarReader, AnySplitGivesTheSame) {
  const std::string tar = TarBuilder()
                              .pax("path", std::string(150, 'p'))
                              .file("x", std::string(700, 'c'))
                              .entry("././@LongLink", 'L', std::string(120, 'n') + '\0')
                              .file("y", "short")
                              .finish();
  const auto whole = tar_events(tar);
  ASSERT_EQ(whole.size(), 4U);
  for (const std::size_t size : {1U, 2U, 511U, 512U, 513U, 1000U}) {
    EXPECT_EQ(tar_events(tar, size), whole) << "in pieces of " << size;
  }
}

TEST(TarReader, PassesOverContentThatNobodyWants) {
  const std::string tar = TarBuilder().file("skip", std::string(2000, 'x')).file("b", "b").finish();
  EXPECT_THAT(tar_events(tar), ElementsAre("file skip 2000", "file b 1", "b."));
}

TEST(TarReader, ReadsLongNames) {
  const std::string name(200, 'n');
  const std::string target(300, 't');
  EXPECT_THAT(tar_events(TarBuilder()
                             .entry("././@LongLink", 'L', name + '\0')
                             .entry("././@LongLink", 'K', target + '\0')
                             .symlink("cut", "cut")
                             .file("next", "")
                             .finish()),
              ElementsAre("symlink " + name + " -> " + target, "file next 0", "."));
  EXPECT_THAT(
      tar_events(
          TarBuilder().raw(with_checksum(tar_header("file", '0', 0, "", "some/folder"))).finish()),
      ElementsAre("file some/folder/file 0", "."));
}

TEST(TarReader, ReadsPaxHeaders) {
  const std::string records = TarBuilder::pax_record("mtime", "1.5") +
                              TarBuilder::pax_record("path", "long/path") +
                              TarBuilder::pax_record("linkpath", "long/target") +
                              TarBuilder::pax_record("SCHILY.xattr.user.a", std::string("a\0b", 3));
  EXPECT_THAT(
      tar_events(
          TarBuilder().entry("h", 'x', records).hard_link("a", "b").file("plain", "").finish()),
      ElementsAre("hard long/path -> long/target", "file plain 0", "."));
  // The header's field has no room for a size of 8 GiB and more.
  EXPECT_THAT(tar_events(TarBuilder()
                             .pax("size", "3")
                             .raw(with_checksum(tar_header("a", '0', 0)))
                             .raw("abc" + std::string(509, '\0'))
                             .finish()),
              ElementsAre("file a 3", "abc."));
}

TEST(TarReader, GlobalHeadersSayNothingAboutPaths) {
  EXPECT_THAT(tar_events(TarBuilder().pax("path", "evil", 'g').file("a", "").finish()),
              ElementsAre("file a 0", "."));
}

TEST(TarReader, ReadsSizesInBase256) {
  std::string header = tar_header("big", '0', 0);
  header.replace(124, 12, std::string("\x80\0\0\0\0\0\0\0\0\0\x02\0", 12));
  EXPECT_THAT(
      tar_events(TarBuilder().raw(with_checksum(header)).raw(std::string(512, 'x')).finish()),
      ElementsAre("file big 512", std::string(512, 'x') + "."));
}

TEST(TarReader, ReadsWhatIsOlderThanPosix) {
  std::string directory = tar_header("old/", '\0', 0);
  std::string file = tar_header("old/file", '\0', 0, "", "no/prefix/then");
  for (std::string* header : {&directory, &file}) header->replace(257, 8, 8, '\0');
  EXPECT_THAT(
      tar_events(TarBuilder().raw(with_checksum(directory)).raw(with_checksum(file)).finish()),
      ElementsAre("directory old/", "file old/file 0", "."));
}

TEST(TarReader, NothingHidesInTheContentOfADirectory) {
  const std::string inner = TarBuilder().file("inner", "").unfinished();
  for (const char type : {'5', '\0'}) {
    EXPECT_THAT(tar_events(TarBuilder()
                               .raw(with_checksum(tar_header("outer/", type, inner.size())))
                               .raw(inner)
                               .finish()),
                ElementsAre("directory outer/", "file inner 0", "."))
        << "type " << int{type};
  }
}

TEST(TarReader, ReadsPrefixesOfAnyVersion) {
  std::string header = tar_header("file", '0', 0, "", "some/folder");
  header.replace(263, 2, 2, '\0');
  EXPECT_THAT(tar_events(TarBuilder().raw(with_checksum(header)).finish()),
              ElementsAre("file some/folder/file 0", "."));
  header.replace(257, 8, std::string("ustar  \0", 8));  // GNU keeps other things there
  EXPECT_THAT(tar_events(TarBuilder().raw(with_checksum(header)).finish()),
              ElementsAre("file file 0", "."));
}

TEST(TarReader, SignedChecksumsHoldToo) {
  std::string header = with_checksum(tar_header("caf\xe9", '0', 0));
  int sum = 0;
  for (std::size_t i = 0; i < header.size(); ++i) {
    sum += i >= 148 && i < 156 ? ' ' : static_cast<signed char>(header[i]);
  }
  char octal[8];
  std::snprintf(octal, sizeof octal, "%06o", static_cast<unsigned>(sum));
  header.replace(148, 7, octal, 7);
  EXPECT_EQ(tar_events(TarBuilder().raw(header).finish()).size(), 2U);
}

TEST(TarReader, PassesOverSparseFiles) {
  std::string header = tar_header("holes", 'S', 600);
  header.replace(257, 8, std::string("ustar  \0", 8));  // GNU
  header[482] = 1;
  std::string map(512, '\0');
  map[504] = 1;
  EXPECT_THAT(tar_events(TarBuilder()
                             .raw(with_checksum(header))
                             .raw(map)
                             .raw(std::string(512, '\0'))
                             .raw(std::string(1024, 'd'))
                             .file("next", "n")
                             .finish()),
              ElementsAre("sparse holes", "file next 1", "n."));

  const std::string records = TarBuilder::pax_record("GNU.sparse.major", "1") +
                              TarBuilder::pax_record("GNU.sparse.name", "holes") +
                              TarBuilder::pax_record("path", "GNUSparseFile.0/holes");
  EXPECT_THAT(
      tar_events(
          TarBuilder().entry("h", 'x', records).file("x", "stored").file("next", "n").finish()),
      ElementsAre("sparse holes", "file next 1", "n."));
}

TEST(TarReader, EndsAtTwoBlocksOfZeros) {
  EXPECT_THAT(tar_events(TarBuilder().file("a", "").finish() + "garbage"),
              ElementsAre("file a 0", "."));
  EXPECT_THAT(tar_events(TarBuilder().file("a", "").unfinished()), ElementsAre("file a 0", "."));
  EXPECT_THAT(tar_events(TarBuilder().file("a", "x").unfinished().substr(0, 513)),
              ElementsAre("file a 1", "x."));
  EXPECT_THAT(tar_events(""), IsEmpty());
}

TEST(TarReader, LetsPassWhatTheVisitorThrows) {
  class Thrower final : public TarVisitor {
   public:
    bool entry(const TarEntry&) override { throw std::string("mine"); }
    void content(std::string_view) override {}
    void content_end() override {}
  } thrower;
  TarReader reader(thrower, "it");
  EXPECT_THROW(reader.write(TarBuilder().file("a", "").finish()), std::string);
}

}  // namespace
}  // namespace portside::sdk
