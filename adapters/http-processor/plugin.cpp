// SPDX-License-Identifier: Apache-2.0
#include "portside/api/plugin.hpp"

#include "http-processor/adapter.hpp"
#include "http-processor/config.hpp"

PORTSIDE_PLUGIN(portside::plugin("http-processor", "0.1.0")
                    .vendor("Portside")
                    .license("Apache-2.0")
                    .summary("lets a service understand artifacts, over HTTP"),
                portside::processor<portside::http_processor::HttpProcessor>().schema(
                    portside::http_processor::kConfigSchema));
