// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "portside/api/millis.hpp"

namespace portside::feeds {

/// A regular file, open for reading. Throws AdapterError(kIo) when it cannot be read, and for
/// anything else than a file: a FIFO would wait.
class OpenFile {
 public:
  explicit OpenFile(const std::string& path);
  ~OpenFile();
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  int fd() const noexcept { return fd_; }
  /// Epoch milliseconds.
  Millis modified_at() const noexcept { return modified_at_; }

 private:
  int fd_;
  Millis modified_at_ = 0;
};

}  // namespace portside::feeds
