// SPDX-License-Identifier: Apache-2.0
//
// An archive with whatever in it; the first byte says of which kind. Only AdapterError may come
// out, and no more bytes than the limits allow.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "feeds/archive_reader.hpp"
#include "feeds/deb_changelog.hpp"
#include "portside/api/error.hpp"

namespace {

using portside::feeds::ArchiveReader;
using portside::feeds::Containers;

constexpr std::size_t kMost = 1 << 20;

void read_all(ArchiveReader& reader) {
  std::size_t total = 0;
  char block[4096];
  while (reader.next()) {
    while (const std::size_t count = reader.read(block, sizeof block)) total += count;
  }
  if (total > kMost) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  portside::feeds::ContainerLimits limits;
  limits.entries = 100;
  limits.entry_bytes = kMost;
  limits.total_bytes = kMost;
  try {
    if (data[0] % 2 == 0) {
      ArchiveReader reader(bytes, Containers::kFeeds, limits);
      read_all(reader);
    } else {
      ArchiveReader deb(bytes, Containers::kAr, limits);
      portside::feeds::changelog_in_deb(deb, limits);
    }
  } catch (const portside::AdapterError&) {
    // Most inputs are damaged.
  }
  return 0;
}
