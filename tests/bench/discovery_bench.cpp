// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>
#include <dirent.h>
#include <fcntl.h>
#include <link.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string_view>

#include "loader/discovery.hpp"
#include "plugin_copies.hpp"

namespace portside::bench {
namespace {

constexpr int kPlugins = 200;
constexpr int kForeignFiles = 1'000;

/// What discovery cannot do without: read the folder, open each file, look at it.
void read_open_stat(const std::string& folder) {
  DIR* stream = ::opendir(folder.c_str());
  while (const dirent* entry = ::readdir(stream)) {
    if (!std::string_view(entry->d_name).ends_with(".so")) continue;
    const int fd = ::openat(::dirfd(stream), entry->d_name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status {};
    benchmark::DoNotOptimize(::fstat(fd, &status));
    ::close(fd);
  }
  ::closedir(stream);
}

void reference_read_open_stat(benchmark::State& state) {
  const PluginCopies copies(kPlugins);
  for (auto _ : state) read_open_stat(copies.folder());
}
BENCHMARK(reference_read_open_stat)->Unit(benchmark::kMicrosecond);

void discover_200_plugins(benchmark::State& state) {
  const PluginCopies copies(kPlugins);
  PluginOptions options;
  options.dirs = {copies.folder()};
  const loader::HostAbi host = loader::HostAbi::of_this_build();
  for (auto _ : state) {
    const loader::Discovered found = loader::discover(options, {}, host);
    for (const loader::JudgedFile& file : found.files) {
      if (file.state != PluginState::kAvailable) state.SkipWithError("a plugin is not fit");
    }
    if (found.files.size() != kPlugins) state.SkipWithError("not all plugins were found");
  }
}
BENCHMARK(discover_200_plugins)->Unit(benchmark::kMicrosecond);

/// How many objects the dynamic loader has loaded since the process began.
unsigned long long objects_loaded() {
  unsigned long long adds = 0;
  ::dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* result) {
        *static_cast<unsigned long long*>(result) = info->dlpi_adds;
        return 1;
      },
      &adds);
  return adds;
}

void judge_1000_foreign_files(benchmark::State& state) {
  const testing::TempFolder folder;
  for (int i = 0; i < kForeignFiles; ++i) {
    folder.write(std::to_string(i) + ".so", std::string(4'096, static_cast<char>(i)));
  }
  PluginOptions options;
  options.dirs = {folder.str()};
  const loader::HostAbi host = loader::HostAbi::of_this_build();
  const auto before = objects_loaded();
  for (auto _ : state) benchmark::DoNotOptimize(loader::discover(options, {}, host));
  state.counters["dlopens"] = static_cast<double>(objects_loaded() - before);
}
BENCHMARK(judge_1000_foreign_files)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace portside::bench
