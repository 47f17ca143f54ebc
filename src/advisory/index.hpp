// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "advisory/advisory.hpp"

namespace portside::advisory {

/// A file of an IndexBuilder, mapped into memory for reading: shared by all processes that use it,
/// opened in no time, and readable to the end when another one takes its place. The file is checked
/// where it is read, not trusted: where a damaged one does not hold together, methods throw
/// AdapterError(kMalformedData). Damage inside of texts is only found by verify(). Nobody may write
/// into the file or cut it while it is mapped. All methods are [any].
class Index {
 public:
  /// Throws AdapterError: kNotFound (no such file), kIo, kMalformedData (no index, or damaged;
  /// says so), kUnsupported (an index of another version: build it again).
  explicit Index(const std::string& path);
  ~Index();
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;

  Millis built_at() const noexcept;
  /// Rows in all.
  std::size_t size() const noexcept;
  std::vector<DataSource> sources() const;

  /// Whether any source speaks for the release, `Debian:12`.
  bool covers(std::string_view release) const;
  /// Epoch milliseconds of the newest statement of any source about this release; 0 = unknown.
  Millis updated_at(std::string_view release) const;

  /// Reads the whole file and compares it with its checksum. Throws AdapterError(kMalformedData)
  /// when one byte of it has changed since it was written.
  void verify() const;

  class Impl;
  const Impl& impl() const noexcept { return *impl_; }

 private:
  std::unique_ptr<const Impl> impl_;
};

}  // namespace portside::advisory
