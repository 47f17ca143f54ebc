// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "advisory/advisory.hpp"

namespace portside::advisory {

/// Collects advisories and writes them as one file that `Index` maps. Not thread-safe.
class IndexBuilder {
 public:
  IndexBuilder();
  ~IndexBuilder();
  IndexBuilder(const IndexBuilder&) = delete;
  IndexBuilder& operator=(const IndexBuilder&) = delete;

  /// What is added from now on comes from this source. Throws AdapterError(kInvalidArgument).
  void begin_source(const DataSource& source);

  /// Raises the present source's DataSource::updated_at to a newer statement's.
  void updated_at(Millis time);

  /// Adds one advisory of the present source. The same (source, release, package, id) again
  /// replaces nothing: both count. Throws AdapterError(kInvalidArgument) for one without an id, a
  /// release or a package name, kTooLarge when the index has no room for it.
  void add(const Advisory& advisory);

  /// Rows so far: one for each package of each release of each advisory.
  std::size_t rows() const noexcept;

  /// Writes the file: beside it first, then in its place at once, so that whoever opens it finds
  /// the old or the new one. The same advisories in any order make the same bytes. `built_at`:
  /// epoch milliseconds. Throws AdapterError(kIo).
  void write(const std::string& path, Millis built_at) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace portside::advisory
