// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "advisory/advisory.hpp"

namespace portside::advisory {

/// Collects advisories and writes them as one file that `Index` maps. Keeps all of them in memory.
/// Not thread-safe.
class IndexBuilder {
 public:
  /// Bytes that an id, a name, a version, a link or any other short text may have.
  static constexpr std::size_t kLongestText = 4096;
  /// Bytes that are kept of titles and descriptions; the rest is cut off and " ..." put there.
  static constexpr std::size_t kLongestDescription = std::size_t{16} * 1024;

  /// What an index has room for.
  struct Limits {
    /// Rows, ranges, and texts in lists (versions, links, aliases): of each so many, below 2^32.
    std::size_t entries = std::size_t{1} << 26U;
    /// Bytes of all texts together, below 2^32.
    std::size_t text_bytes = std::size_t{1} << 30U;
  };

  IndexBuilder();
  explicit IndexBuilder(const Limits& limits);
  ~IndexBuilder();
  IndexBuilder(const IndexBuilder&) = delete;
  IndexBuilder& operator=(const IndexBuilder&) = delete;

  /// What is added from now on comes from this source. Of a source with the same name and remark
  /// as one before it becomes one: with the releases of both and the newer times. Throws
  /// AdapterError(kInvalidArgument) for a source without a name.
  void begin_source(const DataSource& source);

  /// The present source, which speaks for the release from then on, has a statement of this time
  /// (epoch milliseconds) about it: the newest one counts. Throws AdapterError(kInvalidArgument)
  /// before the first begin_source().
  void updated_at(const std::string& release, Millis time);

  /// Adds one advisory of the present source, which speaks for the advisory's releases from then
  /// on. The same (source, release, package, id) again replaces nothing: both count.
  ///
  /// `introduced` "0" means the beginning. A range whose `fixed` is "0" has no version in it (so
  /// say Debian's security tracker and Alpine's secdb that a release was never affected); a package
  /// without any range and version is left out.
  ///
  /// Throws AdapterError(kInvalidArgument), and adds nothing, for an advisory without an id, a
  /// release or a package name, with a text that is too long, or before the first begin_source();
  /// kTooLarge when the index has no room for it.
  void add(const Advisory& advisory);

  /// Rows so far: one for each package of each release of each advisory.
  std::size_t rows() const noexcept;

  /// Writes the file (mode 0644): beside it first, then in its place at once, so that whoever opens
  /// it finds the old or the new one. The same advisories in any order make the same bytes.
  /// `built_at`: epoch milliseconds. A symbolic link is kept, and the file that it leads to
  /// replaced. Throws AdapterError(kIo).
  void write(const std::string& path, Millis built_at) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace portside::advisory
