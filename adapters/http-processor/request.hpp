// SPDX-License-Identifier: Apache-2.0
//
// What remote processors are sent.
#pragma once

#include <string>
#include <string_view>

#include "http-processor/config.hpp"
#include "portside/api/artifact.hpp"
#include "portside/api/call_context.hpp"
#include "portside/api/registry_access.hpp"

namespace portside::http_processor {

/// The JSON of `Registry`: where the service reads the artifact's repository, and with what; `null`
/// when it may not. A secret, for one request. Throws what RegistryAccess throws, and kUnsupported
/// when the host has no user and password to give.
std::string registry_json(RegistryUse use, RegistryAccess& registry, const CallContext& context);

/// The body of abstractmetadata; `key` is the manifest's name. Throws kTooLarge for a manifest of
/// more than 4 MiB.
std::string metadata_body(const std::string& registry, const std::string& key,
                          std::string_view manifest, const Artifact& artifact);

/// The body of abstractaddition.
std::string addition_body(const std::string& registry, const Artifact& artifact,
                          std::string_view addition_type);

}  // namespace portside::http_processor
