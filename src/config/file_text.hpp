// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace portside::config {

/// The first `limit` bytes of a regular file. `what` names it in messages: `the configuration`.
/// Throws kConfigInvalid. Does not wait: a FIFO is refused.
std::string read_file(const std::string& path, std::string_view what, std::size_t limit);

}  // namespace portside::config
