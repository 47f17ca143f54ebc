// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace portside {

/// How much a log line matters, and to whom.
enum class LogLevel : std::int32_t {
  kDebug = 0,    ///< for the plugin's author
  kInfo = 1,     ///< the normal course, seldom enough to be read
  kWarning = 2,  ///< works, but somebody should look
  kError = 3,    ///< a call failed, or will
};

}  // namespace portside
