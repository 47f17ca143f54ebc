// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace portside::cli {

/// The index of advisories that commands use when nobody names one:
/// `$XDG_DATA_HOME/portside/advisories.index`, else `$HOME/.local/share/portside/advisories.index`
/// (XDG Base Directory Specification: relative paths in these variables do not count). Throws
/// AdapterError(kConfigInvalid) when the environment has neither.
std::string default_advisory_index();

}  // namespace portside::cli
