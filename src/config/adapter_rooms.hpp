// SPDX-License-Identifier: Apache-2.0
//
// The readers of what is said about adapters.
#pragma once

#include "config/cursor.hpp"
#include "portside/host/config.hpp"

namespace portside::config {

void read_scanner(const Cursor& at, Config& config);
void read_adapters(const Cursor& at, Config& config);
void read_processors(const Cursor& at, Config& config);

}  // namespace portside::config
