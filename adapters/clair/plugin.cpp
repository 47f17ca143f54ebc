// SPDX-License-Identifier: Apache-2.0
#include "portside/api/plugin.hpp"

#include "clair/adapter.hpp"
#include "clair/config.hpp"

PORTSIDE_PLUGIN(
    portside::plugin("clair", "0.1.0")
        .vendor("Portside")
        .license("Apache-2.0")
        .summary("scans with Clair 2.x and Clair 4.x"),
    portside::scanner<portside::clair::ClairScanner>().schema(portside::clair::kConfigSchema));
