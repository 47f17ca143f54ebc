// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>
#include <time.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "archive/unpacker.hpp"
#include "crypto/digest.hpp"
#include "packed.hpp"

namespace portside::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLayerBytes = 32U << 20U;
constexpr std::uintmax_t kLargestFile = 4U << 20U;
/// What libcurl hands over at a time.
constexpr std::size_t kPieceBytes = 16 * 1024;

std::vector<fs::path> files_below(const char* folder) {
  std::vector<fs::path> files;
  for (const auto& entry :
       fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied)) {
    std::error_code unreadable;
    if (!entry.is_symlink() && entry.is_regular_file(unreadable) &&
        entry.file_size(unreadable) <= kLargestFile) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

void append_in_blocks(std::string& all, std::string_view text) {
  constexpr std::size_t kTarBlock = 512;
  all += text;
  all.resize((all.size() + kTarBlock - 1) / kTarBlock * kTarBlock);
}

/// Programs, libraries and documents of this machine, one after the other as in a tar.
std::string make_layer() {
  std::string all;
  for (const char* folder : {"/usr/bin", "/usr/lib", "/usr/share"}) {
    const std::size_t end = all.size() + kLayerBytes / 3;
    for (const fs::path& file : files_below(folder)) {
      if (all.size() >= end) break;
      std::ifstream stream(file, std::ios::binary);
      append_in_blocks(all, file.native());
      append_in_blocks(all, std::string(std::istreambuf_iterator<char>(stream), {}));
    }
  }
  if (all.size() < kLayerBytes) all += testing::layer_like(kLayerBytes - all.size());
  all.resize(kLayerBytes);
  return all;
}

const std::string& layer() {
  static const std::string layer = make_layer();
  return layer;
}

const std::string& gzip_layer() {
  static const std::string packed = testing::gzip(layer());
  return packed;
}

const std::string& zstd_layer() {
  static const std::string packed = testing::zstd(layer());
  return packed;
}

class NoSink final : public ByteSink {
 public:
  void write(std::string_view piece) override { benchmark::DoNotOptimize(piece.data()); }
};

class DigestSink final : public ByteSink {
 public:
  void write(std::string_view piece) override { hash_.update(piece); }
  std::string digest() { return hash_.finish(); }

 private:
  crypto::Sha256 hash_;
};

template <typename Take>
void in_pieces(std::string_view packed, Take take) {
  for (std::size_t at = 0; at < packed.size(); at += kPieceBytes) {
    take(packed.substr(at, kPieceBytes));
  }
}

double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Measures what `act` takes of the processor: it runs so long that others get their turn.
template <typename Act>
void measure(benchmark::State& state, Act act) {
  for (auto _ : state) {
    const double begin = cpu_seconds();
    if (!act()) state.SkipWithError("not all came out");
    state.SetIterationTime(cpu_seconds() - begin);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(layer().size()));
}

void unpack(benchmark::State& state, std::string_view packed) {
  NoSink sink;
  measure(state, [&] {
    archive::Unpacker unpacker(sink, {}, "the layer");
    in_pieces(packed, [&](std::string_view piece) { unpacker.write(piece); });
    unpacker.finish();
    return unpacker.count() == layer().size();
  });
}

/// As a layer is read: the digest of what came, and the digest of what comes out.
void unpack_and_digest(benchmark::State& state, std::string_view packed) {
  const std::string expected = crypto::sha256(layer());
  measure(state, [&] {
    DigestSink plain;
    crypto::Sha256 hash;
    archive::Unpacker unpacker(plain, {}, "the layer");
    in_pieces(packed, [&](std::string_view piece) {
      hash.update(piece);
      unpacker.write(piece);
    });
    unpacker.finish();
    benchmark::DoNotOptimize(hash.finish());
    return plain.digest() == expected;
  });
}

void digest(benchmark::State& state, std::string_view packed) {
  measure(state, [&] {
    benchmark::DoNotOptimize(crypto::sha256(packed));
    benchmark::DoNotOptimize(crypto::sha256(layer()));
    return true;
  });
}

void reference_zlib_inflate(benchmark::State& state) {
  constexpr int kGzip = 15 + 16;
  static std::array<Bytef, archive::kPieceBytes> buffer;
  const std::string& packed = gzip_layer();
  measure(state, [&] {
    z_stream stream{};
    inflateInit2(&stream, kGzip);
    in_pieces(packed, [&](std::string_view piece) {
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
      stream.avail_in = static_cast<uInt>(piece.size());
      do {
        stream.next_out = buffer.data();
        stream.avail_out = static_cast<uInt>(buffer.size());
        inflate(&stream, Z_NO_FLUSH);
      } while (stream.avail_out == 0);
    });
    inflateEnd(&stream);
    return stream.total_out == layer().size();
  });
}

void reference_libzstd(benchmark::State& state) {
  static std::array<char, archive::kPieceBytes> buffer;
  const std::string& packed = zstd_layer();
  measure(state, [&] {
    ZSTD_DCtx* const context = ZSTD_createDCtx();
    std::size_t total = 0;
    in_pieces(packed, [&](std::string_view piece) {
      ZSTD_inBuffer in{piece.data(), piece.size(), 0};
      ZSTD_outBuffer out{buffer.data(), buffer.size(), 0};
      do {
        out.pos = 0;
        benchmark::DoNotOptimize(ZSTD_decompressStream(context, &out, &in));
        total += out.pos;
      } while (in.pos < in.size || out.pos == out.size);
    });
    ZSTD_freeDCtx(context);
    return total == layer().size();
  });
}

void unpack_gzip(benchmark::State& state) {
  unpack(state, gzip_layer());
}

void unpack_gzip_and_digest(benchmark::State& state) {
  unpack_and_digest(state, gzip_layer());
}

void digest_gzip(benchmark::State& state) {
  digest(state, gzip_layer());
}

void unpack_zstd(benchmark::State& state) {
  unpack(state, zstd_layer());
}

void unpack_zstd_and_digest(benchmark::State& state) {
  unpack_and_digest(state, zstd_layer());
}

void digest_zstd(benchmark::State& state) {
  digest(state, zstd_layer());
}

void settings(benchmark::internal::Benchmark* each) {
  each->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(1);
}
BENCHMARK(reference_zlib_inflate)->Apply(settings);
BENCHMARK(unpack_gzip)->Apply(settings);
BENCHMARK(unpack_gzip_and_digest)->Apply(settings);
BENCHMARK(digest_gzip)->Apply(settings);
BENCHMARK(reference_libzstd)->Apply(settings);
BENCHMARK(unpack_zstd)->Apply(settings);
BENCHMARK(unpack_zstd_and_digest)->Apply(settings);
BENCHMARK(digest_zstd)->Apply(settings);

}  // namespace
}  // namespace portside::bench
