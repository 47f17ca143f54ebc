// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/stat.h>

#include <compare>
#include <cstdint>

namespace portside::loader {

/// What makes a file the same file: a path does not, since it can be renamed over, and neither does
/// an inode alone, since it can be written to.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::int64_t size = 0;
  std::int64_t modified_ns = 0;

  static FileIdentity of(const struct stat& status) noexcept {
    return {status.st_dev, status.st_ino, status.st_size,
            std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec};
  }
  auto operator<=>(const FileIdentity&) const = default;
};

}  // namespace portside::loader
