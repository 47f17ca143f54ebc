// SPDX-License-Identifier: Apache-2.0
#include "archive/unpacker.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "error_of.hpp"
#include "packed.hpp"
#include "unpacked.hpp"

namespace portside::archive {
namespace {

using testing::code_of;
using testing::gzip;
using testing::layer_like;
using testing::zstd;

/// Refuses after some bytes, in a way of its own.
class FullSink final : public ByteSink {
 public:
  struct Full : std::runtime_error {
    Full() : std::runtime_error("full") {}
  };
  explicit FullSink(std::size_t room) : room_(room) {}
  void write(std::string_view piece) override {
    if (piece.size() > room_) throw Full();
    room_ -= piece.size();
  }

 private:
  std::size_t room_;
};

/// Remembers the longest piece.
class LongestSink final : public ByteSink {
 public:
  void write(std::string_view piece) override { longest = std::max(longest, piece.size()); }
  std::size_t longest = 0;
};

TEST(Unpacker, PassesOnWhatIsNotPacked) {
  const std::string plain = layer_like(10'000);
  EXPECT_EQ(unpacked(plain), plain);
  EXPECT_EQ(unpacked_in(1, plain), plain);
  EXPECT_EQ(unpacked_in(3, plain), plain);
}

TEST(Unpacker, TakesNothingForSomethingThatIsNotPacked) {
  testing::StringSink plain;
  Unpacker unpacker(plain, {}, kWhat);
  unpacker.write("");
  unpacker.finish();
  EXPECT_EQ(unpacker.count(), 0U);
  EXPECT_EQ(unpacker.compression(), Compression::kNone);
  EXPECT_EQ(plain.text(), "");
}

TEST(Unpacker, PassesOnWhatIsTooShortToBePacked) {
  for (const std::string_view start : {"t", "\x28", "\x28\xb5\x2f", "\x50\x2a\x4d", "\x1f"}) {
    EXPECT_EQ(unpacked(start), start);
    EXPECT_EQ(unpacked_in(1, start), start);
  }
}

TEST(Unpacker, SaysWhatItFoundAndHowMuchCameOut) {
  testing::StringSink plain;
  Unpacker gzipped(plain, {}, kWhat);
  const std::string packed = gzip("hello");
  gzipped.write(packed.substr(0, 3));
  EXPECT_EQ(gzipped.compression(), Compression::kNone);
  gzipped.write(packed.substr(3));
  EXPECT_EQ(gzipped.compression(), Compression::kGzip);
  EXPECT_EQ(gzipped.count(), 5U);
  gzipped.finish();
  Unpacker frame(plain, {}, kWhat);
  frame.write(zstd("hello"));
  EXPECT_EQ(frame.compression(), Compression::kZstd);
  frame.finish();
  EXPECT_EQ(frame.count(), 5U);
  EXPECT_EQ(plain.text(), "hellohello");
}

TEST(Unpacker, GivesTheSameInPiecesOfAnySize) {
  const std::string plain = layer_like(200'000);
  for (const std::string& packed : {plain, gzip(plain), zstd(plain)}) {
    for (const std::size_t size : {1U, 2U, 7U, 1'000U, 4'099U, 65'536U, 10'000'000U}) {
      EXPECT_TRUE(unpacked_in(size, packed) == plain) << size;
    }
  }
}

TEST(Unpacker, WritesPiecesOfBoundedSize) {
  const std::string zeros(5'000'000, '\0');
  for (const std::string& packed : {gzip(zeros), zstd(zeros)}) {
    LongestSink sink;
    Unpacker unpacker(sink, no_ratio(), kWhat);
    unpacker.write(packed);
    unpacker.finish();
    EXPECT_EQ(unpacker.count(), zeros.size());
    EXPECT_EQ(sink.longest, kPieceBytes);
  }
}

TEST(Unpacker, LetsThroughWhatTheSinkThrows) {
  const std::string plain = layer_like(1'000'000);
  for (const std::string& packed : {plain, gzip(plain), zstd(plain)}) {
    FullSink sink(500'000);
    Unpacker unpacker(sink, {}, kWhat);
    EXPECT_THROW(unpacker.write(packed), FullSink::Full);
  }
}

TEST(Unpacker, LetsThroughWhatTheSinkThrowsAtTheEnd) {
  FullSink sink(2);
  Unpacker unpacker(sink, {}, kWhat);
  unpacker.write("tar");
  EXPECT_THROW(unpacker.finish(), FullSink::Full);
}

TEST(Unpacker, RefusesAWindowThatZstdCannotHave) {
  for (const int log : {-1, 9, 32}) {
    UnpackLimits limits;
    limits.max_window_log = log;
    EXPECT_EQ(code_of([&] { unpacked({zstd("hello")}, limits); }), ErrorCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace portside::archive
