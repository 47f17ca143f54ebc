// SPDX-License-Identifier: Apache-2.0
#include "packed.hpp"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <random>
#include <stdexcept>

namespace portside::testing {
namespace {

constexpr int kGzipWindowBits = 15 + 16;
constexpr int kMemoryLevel = 8;

}  // namespace

std::string layer_like(std::size_t size) {
  constexpr std::string_view kText = "the quick brown fox jumps over the lazy dog\n";
  std::mt19937 next(7);
  std::string all;
  all.reserve(size + 4096);
  while (all.size() < size) {
    const std::size_t length = next() % 2048;
    switch (next() % 4) {
      case 0: all.append(length, '\0'); break;
      case 1:
        for (std::size_t i = 0; i < length; ++i) all += static_cast<char>(next());
        break;
      case 2:
        for (std::size_t i = 0; i < length; i += 16) all += kText.substr(next() % 24, 16);
        break;
      default: {
        const std::size_t from = all.size() - std::min<std::size_t>(all.size(), next() % 40'000);
        all += all.substr(from, length);
      }
    }
  }
  all.resize(size);
  return all;
}

std::string gzip(std::string_view plain, int level, int strategy) {
  z_stream stream{};
  if (deflateInit2(&stream, level, Z_DEFLATED, kGzipWindowBits, kMemoryLevel, strategy) != Z_OK) {
    throw std::runtime_error("zlib cannot begin");
  }
  std::string packed(deflateBound(&stream, plain.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int code = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (code != Z_STREAM_END) throw std::runtime_error("zlib does not come to an end");
  return packed;
}

std::string zstd(std::string_view plain, int level) {
  ZSTD_CCtx* const context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  std::string packed(ZSTD_compressBound(plain.size()), '\0');
  const std::size_t size =
      ZSTD_compress2(context, packed.data(), packed.size(), plain.data(), plain.size());
  ZSTD_freeCCtx(context);
  if (ZSTD_isError(size) != 0) throw std::runtime_error(ZSTD_getErrorName(size));
  packed.resize(size);
  return packed;
}

}  // namespace portside::testing
