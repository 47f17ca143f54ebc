// SPDX-License-Identifier: Apache-2.0
#include "portside/api/plugin.hpp"

#include "anchore/adapter.hpp"
#include "anchore/config.hpp"

PORTSIDE_PLUGIN(portside::plugin("anchore", "0.1.0")
                    .vendor("Portside")
                    .license("Apache-2.0")
                    .summary("scans with Anchore Engine and Anchore Enterprise"),
                portside::scanner<portside::anchore::AnchoreScanner>().schema(
                    portside::anchore::kConfigSchema));
