// SPDX-License-Identifier: Apache-2.0
//
// What it takes to walk a layer, beside unpacking the same bytes for nobody.
#include <benchmark/benchmark.h>
#include <time.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "archive/unpacker.hpp"
#include "offline/layer_files.hpp"
#include "packed.hpp"
#include "portside/sdk/tar_reader.hpp"
#include "tar_builder.hpp"

namespace portside::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLayerBytes = 32U << 20U;
constexpr std::uintmax_t kLargestFile = 4U << 20U;
/// What libcurl hands over at a time.
constexpr std::size_t kPieceBytes = 16 * 1024;

/// Files of this machine, and the database of its packages.
std::string make_tar() {
  testing::TarBuilder tar;
  const auto add = [&tar](const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    tar.file(path.native().substr(1, 100), std::string(std::istreambuf_iterator<char>(stream), {}));
  };
  for (const char* folder : {"/usr/bin", "/usr/lib", "/usr/share"}) {
    const std::size_t end = tar.unfinished().size() + kLayerBytes / 3;
    for (const auto& entry :
         fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied)) {
      std::error_code unreadable;
      if (tar.unfinished().size() >= end) break;
      if (!entry.is_symlink() && entry.is_regular_file(unreadable) &&
          entry.file_size(unreadable) <= kLargestFile) {
        add(entry.path());
      }
    }
  }
  if (fs::exists("/var/lib/dpkg/status")) add("/var/lib/dpkg/status");
  return tar.finish();
}

const std::string& packed() {
  static const std::string packed = testing::gzip(make_tar());
  return packed;
}

double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

void unpack_into(ByteSink& sink, std::uint64_t& plain) {
  archive::Unpacker unpacker(sink, {}, "the layer");
  for (std::string_view rest = packed(); !rest.empty();) {
    unpacker.write(rest.substr(0, kPieceBytes));
    rest.remove_prefix(std::min(kPieceBytes, rest.size()));
  }
  unpacker.finish();
  plain = unpacker.count();
}

template <typename Act>
void measure(benchmark::State& state, Act act) {
  packed();
  std::uint64_t plain = 0;
  for (auto _ : state) {
    const double begin = cpu_seconds();
    act(plain);
    state.SetIterationTime(cpu_seconds() - begin);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(plain));
}

class NoSink final : public ByteSink {
 public:
  void write(std::string_view piece) override { benchmark::DoNotOptimize(piece.data()); }
};

void reference_unpack_layer(benchmark::State& state) {
  NoSink sink;
  measure(state, [&](std::uint64_t& plain) { unpack_into(sink, plain); });
}

void walk_layer(benchmark::State& state) {
  const offline::Interest interest = offline::Interest::in_packages();
  measure(state, [&](std::uint64_t& plain) {
    constexpr std::uint64_t kLimit = std::uint64_t{1} << 30U;
    offline::ImagePaths paths;
    offline::LayerCollector collector(interest, paths, {kLimit, kLimit}, {}, "the layer");
    sdk::TarReader reader(collector, "the layer");
    unpack_into(reader, plain);
    reader.finish();
    if (collector.take().file_count == 0) state.SkipWithError("no files were seen");
  });
}

void settings(benchmark::internal::Benchmark* each) {
  each->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(1);
}
BENCHMARK(reference_unpack_layer)->Apply(settings);
BENCHMARK(walk_layer)->Apply(settings);

}  // namespace
}  // namespace portside::bench
