// SPDX-License-Identifier: Apache-2.0
#include "conformance/process_view.hpp"

#include <malloc.h>

#include <filesystem>
#include <iterator>
#include <system_error>

// Of the sanitizers' run-time library, where there is one: their allocators do not tell
// mallinfo2().
extern "C" __attribute__((weak)) std::size_t __sanitizer_get_current_allocated_bytes();

namespace portside::conformance {
namespace {

std::optional<std::size_t> count_entries(const char* folder) {
  std::error_code failed;
  const std::filesystem::directory_iterator begin(folder, failed);
  if (failed) return std::nullopt;
  return static_cast<std::size_t>(std::distance(begin, std::filesystem::directory_iterator()));
}

}  // namespace

std::optional<std::size_t> count_threads() {
  return count_entries("/proc/self/task");
}

std::optional<std::size_t> count_descriptors() {
  return count_entries("/proc/self/fd");
}

std::size_t heap_bytes() noexcept {
  if (__sanitizer_get_current_allocated_bytes != nullptr) {
    return __sanitizer_get_current_allocated_bytes();
  }
  const struct mallinfo2 info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
}

}  // namespace portside::conformance
