// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace portside {

/// Receives a body piece by piece, so that no body has to fit in memory.
///
/// Implemented by whoever wants the bytes (host or plugin), called by whoever has them.
class ByteSink {
 public:
  /// Takes the next piece. `piece` is valid only during the call; an empty piece carries nothing
  /// and does not mean the end (the end is the return of the function that the sink was handed to).
  ///
  /// Always called on the thread that made the call the sink was handed to, never concurrently.
  ///
  /// May throw: the transfer stops, and the exception passes through the function that was writing
  /// unchanged.
  virtual void write(std::string_view piece) = 0;

 protected:
  ~ByteSink() = default;
};

}  // namespace portside
