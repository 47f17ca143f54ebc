// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <exception>
#include <istream>
#include <streambuf>
#include <vector>

namespace portside::feeds {

class ArchiveReader;

/// The present entry of an archive as a stream.
class EntryStream : private std::streambuf, public std::istream {
 public:
  explicit EntryStream(ArchiveReader& reader);

  /// The first byte that is no white space and no byte order mark, which stay unread; -1 = none.
  /// Looks at the first 64 KiB only. Throws as ArchiveReader.
  int first_byte();

  /// Throws what reading threw: streams swallow it and end instead.
  void rethrow_failure() const;

 private:
  std::streambuf::int_type underflow() override;

  ArchiveReader& reader_;
  std::vector<char> block_;
  std::exception_ptr failure_;
};

}  // namespace portside::feeds
