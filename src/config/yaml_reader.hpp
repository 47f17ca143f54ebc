// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "config/config_tree.hpp"
#include "config/mistakes.hpp"

namespace portside::config {

/// Reads one YAML document (a subset of YAML 1.2: no anchors, aliases or tags; keys are scalars
/// that differ). No document at all is a null. `text` comes from checked_text(). Notes mistakes and
/// reads on where it can, stops otherwise.
Value read_yaml(std::string_view text, Mistakes& mistakes);

}  // namespace portside::config
