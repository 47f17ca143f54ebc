// SPDX-License-Identifier: Apache-2.0
#include <isa-l/igzip_lib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "archive/decoder.hpp"
#include "portside/api/error.hpp"

namespace portside::archive {
namespace {

/// Bits of the header's flags that RFC 1952 wants to be zero, so that what they will stand for is
/// not taken for data.
constexpr std::uint32_t kReservedFlags = 0xe0;

/// ISA-L counts in 32 bits.
constexpr std::size_t kMostAtOnce = 1U << 30U;

const char* reason(int code) noexcept {
  switch (code) {
    case ISAL_INVALID_BLOCK: return "a block header is wrong";
    case ISAL_INVALID_SYMBOL: return "a symbol is wrong";
    case ISAL_INVALID_LOOKBACK: return "it refers to bytes before its beginning";
    case ISAL_INVALID_WRAPPER: return "a member has no gzip header";
    case ISAL_UNSUPPORTED_METHOD: return "its compression method is not deflate";
    case ISAL_INCORRECT_CHECKSUM: return "a checksum or length does not match";
    default: return "ISA-L does not say why";
  }
}

class GzipDecoder final : public Decoder {
 public:
  explicit GzipDecoder(LimitedOutput& output) : output_(output) {
    isal_inflate_init(&stream_);
    stream_.crc_flag = ISAL_GZIP;
  }

  void take(std::string_view packed) override {
    while (!packed.empty()) {
      const std::string_view piece = packed.substr(0, kMostAtOnce);
      // ISA-L writes nothing there.
      stream_.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(piece.data()));
      stream_.avail_in = static_cast<std::uint32_t>(piece.size());
      while (stream_.avail_in > 0) step();
      packed.remove_prefix(piece.size());
    }
  }

  void finish() override {
    if (place_ == Place::kPadding || (place_ == Place::kBetween && !first_)) return;
    throw AdapterError(ErrorCode::kIntegrity,
                       output_.what() + " is cut short: its gzip stream has no end");
  }

 private:
  enum class Place : std::uint8_t { kBetween, kHeader, kBody, kPadding };

  [[noreturn]] void damaged(const char* why) const {
    throw AdapterError(ErrorCode::kIntegrity,
                       output_.what() + " is damaged: it cannot be unpacked as gzip, " + why);
  }

  void step() {
    switch (place_) {
      case Place::kBetween: return begin();
      case Place::kHeader: return read_header();
      case Place::kBody: return inflate();
      case Place::kPadding: return skip_padding();
    }
  }

  void begin() {
    if (!first_ && *stream_.next_in == 0) {
      place_ = Place::kPadding;
      return;
    }
    if (*stream_.next_in != 0x1f) damaged("something else follows its last member");
    isal_inflate_reset(&stream_);
    isal_gzip_header_init(&header_);
    place_ = Place::kHeader;
  }

  /// isal_inflate() would read the header too, but forgets what it has read of one that comes in
  /// several pieces.
  void read_header() {
    const std::uint32_t before = stream_.avail_in;
    const int code = isal_read_gzip_header(&stream_, &header_);
    output_.add_packed(before - stream_.avail_in);
    if (code == ISAL_END_INPUT) return;
    if (code != ISAL_DECOMP_OK) damaged(reason(code));
    if ((header_.flags & kReservedFlags) != 0) damaged("its header sets reserved flags");
    place_ = Place::kBody;
  }

  /// ISA-L holds output back when the buffer is full, and checks the member's CRC and length once
  /// all is out. What lies behind the trailer it leaves in our piece (of a raw deflate stream it
  /// would read ahead).
  void inflate() {
    do {
      const std::uint32_t before = stream_.avail_in;
      stream_.next_out = buffer_.data();
      stream_.avail_out = static_cast<std::uint32_t>(buffer_.size());
      const int code = isal_inflate(&stream_);
      if (code != ISAL_DECOMP_OK) damaged(reason(code));
      const std::size_t size = buffer_.size() - stream_.avail_out;
      output_.add_packed(before - stream_.avail_in);
      output_.write({reinterpret_cast<const char*>(buffer_.data()), size});
      if (stream_.block_state == ISAL_BLOCK_FINISH) {
        place_ = Place::kBetween;
        first_ = false;
        return;
      }
      if (size == 0 && before > 0 && before == stream_.avail_in) damaged("ISA-L does not go on");
    } while (stream_.avail_out == 0);
  }

  void skip_padding() {
    const std::uint8_t* const begin = stream_.next_in;
    if (std::any_of(begin, begin + stream_.avail_in, [](auto byte) { return byte != 0; })) {
      damaged("something else follows the zeros after its last member");
    }
    stream_.avail_in = 0;
  }

  LimitedOutput& output_;
  Place place_ = Place::kBetween;
  /// No member has ended yet.
  bool first_ = true;
  isal_gzip_header header_;
  inflate_state stream_;
  std::array<std::uint8_t, kPieceBytes> buffer_;
};

}  // namespace

std::unique_ptr<Decoder> gzip_decoder(LimitedOutput& output) {
  return std::make_unique<GzipDecoder>(output);
}

}  // namespace portside::archive
