// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <isa-l/igzip_lib.h>
#include <zlib.h>

#include <algorithm>
#include <string>

#include "archive/unpacker.hpp"
#include "packed.hpp"
#include "unpacked.hpp"

namespace portside::archive {
namespace {

using std::string_literals::operator""s;
using testing::gzip;
using testing::layer_like;

constexpr char kText = 1;
constexpr char kHeaderCrc = 2;
constexpr char kExtra = 4;
constexpr char kName = 8;
constexpr char kComment = 16;

/// A member of `plain` whose header has the optional fields of `flags`.
std::string with_fields(char flags, std::string_view plain) {
  std::string header = "\x1f\x8b\x08"s + flags + "\x01\x02\x03\x04\x00\x03"s;
  if ((flags & kExtra) != 0) header += "\x06\x00SD\x02\x00\x00\xff"s;
  if ((flags & kName) != 0) header += "layer.tar\0"s;
  if ((flags & kComment) != 0) header += "a comment\0"s;
  if ((flags & kHeaderCrc) != 0) {
    const auto crc =
        ::crc32(0, reinterpret_cast<const Bytef*>(header.data()), static_cast<uInt>(header.size()));
    header += static_cast<char>(crc & 0xffU);
    header += static_cast<char>(crc >> 8U & 0xffU);
  }
  return header + gzip(plain).substr(kPlainHeader);
}

/// One member, packed by ISA-L itself. Level 0 writes a header of codes that its unpacking knows.
std::string igzip(std::string_view plain, std::uint32_t level) {
  std::string level_buffer(ISAL_DEF_LVL3_DEFAULT, '\0');
  std::string packed(plain.size() + 1'000, '\0');
  isal_zstream stream;
  isal_deflate_init(&stream);
  stream.level = level;
  stream.level_buf = reinterpret_cast<std::uint8_t*>(level_buffer.data());
  stream.level_buf_size = static_cast<std::uint32_t>(level_buffer.size());
  stream.gzip_flag = IGZIP_GZIP;
  stream.end_of_stream = 1;
  stream.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<std::uint32_t>(plain.size());
  stream.next_out = reinterpret_cast<std::uint8_t*>(packed.data());
  stream.avail_out = static_cast<std::uint32_t>(packed.size());
  EXPECT_EQ(isal_deflate(&stream), COMP_OK);
  packed.resize(stream.total_out);
  return packed;
}

// printf hello | gzip -n
TEST(Gzip, OfTheProgramGzip) {
  const std::string packed =
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\x48\xcd\xc9\xc9\x07\x00\x86\xa6\x10\x36\x05"s +
      "\x00\x00\x00"s;
  expect_at_every_split(packed, "hello");
}

TEST(Gzip, OfAllLevelsAndStrategies) {
  const std::string plain = layer_like(300'000);
  for (int level = 0; level <= 9; ++level) {
    EXPECT_TRUE(unpacked_in(5'000, gzip(plain, level)) == plain) << "level " << level;
  }
  for (const int strategy : {Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED}) {
    EXPECT_TRUE(unpacked_in(5'000, gzip(plain, 6, strategy)) == plain) << "strategy " << strategy;
  }
}

TEST(Gzip, OfIsalItself) {
  const std::string plain = layer_like(300'000);
  for (std::uint32_t level = 0; level <= ISAL_DEF_MAX_LEVEL; ++level) {
    EXPECT_TRUE(unpacked_in(5'000, igzip(plain, level)) == plain) << "level " << level;
    expect_at_every_split(igzip(layer_like(2'000), level), layer_like(2'000));
  }
}

TEST(Gzip, IsTheSameAtEverySplit) {
  const std::string plain = layer_like(1'500);
  expect_at_every_split(gzip(plain), plain);
  expect_at_every_split(gzip(plain, 0), plain);
  expect_at_every_split(gzip(plain, 6, Z_FIXED), plain);
  expect_at_every_split(gzip(""), "");
}

// Codes of many lengths, for headers as long as they get.
TEST(Gzip, IsTheSameAtEverySplitOfALongHeader) {
  std::string plain;
  for (std::size_t each = 0; each < 256; ++each) {
    plain.append(1 + each * each % 97, static_cast<char>(each));
    plain += layer_like(each).substr(each / 2);
  }
  const std::string packed = gzip(plain, 9);
  for (std::size_t at = 0; at < 500; ++at) {
    ASSERT_TRUE(unpacked({std::string_view(packed).substr(0, at),
                          std::string_view(packed).substr(at)}) == plain)
        << "split at " << at;
  }
  EXPECT_TRUE(unpacked_in(1, packed) == plain);
}

TEST(Gzip, SkipsTheFieldsOfItsHeader) {
  for (const int flags :
       {kText + 0, kHeaderCrc + 0, kExtra + 0, kName + 0, kComment + 0, kExtra + kName,
        kName + kComment + kHeaderCrc, kText + kExtra + kName + kComment + kHeaderCrc}) {
    SCOPED_TRACE(flags);
    expect_at_every_split(with_fields(static_cast<char>(flags), "hello"), "hello");
  }
}

TEST(Gzip, SkipsLongFields) {
  const std::string name(300'000, 'n');
  const std::string packed = "\x1f\x8b\x08\x0c\0\0\0\0\0\x03\xff\xff"s + std::string(65'535, 'e') +
                             name + '\0' + gzip("hello").substr(kPlainHeader);
  EXPECT_EQ(unpacked(packed), "hello");
  EXPECT_EQ(unpacked_in(1, packed), "hello");
}

TEST(Gzip, OfSeveralMembers) {
  const std::string packed = gzip("one ") + with_fields(kName, "two ") + gzip("") + gzip("", 0) +
                             gzip("three ", 0) + gzip("four", 9, Z_FIXED);
  expect_at_every_split(packed, "one two three four");
}

TEST(Gzip, OfManyMembers) {
  const std::string plain = layer_like(400'000);
  std::string packed;
  for (std::size_t at = 0; at < plain.size(); at += 1'000) {
    packed += gzip(std::string_view(plain).substr(at, 1'000));
  }
  for (const std::size_t size : {1U, 3U, 100U, 20'000U, 10'000'000U}) {
    EXPECT_TRUE(unpacked_in(size, packed) == plain) << size;
  }
}

// What is left in the decoder of one member must not be reached from the next.
TEST(Gzip, KeepsMembersApart) {
  const std::string plain = layer_like(200'000);
  const std::string packed = gzip(plain);
  EXPECT_TRUE(unpacked(packed + packed + gzip("x") + packed) == plain + plain + "x" + plain);
}

TEST(Gzip, MayHaveZerosBehindIt) {
  for (const std::size_t zeros : {1U, 7U, 512U, 100'000U}) {
    EXPECT_EQ(unpacked(gzip("hello") + std::string(zeros, '\0')), "hello");
    EXPECT_EQ(unpacked_in(1, gzip("hello") + std::string(zeros, '\0')), "hello");
  }
}

// Lengths and distances in ISA-L have 32 bits; a layer may be longer.
TEST(Gzip, OfMoreThanFourGibibytes) {
  constexpr std::size_t kChunk = 64U << 20U;
  constexpr int kChunks = 65;
  z_stream stream{};
  ASSERT_EQ(deflateInit2(&stream, 1, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string zeros(kChunk, '\0');
  std::string chunk(kChunk / 100, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(zeros.data());
  stream.avail_in = static_cast<uInt>(zeros.size());
  stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
  stream.avail_out = static_cast<uInt>(chunk.size());
  ASSERT_EQ(deflate(&stream, Z_FULL_FLUSH), Z_OK);
  chunk.resize(stream.total_out);
  deflateEnd(&stream);
  const auto crc_of_one = ::crc32(0, reinterpret_cast<const Bytef*>(zeros.data()), kChunk);
  auto crc = crc_of_one;
  for (int i = 1; i < kChunks; ++i) crc = ::crc32_combine(crc, crc_of_one, kChunk);

  class Counter final : public ByteSink {
    void write(std::string_view) override {}
  } nothing;
  Unpacker unpacker(nothing, no_ratio(), kWhat);
  unpacker.write("\x1f\x8b\x08\0\0\0\0\0\0\x03"s);
  for (int i = 0; i < kChunks; ++i) unpacker.write(chunk);
  const std::uint32_t trailer[] = {static_cast<std::uint32_t>(crc),
                                   static_cast<std::uint32_t>(kChunks * kChunk)};
  unpacker.write("\x03\0"s);
  unpacker.write({reinterpret_cast<const char*>(trailer), sizeof trailer});
  unpacker.finish();
  EXPECT_EQ(unpacker.count(), kChunks * kChunk);
}

}  // namespace
}  // namespace portside::archive
