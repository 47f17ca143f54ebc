// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "oci/manifest.hpp"
#include "portside/api/registry_access.hpp"
#include "portside/host/artifact_service.hpp"

namespace portside::artifact {

/// The bytes of everything that an index refers to, indexes in it included, each digest once. What
/// `options.size_of` does not know is read from the registry; a child that is not there counts as
/// its own manifest, with a sentence in `notes`, where `options` allow it. Throws kRegistryNotFound
/// (where not), kTooLarge (more than 1,000 children), kRegistryBadAnswer, and what RegistryAccess
/// throws.
std::int64_t size_of_children(const std::vector<oci::Descriptor>& children,
                              RegistryAccess& registry, const ArtifactOptions& options,
                              std::vector<std::string>& notes, const CallContext& context);

}  // namespace portside::artifact
