// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <optional>
#include <string>

#include "archive/unpacker.hpp"
#include "error_of.hpp"
#include "packed.hpp"
#include "unpacked.hpp"

namespace portside::archive {
namespace {

using std::string_literals::operator""s;
using testing::error_of;
using testing::gzip;
using ::testing::HasSubstr;
using testing::layer_like;
using ::testing::StartsWith;

constexpr int kHeaderBitsWithoutMeaning = 32 + 8 + 8 + 1;

/// What comes out, unless it is refused.
std::optional<std::string> accepted(std::string_view packed, std::size_t piece) {
  try {
    return unpacked_in(piece, packed);
  } catch (const AdapterError& error) {
    EXPECT_EQ(error.code, ErrorCode::kIntegrity) << error.message;
    return std::nullopt;
  }
}

TEST(DamagedGzip, IsCutShortAnywhere) {
  for (const std::string& packed :
       {gzip("hello hello hello"), gzip(layer_like(900)), gzip("stored", 0)}) {
    for (std::size_t size = 2; size < packed.size(); ++size) {
      EXPECT_EQ(refusal(std::string_view(packed).substr(0, size)),
                "the layer is cut short: its gzip stream has no end")
          << size;
    }
  }
}

TEST(DamagedGzip, IsCutShortInALaterMember) {
  const std::string first = gzip("one");
  const std::string second = gzip("two");
  for (std::size_t size = 1; size < second.size(); ++size) {
    EXPECT_THAT(refusal(first + second.substr(0, size)), HasSubstr("is cut short")) << size;
  }
}

// Bits that carry no meaning may be flipped: time, operating system and a flag for text in the
// header, what fills up a byte, the lengths of codes that nothing uses.
TEST(DamagedGzip, IsNeverTakenForSomethingElse) {
  for (const std::string& plain : {"hello hello hello"s, layer_like(300)}) {
    for (const int level : {0, 6}) {
      const std::string packed = gzip(plain, level);
      int taken = 0;
      for (std::size_t bit = 0; bit < 8 * packed.size(); ++bit) {
        std::string other = packed;
        other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << bit % 8));
        if (compression_of(other) != Compression::kGzip) continue;
        const std::optional<std::string> bytewise = accepted(other, 1);
        EXPECT_EQ(bytewise, accepted(other, other.size())) << "bit " << bit;
        EXPECT_EQ(bytewise.value_or(plain), plain) << "bit " << bit;
        if (bytewise) ++taken;
      }
      EXPECT_LE(taken, kHeaderBitsWithoutMeaning + 20);
    }
  }
}

TEST(DamagedGzip, HasAnotherChecksum) {
  std::string packed = gzip("hello");
  packed[packed.size() - 8] ^= 1;
  EXPECT_EQ(refusal(packed),
            "the layer is damaged: it cannot be unpacked as gzip, a checksum or length does not "
            "match");
}

TEST(DamagedGzip, HasAnotherLength) {
  std::string packed = gzip("hello");
  packed[packed.size() - 1] ^= 1;
  EXPECT_THAT(refusal(packed), HasSubstr("a checksum or length does not match"));
}

TEST(DamagedGzip, HasAnotherHeaderChecksum) {
  const std::string body = gzip("hello").substr(kPlainHeader);
  EXPECT_THAT(refusal("\x1f\x8b\x08\x02\0\0\0\0\0\x03\x12\x34"s + body),
              HasSubstr("a checksum or length does not match"));
}

TEST(DamagedGzip, SaysWhatIsWrong) {
  const std::string header = "\x1f\x8b\x08\0\0\0\0\0\0\x03"s;
  const std::string rest(20, '\x55');
  EXPECT_THAT(refusal(header + "\x07" + rest), HasSubstr("gzip, a block header is wrong"));
  EXPECT_THAT(refusal(header + "\x01\x05\x00\x00\x00" + rest),
              HasSubstr("gzip, a block header is wrong"));
  // Fixed codes, a match of three bytes at distance one, before there are any.
  EXPECT_THAT(refusal(header + "\x03\x02" + rest),
              HasSubstr("gzip, it refers to bytes before its beginning"));
  EXPECT_THAT(refusal("\x1f\x8b\x07\0\0\0\0\0\0\x03"s + rest),
              HasSubstr("gzip, its compression method is not deflate"));
}

TEST(DamagedGzip, SetsReservedFlags) {
  for (const char flag : {'\x20', '\x40', '\x80'}) {
    std::string packed = gzip("hello");
    packed[3] = flag;
    EXPECT_THAT(refusal(packed), HasSubstr("its header sets reserved flags"));
  }
}

TEST(DamagedGzip, HasSomethingElseBehindIt) {
  for (const std::string_view garbage : {"x", "garbage", "\x1e\x8b", "\x8b\x1f"}) {
    EXPECT_THAT(refusal(gzip("hello") + std::string(garbage)),
                HasSubstr("something else follows its last member"));
  }
  EXPECT_THAT(refusal(gzip("hello") + "\x1f"s + std::string(9, 'x')),
              HasSubstr("a member has no gzip header"));
  EXPECT_THAT(refusal(gzip("hello") + "\x1f"s), HasSubstr("is cut short"));
}

TEST(DamagedGzip, HasSomethingElseBehindItsZeros) {
  for (const std::size_t zeros : {1U, 512U}) {
    for (const std::string& behind : {"x"s, gzip("hello")}) {
      EXPECT_THAT(refusal(gzip("hello") + std::string(zeros, '\0') + behind),
                  HasSubstr("something else follows the zeros after its last member"));
    }
  }
}

// The same distance is right once there are bytes to refer to, wherever they were put meanwhile.
TEST(DamagedGzip, DoesNotReachIntoTheMemberBefore) {
  const std::string reaching = "\x1f\x8b\x08\0\0\0\0\0\0\x03\x03\x02"s + std::string(8, '\0');
  for (const std::size_t size : {0U, 10U, 40'000U, 200'000U}) {
    EXPECT_THAT(refusal(gzip(layer_like(size)) + reaching),
                HasSubstr("it refers to bytes before its beginning"));
  }
}

}  // namespace
}  // namespace portside::archive
