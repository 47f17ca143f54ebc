// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "config/config_tree.hpp"
#include "config/mistakes.hpp"
#include "portside/host/config.hpp"

namespace portside::config {

/// Makes a configuration out of the tree of a document and notes everything that is wrong with it.
Config read_config(const Value& root, Mistakes& mistakes);

}  // namespace portside::config
