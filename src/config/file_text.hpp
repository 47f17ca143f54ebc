// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace portside::config {

/// Who may be allowed to use a file that is read.
enum class Readers : std::uint8_t {
  kAnybody,
  kOwner,  ///< group and others must not: mode 0600, 0400
};

/// The first `limit` bytes of a regular file. `what` names it in messages: `the configuration`.
/// Throws kConfigInvalid. Does not wait: a FIFO is refused.
std::string read_file(const std::string& path, std::string_view what, std::size_t limit,
                      Readers readers = Readers::kAnybody);

/// Removes one line end from the end of a text.
void cut_line_end(std::string& text) noexcept;

}  // namespace portside::config
