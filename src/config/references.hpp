// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "config/config_tree.hpp"
#include "config/mistakes.hpp"
#include "portside/host/config.hpp"

namespace portside::config {

/// Puts the values of `${ENV:NAME}` and `${FILE:/path}` into all texts of a tree (not into keys)
/// and marks them as secret; `$${` becomes `${`. A value is at most 64 KiB of UTF-8 without control
/// characters other than tab and line ends, all together are at most 1 MiB. What cannot be resolved
/// is noted, and its text is broken then.
void resolve_references(Value& root, const SecretLookup& secrets, Mistakes& mistakes);

/// True when a text, as it is written, refers to a secret.
bool has_reference(std::string_view text);

/// The references of a text as they are written, with `hidden` in place of everything else.
std::string references_only(std::string_view text, std::string_view hidden);

}  // namespace portside::config
