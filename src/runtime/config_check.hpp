// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "portside/host/config.hpp"
#include "portside/host/plugin_registry.hpp"

namespace portside::runtime {

/// Checks what a program filled in by itself as strictly as what the reader takes from a file.
/// Throws kConfigInvalid with the first mistake as message and all of them in the detail.
void check_config(const Config& config, const HostOptions& options);

}  // namespace portside::runtime
