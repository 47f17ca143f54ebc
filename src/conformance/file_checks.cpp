// SPDX-License-Identifier: Apache-2.0
#include <dlfcn.h>

#include <ctime>
#include <string>

#include "conformance/attempt.hpp"
#include "conformance/checks.hpp"

namespace portside::conformance {
namespace {

constexpr double kMaxLoadMs = 100;

/// Of this thread: what other processes do does not count.
double processor_ms() noexcept {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

bool is_about_the_descriptor(PluginReason reason) noexcept {
  return reason == PluginReason::kBadDescriptor;
}

CheckResult not_loadable() {
  return skipped("the plugin cannot be loaded", "see note-present and load-now");
}

}  // namespace

// The loader's sentences say themselves what was found, what was expected and what to do.

CheckResult check_note_present(const FileSubject& file) {
  if (file.is_fit()) return passed();
  return {CheckStatus::kFailed, file.judged().reason};
}

CheckResult check_load_now(const FileSubject& file) {
  if (!file.is_fit()) return skipped("the file was refused", "see note-present");
  const auto& loading = file.load();
  if (loading.plugin != nullptr || is_about_the_descriptor(loading.reason)) return passed();
  return {CheckStatus::kFailed, loading.sentence};
}

CheckResult check_note_matches_descriptor(const FileSubject& file) {
  const auto& loading = file.load();
  if (loading.plugin != nullptr) return passed();
  if (is_about_the_descriptor(loading.reason)) return {CheckStatus::kFailed, loading.sentence};
  return not_loadable();
}

CheckResult check_load_time(const FileSubject& file) {
  if (!file.is_fit()) return not_loadable();
  const double before = processor_ms();
  const bool loaded = file.load().plugin != nullptr;
  const double ms = processor_ms() - before;
  if (!loaded) return not_loadable();
  if (ms <= kMaxLoadMs) return passed();
  return warning(
      "loading the file took " + std::to_string(static_cast<int>(ms)) + " ms of processor time",
      "at most " + std::to_string(static_cast<int>(kMaxLoadMs)) + " ms",
      "link fewer libraries (HTTP and TLS are the host's to bring), and let nothing run "
      "when the file is loaded");
}

// Past the loader, which never unloads.
CheckResult check_unload_clean(const FileSubject& file) {
  if (!file.is_fit()) return not_loadable();
  const char* const path = file.judged().real_path.c_str();
  file.stage("loading the file");
  void* const library = ::dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return not_loadable();
  file.stage("unloading the file");
  ::dlclose(library);
  void* const still_there = ::dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NOLOAD);
  if (still_there == nullptr) return passed();
  ::dlclose(still_there);
  return warning("the file stays in memory after dlclose()",
                 "it to go (hosts never unload plugins, but tests and tools do)",
                 "build it with portside_add_plugin(), which avoids unique symbols, and without "
                 "-z nodelete");
}

}  // namespace portside::conformance
