// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <string_view>

#include "portside/host/secret.hpp"

namespace portside::cli {

/// Reads a secret from a descriptor to its end and leaves out one line end there. From a terminal:
/// one line, after a question on `prompt`, and without showing what is typed. Throws
/// kInvalidArgument for what a configuration would not take (nothing, more than 64 KiB, not UTF-8,
/// control characters other than tab and line ends), kCancelled for a Ctrl-C, kIo.
Secret read_secret(int fd, std::string_view question, std::ostream& prompt);

}  // namespace portside::cli
