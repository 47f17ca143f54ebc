// SPDX-License-Identifier: Apache-2.0
// The index of advisories beside what it cannot do without: names hashed and texts compared; a file
// opened and mapped.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "advisory/index.hpp"
#include "advisory/index_builder.hpp"
#include "advisory/match.hpp"
#include "temp_folder.hpp"

namespace portside::bench {
namespace {

constexpr std::size_t kPackages = 10'000;
constexpr std::size_t kRowsOfEach = 6;
constexpr std::string_view kRelease = "Debian:12";

std::string version(std::size_t number) {
  return "1:2." + std::to_string(number % 40) + "." + std::to_string(number % 7) + "-" +
         std::to_string(number % 5) + "+deb12u" + std::to_string(number % 3);
}

/// Each package has a source of its own, whose name is looked up beside its own; a third of the
/// rows are true.
struct Data {
  Data() {
    for (std::size_t i = 0; i < kPackages; ++i) {
      const std::string number = std::to_string(i * 7919 % 100'000);
      names.push_back("libpackage-" + number + "-dev");
      sources.push_back("package-" + number);
      versions.push_back(version(i * 31 + 13));
    }
    for (std::size_t i = 0; i < kPackages; ++i) {
      packages.push_back({names[i], versions[i], sources[i], versions[i], {}});
    }
    advisory::IndexBuilder builder;
    advisory::DataSource source;
    source.name = "bench";
    builder.begin_source(source);
    for (std::size_t i = 0; i < kPackages * kRowsOfEach; ++i) add_row(builder, i);
    path = folder / "index";
    builder.write(path, 1);
  }

  void add_row(advisory::IndexBuilder& builder, std::size_t i) {
    advisory::Advisory each;
    each.id = "CVE-" + std::to_string(1999 + i % 25) + "-" + std::to_string(i / 3);
    each.description = "What can happen to users of " + sources[i % kPackages] + " if the " +
                       std::to_string(i) + "th of all conditions is true.";
    each.links = {"https://advisories.example/" + each.id};
    advisory::AffectedPackage affected;
    affected.release = kRelease;
    affected.package = sources[i % kPackages];
    affected.ranges.push_back({"", version(i * 17 + 5), ""});
    affected.severity = Severity::kMedium;
    each.affected.push_back(affected);
    builder.add(each);
    fixed[affected.package].push_back(affected.ranges[0].fixed);
  }

  testing::TempFolder folder;
  std::string path;
  std::vector<std::string> names;
  std::vector<std::string> sources;
  std::vector<std::string> versions;
  std::vector<advisory::InstalledPackage> packages;
  std::unordered_map<std::string, std::vector<std::string>> fixed;
};

Data& data() {
  static Data data;
  return data;
}

double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Measures what `act` takes of the processor: others may be busy.
template <typename Act>
void measure(benchmark::State& state, Act act) {
  for (auto _ : state) {
    const double begin = cpu_seconds();
    if (!act()) state.SkipWithError("not what was expected");
    state.SetIterationTime(cpu_seconds() - begin);
  }
}

void match_10000_packages(benchmark::State& state) {
  Data& all = data();
  const advisory::Index index(all.path);
  std::size_t found = 0;
  measure(state, [&] {
    found = 0;
    const auto summary = advisory::match(index, kRelease, advisory::VersionScheme::kDeb,
                                         all.packages, [&](const advisory::Finding& each) {
                                           benchmark::DoNotOptimize(each.id.data());
                                           ++found;
                                         });
    return summary.indeterminate == 0 && found > kPackages && index.size() == 60'000;
  });
  state.counters["found"] = static_cast<double>(found);
}

/// The same names looked up in a hash table, the same versions compared as mere texts.
void reference_hash_join(benchmark::State& state) {
  Data& all = data();
  measure(state, [&] {
    std::size_t older = 0;
    for (std::size_t i = 0; i < kPackages; ++i) {
      for (const std::string& name : {all.sources[i], all.names[i]}) {
        const auto place = all.fixed.find(name);
        if (place == all.fixed.end()) continue;
        for (const std::string& fixed : place->second) older += all.versions[i] < fixed ? 1 : 0;
      }
    }
    return older > kPackages;
  });
}

void open_index_of_60000_rows(benchmark::State& state) {
  const std::string& path = data().path;
  measure(state, [&] {
    const advisory::Index index(path);
    return index.covers(kRelease);
  });
}

void reference_open_and_mmap(benchmark::State& state) {
  const std::string& path = data().path;
  measure(state, [&] {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat status = {};
    if (::fstat(fd, &status) != 0) return false;
    const auto size = static_cast<std::size_t>(status.st_size);
    void* const bytes = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, fd, 0);
    ::close(fd);
    const bool read = bytes != MAP_FAILED && *static_cast<const char*>(bytes) == 'p';
    ::munmap(bytes, size);
    return read;
  });
}

BENCHMARK(reference_hash_join)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(3);
BENCHMARK(match_10000_packages)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(3);
BENCHMARK(reference_open_and_mmap)->Unit(benchmark::kMicrosecond)->UseManualTime()->Iterations(100);
BENCHMARK(open_index_of_60000_rows)
    ->Unit(benchmark::kMicrosecond)
    ->UseManualTime()
    ->Iterations(100);

}  // namespace
}  // namespace portside::bench
