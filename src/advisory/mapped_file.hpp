// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace portside::advisory {

/// A regular file, mapped for reading. Stays whole when another file takes its name.
class MappedFile {
 public:
  /// Throws AdapterError: kNotFound, kIo, kMalformedData (not a regular file, or empty).
  explicit MappedFile(const std::string& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::string_view bytes() const noexcept { return bytes_; }

 private:
  std::string_view bytes_;
};

}  // namespace portside::advisory
