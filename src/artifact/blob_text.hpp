// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oci/manifest.hpp"
#include "portside/api/registry_access.hpp"
#include "portside/sdk/json_members.hpp"

namespace portside::artifact {

/// A whole blob. `what` names it in messages: `the config`. One that is said to be empty is not
/// asked for. Throws kTooLarge for more than `limit` bytes, kIntegrity when its size is not the one
/// that the descriptor says, and what RegistryAccess throws.
std::string read_blob(RegistryAccess& registry, const oci::Descriptor& blob, std::uint64_t limit,
                      const std::string& what, const CallContext& context);

/// The config of a manifest, at most oci::kMaxConfigBytes.
std::string read_config(RegistryAccess& registry, const oci::Manifest& manifest,
                        const CallContext& context);

/// The manifest with this digest, read. Throws kRegistryBadAnswer, and what RegistryAccess throws.
oci::Manifest read_manifest(RegistryAccess& registry, const std::string& digest,
                            const CallContext& context);

/// The members of a JSON object, parts of `text`; nothing for what is none, or is nested deeper
/// than attributes may be.
std::optional<std::vector<sdk::JsonMember>> object_members(std::string_view text);

/// The text as attributes of an artifact, when object_members() would take it.
std::optional<Json> as_attributes(std::string text);

/// The annotation, or null.
const std::string* find_annotation(const oci::Descriptor& descriptor, const std::string& name);

}  // namespace portside::artifact
