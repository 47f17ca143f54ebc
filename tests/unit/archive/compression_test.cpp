// SPDX-License-Identifier: Apache-2.0
#include "archive/compression.hpp"

#include <gtest/gtest.h>

#include <string>

namespace portside::archive {
namespace {

using std::string_literals::operator""s;

TEST(Compression, IsReadFromTheFirstBytes) {
  EXPECT_EQ(compression_of("\x1f\x8b\x08\0"s), Compression::kGzip);
  EXPECT_EQ(compression_of("\x28\xb5\x2f\xfd"), Compression::kZstd);
  EXPECT_EQ(compression_of("\x28\xb5\x2f\xfd and more"), Compression::kZstd);
  EXPECT_EQ(compression_of("usr/"), Compression::kNone);
  EXPECT_EQ(compression_of("\0\0\0\0"s), Compression::kNone);
  EXPECT_EQ(compression_of("\xfd\x37zXZ"), Compression::kNone);
}

TEST(Compression, KnowsAllSixteenSkippableFrames) {
  int known = 0;
  for (int first = 0; first < 256; ++first) {
    const std::string start = static_cast<char>(first) + "\x2a\x4d\x18"s;
    if (compression_of(start) == Compression::kZstd) {
      ++known;
      EXPECT_EQ(first / 16, 5) << first;
    }
  }
  EXPECT_EQ(known, 16);
  EXPECT_EQ(compression_of("\x50\x2a\x4d\x19"), Compression::kNone);
}

TEST(Compression, OfABlobThatIsShorterThanTheMagics) {
  EXPECT_EQ(compression_of(""), Compression::kNone);
  EXPECT_EQ(compression_of("\x1f"), Compression::kNone);
  EXPECT_EQ(compression_of("\x1f\x8b"), Compression::kGzip);
  EXPECT_EQ(compression_of("\x28\xb5\x2f"), Compression::kNone);
  EXPECT_EQ(compression_of("\x50\x2a\x4d"), Compression::kNone);
}

TEST(Compression, HasAName) {
  EXPECT_EQ(compression_name(Compression::kNone), "none");
  EXPECT_EQ(compression_name(Compression::kGzip), "gzip");
  EXPECT_EQ(compression_name(Compression::kZstd), "zstd");
}

}  // namespace
}  // namespace portside::archive
