// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <string>

#include "archive/unpacker.hpp"
#include "error_of.hpp"
#include "packed.hpp"
#include "unpacked.hpp"

namespace portside::archive {
namespace {

using testing::error_of;
using testing::gzip;
using ::testing::HasSubstr;
using testing::layer_like;
using testing::zstd;

/// What an unpacker makes of `packed` in pieces of `piece` bytes: what it says, and what it had
/// passed on until then.
struct Refused {
  AdapterError error;
  std::string passed_on;
};

Refused refused(std::string_view packed, const UnpackLimits& limits, std::size_t piece) {
  testing::StringSink plain;
  Unpacker unpacker(plain, limits, kWhat);
  AdapterError error = error_of([&] {
    for (; !packed.empty(); packed.remove_prefix(std::min(piece, packed.size()))) {
      unpacker.write(packed.substr(0, piece));
    }
    unpacker.finish();
  });
  EXPECT_EQ(error.code, ErrorCode::kTooLarge);
  EXPECT_EQ(unpacker.count(), plain.text().size());
  return {error, plain.text()};
}

TEST(UnpackLimits, LetThroughWhatJustFits) {
  const std::string plain = layer_like(100'000);
  UnpackLimits limits;
  limits.max_bytes = plain.size();
  for (const std::string& packed : {plain, gzip(plain), zstd(plain)}) {
    EXPECT_TRUE(unpacked_in(1'000, packed, limits) == plain);
  }
}

TEST(UnpackLimits, RefuseOneByteTooMany) {
  const std::string plain = layer_like(100'000);
  UnpackLimits limits;
  limits.max_bytes = plain.size() - 1;
  for (const std::string& packed : {plain, gzip(plain), zstd(plain)}) {
    for (const std::size_t piece : {1U, 1'000U, 1'000'000U}) {
      const Refused result = refused(packed, limits, piece);
      EXPECT_THAT(result.error.message, HasSubstr("the layer unpacks to more than 99999 bytes; "
                                                  "UnpackLimits::max_bytes allows more"));
      EXPECT_TRUE(plain.starts_with(result.passed_on));
      EXPECT_LE(result.passed_on.size(), limits.max_bytes);
    }
  }
}

TEST(UnpackLimits, OfAllMembersAndFramesTogether) {
  UnpackLimits limits;
  limits.max_bytes = 9;
  EXPECT_EQ(refused(gzip("hello") + gzip("world"), limits, 1'000).passed_on, "hello");
  EXPECT_EQ(refused(zstd("hello") + zstd("world"), limits, 1'000).passed_on, "hello");
  EXPECT_EQ(refused(gzip("hello") + gzip("world"), limits, 1).passed_on, "helloworl");
}

TEST(UnpackLimits, RefuseABombByItsRatio) {
  const std::string zeros(8'000'000, '\0');
  UnpackLimits limits;
  limits.max_ratio = 500;
  limits.ratio_from = 1'000'000;
  for (const std::string& packed : {gzip(zeros), zstd(zeros)}) {
    ASSERT_LT(packed.size() * limits.max_ratio, zeros.size());
    for (const std::size_t piece : {1U, 100U, 1'000'000U}) {
      const Refused result = refused(packed, limits, piece);
      EXPECT_THAT(result.error.message, HasSubstr("the layer looks like a decompression bomb: "));
      EXPECT_THAT(result.error.message,
                  HasSubstr("more than 500 times as many; UnpackLimits::max_ratio allows more"));
      EXPECT_LE(result.passed_on.size(),
                std::max(limits.ratio_from, limits.max_ratio * packed.size()));
    }
  }
}

TEST(UnpackLimits, CountTheRatioFromAPointOn) {
  const std::string zeros(1'000'000, '\0');
  UnpackLimits limits;
  limits.max_ratio = 10;
  limits.ratio_from = zeros.size();
  EXPECT_TRUE(unpacked({gzip(zeros)}, limits) == zeros);
  limits.ratio_from = zeros.size() - 1;
  refused(gzip(zeros), limits, 1'000'000);
}

TEST(UnpackLimits, TakeTheRatioForWhatItSays) {
  const std::string zeros(1'000'000, '\0');
  const std::string packed = gzip(zeros);
  UnpackLimits limits;
  limits.ratio_from = 0;
  limits.max_ratio = zeros.size() / packed.size() + 1;
  EXPECT_TRUE(unpacked({packed}, limits) == zeros);
  limits.max_ratio -= 1;
  refused(packed, limits, packed.size());
}

TEST(UnpackLimits, TakeWhatIsNotPackedAtItsWord) {
  const std::string plain = layer_like(10'000);
  UnpackLimits limits;
  limits.ratio_from = 0;
  limits.max_ratio = 1;
  EXPECT_EQ(unpacked({plain}, limits), plain);
  EXPECT_EQ(unpacked_in(1, plain, limits), plain);
}

// Each block of four bytes stands for 128 KiB.
TEST(UnpackLimits, StopABombOfRepeatedBytes) {
  std::string packed = "\x28\xb5\x2f\xfd";
  packed += std::string("\x00\x88", 2);
  for (int i = 0; i < 100'000; ++i) packed += std::string("\x02\x00\x10\x00", 4);
  UnpackLimits limits;
  limits.ratio_from = 10'000'000;
  const Refused result = refused(packed, limits, packed.size());
  EXPECT_THAT(result.error.message, HasSubstr("decompression bomb"));
  EXPECT_LE(result.passed_on.size(), limits.ratio_from);
}

}  // namespace
}  // namespace portside::archive
