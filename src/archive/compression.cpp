// SPDX-License-Identifier: Apache-2.0
#include "archive/compression.hpp"

namespace portside::archive {
namespace {

constexpr std::string_view kGzipMagic = "\x1f\x8b";
constexpr std::string_view kZstdMagic = "\x28\xb5\x2f\xfd";
/// Behind a byte of 0x50 to 0x5f.
constexpr std::string_view kSkippableMagic = "\x2a\x4d\x18";

bool is_skippable(std::string_view start) noexcept {
  return start.size() >= kCompressionBytes &&
         (static_cast<unsigned char>(start[0]) & 0xf0U) == 0x50U &&
         start.substr(1, kSkippableMagic.size()) == kSkippableMagic;
}

}  // namespace

std::string_view compression_name(Compression compression) noexcept {
  switch (compression) {
    case Compression::kNone: return "none";
    case Compression::kGzip: return "gzip";
    case Compression::kZstd: return "zstd";
  }
  return "none";
}

Compression compression_of(std::string_view start) noexcept {
  if (start.substr(0, kGzipMagic.size()) == kGzipMagic) return Compression::kGzip;
  if (start.substr(0, kZstdMagic.size()) == kZstdMagic || is_skippable(start)) {
    return Compression::kZstd;
  }
  return Compression::kNone;
}

}  // namespace portside::archive
