// SPDX-License-Identifier: Apache-2.0
#include "portside/api/plugin.hpp"

#include "offline/adapter.hpp"
#include "offline/config.hpp"

PORTSIDE_PLUGIN(portside::plugin("offline", "0.1.0")
                    .vendor("Portside")
                    .license("Apache-2.0")
                    .summary("holds the packages of images against advisories in a local file"),
                portside::scanner<portside::offline::OfflineScanner>().schema(
                    portside::offline::kConfigSchema));
