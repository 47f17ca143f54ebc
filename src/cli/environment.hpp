// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "portside/api/millis.hpp"
#include "portside/host/config.hpp"

namespace portside::cli {

/// Finds `${ENV:NAME}` in the environment of this process, `${FILE:/path}` in files, and keys for
/// `${SEALED:...}` as sealing_keys_of_this_process().
SecretLookup secrets_of_this_process();

/// The sealing keys that PORTSIDE_SEALING_KEY holds, or the file that PORTSIDE_SEALING_KEY_FILE
/// names; nothing when neither is set. Throws kConfigInvalid: both are, or there is no key.
std::optional<Secret> sealing_keys_of_this_process();

/// The time that outputs carry, epoch milliseconds: SOURCE_DATE_EPOCH (reproducible-builds.org),
/// else the present. Throws kConfigInvalid when the variable is no number of seconds.
Millis time_of_outputs();

}  // namespace portside::cli
