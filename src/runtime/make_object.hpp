// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "loader/loaded_plugin.hpp"
#include "portside/host/secret.hpp"
#include "runtime/instance.hpp"

namespace portside::runtime {

/// Constructs an object of a loaded plugin and configures it. `id` names the instance in messages.
/// Throws kPluginCreateFailed (constructor) or what configure() throws.
MadeObject make_object(std::shared_ptr<const loader::LoadedPlugin> plugin, std::string_view kind,
                       const std::string& id, const Secret& document,
                       std::shared_ptr<InstanceServices> services);

/// Configures an object of the host's own: `object` points to the interface of `kind`, and may be
/// null, which throws kPluginCreateFailed.
MadeObject adopt_object(std::shared_ptr<void> object, std::string_view kind, const std::string& id,
                        const Secret& document, std::shared_ptr<InstanceServices> services);

}  // namespace portside::runtime
