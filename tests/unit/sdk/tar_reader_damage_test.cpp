// SPDX-License-Identifier: Apache-2.0
#include "portside/api/error.hpp"
#include "tar_events.hpp"

namespace portside::sdk {
namespace {

using portside::testing::tar_header;
using portside::testing::TarBuilder;
using portside::testing::with_checksum;
using ::testing::HasSubstr;

AdapterError failure(std::string_view tar, const TarLimits& limits = {}) {
  try {
    tar_events(tar, 1000, limits);
  } catch (const AdapterError& error) {
    return error;
  }
  return {ErrorCode::kInternal, "nothing was thrown"};
}

void expect_damaged(std::string_view tar, const char* how) {
  const AdapterError error = failure(tar);
  EXPECT_EQ(error.code, ErrorCode::kMalformedData) << error.message;
  EXPECT_THAT(error.message, HasSubstr("the layer is not a tar that can be read: "));
  EXPECT_THAT(error.message, HasSubstr(how));
}

TEST(TarReaderDamage, FindsWrongChecksums) {
  std::string tar = TarBuilder().file("a", "x").finish();
  tar[3] = 'x';
  expect_damaged(tar, "the checksum of a header is wrong, at byte 512");
  expect_damaged(std::string(512, 'g'), "checksum");
  std::string letters = tar_header("a", '0', 0);
  letters.replace(148, 8, "letters!");
  expect_damaged(letters, "checksum");
}

TEST(TarReaderDamage, FindsWhatIsMissingAtTheEnd) {
  const std::string tar = TarBuilder().file("a", std::string(600, 'x')).unfinished();
  expect_damaged(std::string_view(tar).substr(0, 300), "it ends within a header");
  expect_damaged(std::string_view(tar).substr(0, 512), "it ends within a file");
  expect_damaged(std::string_view(tar).substr(0, 1100), "it ends within a file");
  expect_damaged(std::string_view(TarBuilder().pax("path", "b").unfinished()).substr(0, 515),
                 "it ends within an extended header");
  std::string sparse = tar_header("holes", 'S', 0);
  sparse[482] = 1;
  expect_damaged(with_checksum(sparse), "it ends within a header");
}

TEST(TarReaderDamage, FindsSizesThatAreNone) {
  std::string header = tar_header("a", '0', 0);
  header.replace(124, 12, "0000000z000 ");
  expect_damaged(with_checksum(header), "the size of an entry is not a number");
  header.replace(124, 12, 12, '\xff');
  expect_damaged(with_checksum(header), "the size of an entry is not a number");
  header.replace(124, 12, "\x80" + std::string(11, '\xff'));
  expect_damaged(with_checksum(header), "the size of an entry is not a number");
  header[156] = 'L';
  expect_damaged(with_checksum(header), "the size of an extended header is not a number");
  for (const char* size : {"-1", "1x", "9223372036854775808", "99999999999999999999"}) {
    expect_damaged(TarBuilder().pax("size", size).file("a", "").finish(), "the size in a pax");
  }
}

TEST(TarReaderDamage, FindsPaxRecordsThatAreNone) {
  for (const char* record : {"5 a=b", "999 path=x\n", "x path=x\n", "0 \n", "2 \n", " a=b\n",
                             "12 path=x", "-1 a=b\n", "99999999999999999999999 a=b\n"}) {
    expect_damaged(TarBuilder().entry("h", 'x', record).file("a", "").finish(), "wrong length");
  }
  for (const char* record : {"3 \n", "5 ab\n", "5 =b\n"}) {
    expect_damaged(TarBuilder().entry("h", 'x', record).file("a", "").finish(), "without a key");
  }
  expect_damaged(TarBuilder().pax("path", std::string("a\0b", 3)).file("a", "").finish(),
                 "a path with a NUL");
}

TEST(TarReaderDamage, FindsZerosInTheMiddleAndEntriesWithoutNames) {
  expect_damaged(TarBuilder().raw(std::string(512, '\0')).file("a", "").finish(),
                 "a block of zeros is followed by something else");
  expect_damaged(TarBuilder().file("", "").finish(), "a path is empty");
  expect_damaged(TarBuilder().hard_link("a", "").finish(), "the target of a link is empty");
}

TEST(TarReaderDamage, HasLimits) {
  TarLimits limits;
  limits.entries = 2;
  const std::string three = TarBuilder().file("a", "").file("b", "").file("c", "").finish();
  EXPECT_EQ(failure(three, limits).code, ErrorCode::kTooLarge);
  EXPECT_THAT(failure(three, limits).message, HasSubstr("more than 2 entries"));

  limits = {};
  limits.path_bytes = 10;
  limits.header_bytes = 100;
  const std::string path = TarBuilder().pax("path", std::string(11, 'p')).file("a", "").finish();
  EXPECT_THAT(failure(path, limits).message, HasSubstr("a path of more than 10 bytes"));
  const std::string header = TarBuilder().pax("path", std::string(101, 'p')).finish();
  EXPECT_THAT(failure(header, limits).message,
              HasSubstr("an extended header of more than 100 bytes"));
}

}  // namespace
}  // namespace portside::sdk
