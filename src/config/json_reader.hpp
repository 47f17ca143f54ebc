// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "config/config_tree.hpp"
#include "config/mistakes.hpp"

namespace portside::config {

/// Reads one JSON document (RFC 8259, keys of an object differ). `text` comes from checked_text().
/// Notes mistakes and reads on where it can, stops otherwise.
Value read_json(std::string_view text, Mistakes& mistakes);

}  // namespace portside::config
