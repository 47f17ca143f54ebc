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

  /// Whether it begins like an object, or like a list of objects, in JSON; what looks like that for
  /// longer is JSON, or damaged. Nothing is taken. Throws as ArchiveReader.
  bool begins_like_records();

  /// Throws what reading threw: streams swallow it and end instead.
  void rethrow_failure() const;

 private:
  std::streambuf::int_type underflow() override;

  ArchiveReader& reader_;
  std::vector<char> block_;
  std::exception_ptr failure_;
};

}  // namespace portside::feeds
