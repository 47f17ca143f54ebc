// SPDX-License-Identifier: Apache-2.0
#include "feeds/archive_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error_of.hpp"
#include "packed_files.hpp"

namespace portside::feeds {
namespace {

using testing::ar_of;
using ::testing::ElementsAre;
using testing::error_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::packed;
using testing::Packing;
using testing::tar_of;
using testing::zip_of;

std::string rest(ArchiveReader& reader) {
  std::string all;
  char block[1000];
  while (const std::size_t count = reader.read(block, sizeof block)) all.append(block, count);
  return all;
}

/// `PATH=CONTENT` of each file.
std::vector<std::string> files(const std::string& bytes, Containers kind = Containers::kFeeds,
                               const ContainerLimits& limits = {}) {
  ArchiveReader reader(bytes, kind, limits);
  std::vector<std::string> all;
  while (const auto entry = reader.next()) {
    if (entry->is_file) all.push_back(entry->path + '=' + rest(reader));
  }
  return all;
}

TEST(ArchiveReader, WalksThroughArchives) {
  const std::vector<testing::PackedFile> two = {{"a/b.json", "{}"}, {"c", std::string(5'000, 'x')}};
  const auto expected = ElementsAre("a/b.json={}", "c=" + std::string(5'000, 'x'));
  EXPECT_THAT(files(zip_of(two)), expected);
  EXPECT_THAT(files(tar_of(two)), expected);
  EXPECT_THAT(files(packed(tar_of(two), Packing::kGzip)), expected);
  EXPECT_THAT(files(ar_of({{"c", "y"}}), Containers::kAr), ElementsAre("c=y"));
}

TEST(ArchiveReader, UnpacksSingleFilesAndTakesOthersAsTheyAre) {
  for (const Packing packing :
       {Packing::kNone, Packing::kGzip, Packing::kXz, Packing::kZstd, Packing::kBzip2}) {
    EXPECT_THAT(files(packed("{\"a\": 1}", packing)), ElementsAre("={\"a\": 1}"));
  }
  EXPECT_THAT(files(""), IsEmpty());
}

TEST(ArchiveReader, LinksAreNoFiles) {
  EXPECT_THAT(files(tar_of({{"a", "-> /etc/passwd"}, {"b", "x"}})), ElementsAre("b=x"));
}

TEST(ArchiveReader, KnowsWhenEntriesWereModified) {
  const std::string bytes = tar_of({{"a", "x"}});
  ArchiveReader reader(bytes, Containers::kFeeds, {});
  EXPECT_EQ(reader.next()->modified_at, 1'000'000'000'000);
}

TEST(ArchiveReader, ReadsArchivesInArchives) {
  const std::string bytes = ar_of({{"data.tar", packed(tar_of({{"in", "x"}}), Packing::kXz)}});
  ArchiveReader outer(bytes, Containers::kAr, {});
  ASSERT_TRUE(outer.next());
  ArchiveReader inner(outer, Containers::kTar, {});
  ASSERT_TRUE(inner.next());
  EXPECT_EQ(rest(inner), "x");
  EXPECT_FALSE(inner.next());
}

TEST(ArchiveReader, EndsWithinItsLimits) {
  const auto error = [](const std::string& bytes, const ContainerLimits& limits) {
    const AdapterError found = error_of([&] { files(bytes, Containers::kFeeds, limits); });
    EXPECT_EQ(found.code, ErrorCode::kTooLarge);
    return found.message;
  };
  ContainerLimits limits;
  limits.entries = 1;
  EXPECT_THAT(error(tar_of({{"a", "x"}, {"b", "x"}}), limits), HasSubstr("more than 1 files"));
  const std::string large(3 << 20, 'x');
  limits = {};
  limits.entry_bytes = 2 << 20;
  EXPECT_THAT(error(packed(large, Packing::kGzip), limits), HasSubstr("more than 2 MiB in a file"));
  limits = {};
  limits.total_bytes = 4 << 20;
  EXPECT_THAT(error(tar_of({{"a", large}, {"b", large}}), limits), HasSubstr("more than 4 MiB"));
  limits = {};
  limits.free_bytes = 1 << 20;
  limits.ratio = 10;
  EXPECT_THAT(error(packed(large, Packing::kXz), limits), HasSubstr("more than 10 times its size"));
}

TEST(ArchiveReader, SaysWhatIsDamaged) {
  std::string bytes = packed(std::string(100'000, 'x') + "end", Packing::kGzip);
  bytes.resize(bytes.size() / 2);
  const AdapterError cut = error_of([&] { files(bytes); });
  EXPECT_EQ(cut.code, ErrorCode::kMalformedData);
  EXPECT_THAT(cut.message, ::testing::StartsWith("cannot be unpacked: "));
  EXPECT_EQ(testing::code_of([&] { files("no archive", Containers::kAr); }),
            ErrorCode::kMalformedData);
  EXPECT_EQ(testing::code_of([&] { files("no archive", Containers::kTar); }),
            ErrorCode::kMalformedData);
}

TEST(ArchiveReader, DamageBelowShowsAbove) {
  std::string data = packed(tar_of({{"in", std::string(300'000, 'x')}}), Packing::kXz);
  data.resize(data.size() - 40);
  std::string bytes = ar_of({{"data.tar", data}});
  ArchiveReader outer(bytes, Containers::kAr, {});
  ASSERT_TRUE(outer.next());
  const AdapterError error = error_of([&] {
    ArchiveReader inner(outer, Containers::kTar, {});
    inner.next();
    rest(inner);
  });
  EXPECT_EQ(error.code, ErrorCode::kMalformedData);
  bytes.resize(bytes.size() / 2);
  ArchiveReader short_outer(bytes, Containers::kAr, {});
  ASSERT_TRUE(short_outer.next());
  const AdapterError cut = error_of([&] {
    ArchiveReader inner(short_outer, Containers::kTar, {});
    inner.next();
    rest(inner);
  });
  EXPECT_THAT(cut.message, HasSubstr("cannot be unpacked"));
}

TEST(ArchiveReader, RefusesWhatIsEncrypted) {
  const AdapterError error = error_of([] { files(zip_of({{"a", "x"}}, /*encrypted=*/true)); });
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_EQ(error.message, "a in it is encrypted; expected a feed that is not");
}

}  // namespace
}  // namespace portside::feeds
