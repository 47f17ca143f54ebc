// SPDX-License-Identifier: Apache-2.0
//
// What it means for each adapter that one configuration takes the place of another.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "portside/host/config.hpp"
#include "runtime/instance_factory.hpp"

namespace portside::runtime {

/// What `adapter_id` is configured with.
AdapterSettings settings_of(const Config& config, const std::string& adapter_id);

/// Adapter ids, sorted. An adapter counts when a configuration names it anywhere, or when it is
/// open; one without a document has an empty one.
struct ConfigChanges {
  std::vector<std::string> added;
  std::vector<std::string> changed;
  std::vector<std::string> removed;
  std::size_t unchanged = 0;
};

/// `open` are the ids of the adapters that were handed out, sorted.
ConfigChanges compare(const Config& before, const Config& after,
                      const std::vector<std::string>& open);

/// A sentence for each part of `after` that does not take effect while the host runs.
std::vector<std::string> parts_that_need_a_restart(const Config& before, const Config& after);

}  // namespace portside::runtime
