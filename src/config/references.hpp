// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "config/config_tree.hpp"
#include "config/mistakes.hpp"
#include "portside/host/config.hpp"

namespace portside::config {

/// Puts the values of `${ENV:NAME}`, `${FILE:/path}` and `${SEALED:v1...}` into all texts of a tree
/// (not into keys) and marks them as secret; `$${` becomes `${`. A value is at most 64 KiB of UTF-8
/// without control characters other than tab and line ends, all together are at most 1 MiB. A
/// sealed secret is the whole text of its key, and was sealed for the json_pointer() of that text.
/// What cannot be resolved is noted, and its text is broken then.
void resolve_references(Value& root, const SecretLookup& secrets, Mistakes& mistakes);

}  // namespace portside::config
