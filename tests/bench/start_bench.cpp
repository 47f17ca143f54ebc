// SPDX-License-Identifier: Apache-2.0
//
// What a host with no plugins adds to the start of a program: empty-host beside hello-world, which
// is linked against the same libraries.
#include <benchmark/benchmark.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

namespace portside::bench {
namespace {

void run_program(benchmark::State& state, const std::string& program) {
  std::string path = program;
  char* const arguments[] = {path.data(), nullptr};
  for (auto _ : state) {
    pid_t child = 0;
    int status = -1;
    if (::posix_spawn(&child, path.c_str(), nullptr, nullptr, arguments, ::environ) != 0 ||
        ::waitpid(child, &status, 0) != child || status != 0) {
      state.SkipWithError("the program did not run");
    }
  }
}

void reference_start_hello_world(benchmark::State& state) {
  run_program(state, PORTSIDE_HELLO_WORLD);
}
BENCHMARK(reference_start_hello_world)->Unit(benchmark::kMicrosecond)->UseRealTime();

void start_empty_host(benchmark::State& state) {
  run_program(state, PORTSIDE_EMPTY_HOST);
}
BENCHMARK(start_empty_host)->Unit(benchmark::kMicrosecond)->UseRealTime();

}  // namespace
}  // namespace portside::bench
