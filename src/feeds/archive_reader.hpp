// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "portside/api/millis.hpp"

namespace portside::feeds {

/// What may come out of one file.
struct ContainerLimits {
  std::size_t entries = 1'000'000;
  std::uint64_t entry_bytes = std::uint64_t{1} << 30;   ///< 1 GiB
  std::uint64_t total_bytes = std::uint64_t{16} << 30;  ///< 16 GiB
  /// Bytes out for each byte in; the first `free_bytes` do not count.
  std::uint64_t ratio = 300;
  std::uint64_t free_bytes = std::uint64_t{64} << 20;  ///< 64 MiB
};

/// What kinds of files are told apart.
enum class Containers : std::uint8_t {
  kFeeds,   ///< .zip, .tar, .tar.gz, ...; all else is one entry, unpacked when it was packed
  kPacked,  ///< one entry, unpacked when it was packed
  kTar,     ///< .tar, .tar.gz, ...
  kAr,      ///< .deb
};

struct ContainerEntry {
  /// "" when the file is no archive but the entry itself.
  std::string path;
  /// Epoch milliseconds; 0 = unknown.
  Millis modified_at = 0;
  /// Neither folder nor link nor device.
  bool is_file = false;
};

/// Walks through an archive, or a packed file, as it streams past (libarchive; gzip, xz, zstd and
/// bzip2). Throws AdapterError: kMalformedData, kTooLarge, kUnsupported (encrypted), kIo; messages
/// do not name the file. Not thread-safe.
class ArchiveReader {
 public:
  /// Reads the open file, from its beginning; it is the caller's and stays open meanwhile.
  ArchiveReader(int fd, Containers kind, const ContainerLimits& limits);
  /// The bytes are the caller's and stay meanwhile.
  ArchiveReader(std::string_view bytes, Containers kind, const ContainerLimits& limits);
  /// Reads the present entry of another one, which stays meanwhile.
  ArchiveReader(ArchiveReader& outer, Containers kind, const ContainerLimits& limits);
  ~ArchiveReader();
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;

  /// Goes to the next entry; nothing at the end. An empty file has none.
  std::optional<ContainerEntry> next();

  /// The next bytes of the entry; 0 at its end.
  std::size_t read(char* into, std::size_t size);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace portside::feeds
