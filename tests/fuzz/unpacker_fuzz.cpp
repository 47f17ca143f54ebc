// SPDX-License-Identifier: Apache-2.0
//
// Two bytes that choose, then packed bytes, or a raw deflate stream that gets a gzip header and the
// trailer that fits. In one piece or in many, the same comes out, and never more than allowed; of
// the gzip that zlib takes, what zlib makes of it.
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "archive/unpacker.hpp"
#include "portside/api/error.hpp"

namespace {

using portside::archive::Compression;
using portside::archive::UnpackLimits;

constexpr std::size_t kMostPlain = 1U << 18U;
constexpr int kRaw = -15;
constexpr int kGzip = 15 + 16;

void require(bool condition) {
  if (!condition) std::abort();
}

class StringSink final : public portside::ByteSink {
 public:
  void write(std::string_view piece) override { text += piece; }
  std::string text;
};

struct Outcome {
  std::string plain;
  bool refused;
};

UnpackLimits limits(std::uint64_t ratio) {
  UnpackLimits limits;
  limits.max_bytes = kMostPlain;
  limits.max_ratio = ratio;
  limits.ratio_from = 1'000;
  limits.max_window_log = 22;
  return limits;
}

/// In pieces whose sizes follow from `seed`; in one when it is 0.
Outcome unpack(std::string_view packed, unsigned seed, const UnpackLimits& limits) {
  StringSink plain;
  portside::archive::Unpacker unpacker(plain, limits, "it");
  bool refused = false;
  try {
    while (!packed.empty()) {
      seed = seed * 1'103'515'245U + (seed == 0 ? 0U : 12'345U);
      const std::size_t size =
          seed == 0 ? packed.size() : (seed >> 8U) % (1U << (seed >> 20U) % 12U) + 1;
      unpacker.write(packed.substr(0, size));
      packed.remove_prefix(std::min(size, packed.size()));
    }
    unpacker.finish();
  } catch (const portside::AdapterError& error) {
    refused = true;
    require(error.code == portside::ErrorCode::kIntegrity ||
            error.code == portside::ErrorCode::kTooLarge);
  }
  require(unpacker.count() == plain.text.size());
  return {plain.text, refused};
}

/// What zlib makes of the stream at the beginning of `packed`, which is cut off there; nothing when
/// it is none, or stands for too much.
std::optional<std::string> inflate_one(std::string_view& packed, int window_bits) {
  static std::array<Bytef, kMostPlain + 1> plain;
  z_stream stream{};
  require(inflateInit2(&stream, window_bits) == Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = plain.data();
  stream.avail_out = static_cast<uInt>(plain.size());
  const int code = inflate(&stream, Z_FINISH);
  inflateEnd(&stream);
  packed.remove_prefix(stream.total_in);
  if (code != Z_STREAM_END) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(plain.data()), stream.total_out);
}

std::optional<std::string> inflate_all(std::string_view packed) {
  std::string all;
  do {
    const auto plain = inflate_one(packed, kGzip);
    if (!plain || all.size() + plain->size() > kMostPlain) return std::nullopt;
    all += *plain;
  } while (!packed.empty() && packed.front() != '\0');
  if (packed.find_first_not_of('\0') != std::string_view::npos) return std::nullopt;
  return all;
}

std::string number(std::uint64_t value) {
  return {static_cast<char>(value), static_cast<char>(value >> 8U), static_cast<char>(value >> 16U),
          static_cast<char>(value >> 24U)};
}

/// Wraps a stream that zlib can read; nothing else gets past the checksum.
std::string wrapped(std::string_view deflated) {
  std::string_view rest = deflated;
  const std::string plain = inflate_one(rest, kRaw).value_or("");
  const auto crc =
      ::crc32(0, reinterpret_cast<const Bytef*>(plain.data()), static_cast<uInt>(plain.size()));
  std::string member("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
  member += deflated.substr(0, deflated.size() - rest.size());
  return member + number(crc) + number(plain.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 2, size - 2);
  const std::string packed = data[0] % 2 == 0 ? std::string(rest) : wrapped(rest);

  const Outcome whole = unpack(packed, 0, limits(UINT64_MAX));
  const Outcome pieces = unpack(packed, data[1] + 1U, limits(UINT64_MAX));
  require(whole.refused == pieces.refused && whole.plain.size() <= kMostPlain);
  require(whole.plain.starts_with(pieces.plain) || pieces.plain.starts_with(whole.plain));
  require(whole.refused || whole.plain == pieces.plain);

  const Outcome narrow = unpack(packed, data[1], limits(20));
  require(narrow.plain.size() <= std::max<std::size_t>(1'000, 20 * packed.size()));

  if (portside::archive::compression_of(packed) != Compression::kGzip) return 0;
  // Not the other way round: ISA-L takes sets of codes with gaps, which zlib refuses.
  const auto expected = inflate_all(packed);
  require(!expected || (!whole.refused && *expected == whole.plain));
  return 0;
}
