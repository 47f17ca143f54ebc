// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <zstd.h>

#include <string>

#include "archive/unpacker.hpp"
#include "error_of.hpp"
#include "packed.hpp"
#include "unpacked.hpp"

namespace portside::archive {
namespace {

using std::string_literals::operator""s;
using testing::code_of;
using testing::error_of;
using ::testing::HasSubstr;
using testing::layer_like;
using testing::zstd;

const std::string kMagic = "\x28\xb5\x2f\xfd";

/// A skippable frame of `size` bytes.
std::string skippable(char kind, std::size_t size) {
  std::string frame = kind + "\x2a\x4d\x18"s;
  for (unsigned shift = 0; shift < 32; shift += 8)
    frame += static_cast<char>(size >> shift & 0xffU);
  return frame + std::string(size, 's');
}

/// A frame of no bytes that asks for a window of 2^`log`.
std::string with_window(int log) {
  return kMagic + '\0' + static_cast<char>((log - 10) << 3) + "\x01\0\0"s;
}

// printf hello | zstd --no-check -c
TEST(Zstd, OfTheProgramZstd) {
  expect_at_every_split(kMagic + "\x20\x05\x29\x00\x00hello"s, "hello");
}

TEST(Zstd, OfAllLevels) {
  const std::string plain = layer_like(300'000);
  for (const int level : {-5, 1, 3, 9, 19, 22}) {
    EXPECT_TRUE(unpacked_in(5'000, zstd(plain, level)) == plain) << "level " << level;
  }
}

TEST(Zstd, IsTheSameAtEverySplit) {
  expect_at_every_split(zstd(layer_like(1'500)), layer_like(1'500));
  expect_at_every_split(zstd(""), "");
}

TEST(Zstd, OfSeveralFrames) {
  const std::string packed = zstd("one ") + zstd("") + zstd("two ") + zstd("three");
  expect_at_every_split(packed, "one two three");
}

TEST(Zstd, OfManyFrames) {
  const std::string plain = layer_like(400'000);
  std::string packed;
  for (std::size_t at = 0; at < plain.size(); at += 1'000) {
    packed += zstd(std::string_view(plain).substr(at, 1'000));
  }
  for (const std::size_t size : {1U, 3U, 100U, 20'000U, 10'000'000U}) {
    EXPECT_TRUE(unpacked_in(size, packed) == plain) << size;
  }
}

TEST(Zstd, SkipsSkippableFrames) {
  const std::string packed = skippable('\x50', 0) + skippable('\x5a', 40) + zstd("one ") +
                             skippable('\x5f', 300) + zstd("two") + skippable('\x50', 1);
  expect_at_every_split(packed, "one two");
}

TEST(Zstd, MayConsistOfSkippableFrames) {
  EXPECT_EQ(unpacked(skippable('\x51', 100'000)), "");
  EXPECT_EQ(unpacked_in(1, skippable('\x51', 0)), "");
}

TEST(Zstd, TakesAWindowUpToTheLimit) {
  EXPECT_EQ(unpacked(with_window(27)), "");
  UnpackLimits limits;
  limits.max_window_log = 20;
  EXPECT_EQ(unpacked({with_window(20)}, limits), "");
}

TEST(Zstd, RefusesALargerWindow) {
  const AdapterError error = error_of([] { unpacked(with_window(28)); });
  EXPECT_EQ(error.code, ErrorCode::kTooLarge);
  EXPECT_EQ(error.message,
            "the layer needs a zstd window of more than 2^27 bytes; UnpackLimits::max_window_log "
            "allows more");
  EXPECT_EQ(code_of([] { unpacked(with_window(41)); }), ErrorCode::kTooLarge);
  UnpackLimits limits;
  limits.max_window_log = 20;
  EXPECT_EQ(code_of([&] { unpacked({with_window(21)}, limits); }), ErrorCode::kTooLarge);
  EXPECT_EQ(code_of([&] { unpacked({zstd("x"), with_window(21)}, limits); }), ErrorCode::kTooLarge);
}

TEST(DamagedZstd, IsCutShortAnywhere) {
  for (const std::string& packed : {zstd("hello hello hello"), zstd(layer_like(900))}) {
    for (std::size_t size = 4; size < packed.size(); ++size) {
      EXPECT_EQ(refusal(std::string_view(packed).substr(0, size)),
                "the layer is cut short: its zstd stream has no end")
          << size;
    }
  }
}

TEST(DamagedZstd, IsCutShortInALaterFrame) {
  for (const std::string& second : {zstd("two"), skippable('\x50', 9)}) {
    for (std::size_t size = 1; size < second.size(); ++size) {
      EXPECT_THAT(refusal(zstd("one") + second.substr(0, size)), HasSubstr("is cut short")) << size;
    }
  }
}

TEST(DamagedZstd, HasAnotherChecksum) {
  std::string packed = zstd("hello");
  packed.back() = static_cast<char>(packed.back() ^ 1);
  EXPECT_THAT(refusal(packed), HasSubstr("the layer is damaged: it cannot be unpacked as zstd, "));
  EXPECT_THAT(refusal(packed), HasSubstr("checksum"));
}

TEST(DamagedZstd, IsNeverTakenForSomethingElse) {
  const std::string plain = layer_like(300);
  const std::string packed = zstd(plain);
  for (std::size_t bit = 0; bit < 8 * packed.size(); ++bit) {
    std::string other = packed;
    other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << bit % 8));
    if (compression_of(other) != Compression::kZstd) continue;
    for (const std::size_t piece : {std::size_t{1}, other.size()}) {
      try {
        EXPECT_EQ(unpacked_in(piece, other), plain) << "bit " << bit;
      } catch (const AdapterError& error) {
        EXPECT_THAT(error.code, ::testing::AnyOf(ErrorCode::kIntegrity, ErrorCode::kTooLarge))
            << error.message;
      }
    }
  }
}

TEST(DamagedZstd, HasSomethingElseBehindIt) {
  // The last is the magic of a format that the library still knows.
  for (const std::string& garbage :
       {"\0\0\0\0"s, "garbage"s, "\x1f\x8b\x08\0"s, "\x27\xb5\x2f\xfd"s}) {
    EXPECT_THAT(refusal(zstd("hello") + garbage),
                HasSubstr("zstd, something else follows its last frame"));
  }
}

TEST(DamagedZstd, NeedsADictionary) {
  const std::string packed = kMagic + "\x21\x07\x05\x29\x00\x00hello"s;
  EXPECT_THAT(refusal(packed), HasSubstr("ictionary"));
}

}  // namespace
}  // namespace portside::archive
