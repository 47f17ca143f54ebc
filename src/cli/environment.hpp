// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "portside/host/config.hpp"

namespace portside::cli {

/// Finds `${ENV:NAME}` in the environment of this process, `${FILE:/path}` in files.
SecretLookup secrets_of_this_process();

}  // namespace portside::cli
