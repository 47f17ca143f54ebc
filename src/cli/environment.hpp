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

/// SOURCE_DATE_EPOCH (reproducible-builds.org) in epoch milliseconds; nothing when it is not set.
/// Throws kConfigInvalid when it is no number of seconds.
std::optional<Millis> source_date_epoch();

/// The time that outputs carry: source_date_epoch(), else the present. Throws kConfigInvalid.
Millis time_of_outputs();

/// False in the locales C and POSIX and in those of other encodings.
bool is_utf8_locale();

}  // namespace portside::cli
