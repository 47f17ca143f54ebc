// SPDX-License-Identifier: Apache-2.0
//
// Files of the user who runs the program (XDG Base Directory Specification; relative paths in its
// variables do not count). Functions throw kConfigInvalid when the environment has neither the
// variable nor HOME.
#pragma once

#include <string>

namespace portside::cli {

/// The index of advisories: `$XDG_DATA_HOME/portside/advisories.index`, else below
/// `$HOME/.local/share`.
std::string default_advisory_index();

/// The folder of the last reports and of adapters' state: `$XDG_STATE_HOME/portside`, else below
/// `$HOME/.local/state`.
std::string default_state_dir();

/// The folder of adapters' state, in that one; "" (nothing is kept) where the user has no place of
/// their own. Throws nothing.
std::string default_adapters_dir();

}  // namespace portside::cli
