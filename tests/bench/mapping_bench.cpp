// SPDX-License-Identifier: Apache-2.0
#include "mapping_bench.hpp"

#include <cstdlib>
#include <stdexcept>

namespace portside::bench {

ByteSink& CountingSink::document(const std::string&) {
  throw std::logic_error("no documents here");
}

void compare(benchmark::State& state, const CountingSink& one, const CountingSink& other) {
  if (one.overview.total != other.overview.total || one.overview.counts != other.overview.counts ||
      one.overview.fixable != other.overview.fixable || one.bytes != other.bytes) {
    state.SkipWithError("other rows than ours");
  }
}

double status_kib(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind(name + ":", 0) == 0) return std::atof(line.c_str() + name.size() + 1);
  }
  throw std::runtime_error("/proc/self/status has no " + name);
}

}  // namespace portside::bench
