// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "portside/host/plugin_registry.hpp"

int main() {
  const portside::PluginRegistry plugins({}, {});
  std::puts(plugins.plugins().empty() ? "" : "there are plugins");
}
