// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace portside::cli {

/// How the program ends. Scripts rely on these: a number never gets another meaning.
enum class ExitCode : int {
  kFine = 0,
  kError = 1,        ///< it could not do what was asked: unreadable file, dead server
  kUsage = 2,        ///< the arguments are wrong
  kGateFailed = 3,   ///< a scan found what --fail-on names
  kIncomplete = 4,   ///< a scan ended, but not everything was covered
  kCheckFailed = 5,  ///< a policy, a plugin check or a configuration check says no
};

}  // namespace portside::cli
