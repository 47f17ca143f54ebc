// SPDX-License-Identifier: Apache-2.0
//
// Artifacts and additions in JSON, with the names of Harbor 2's artifact model: what a registry
// stores, and what the HTTP API of remote processors carries.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "portside/api/artifact.hpp"

namespace portside::sdk {

/// Objects and arrays inside each other in the JSON of an artifact, itself among them. What holds
/// an artifact as a member may have one more.
inline constexpr std::size_t kArtifactDepth = 64;

/// Members of an artifact that are the registry's own: what a processor says of them is passed
/// over, or refused where it is something else.
inline constexpr std::string_view kRegistryMembers[] = {"id",
                                                        "type",
                                                        "media_type",
                                                        "manifest_media_type",
                                                        "artifact_type",
                                                        "project_id",
                                                        "repository_id",
                                                        "repository_name",
                                                        "digest",
                                                        "size",
                                                        "push_time",
                                                        "pull_time",
                                                        "references"};

/// The artifact as a JSON object. Members that nothing is known of come as Harbor writes them:
/// `null` for objects and lists, `""` for texts, `"0001-01-01T00:00:00Z"` for times. Members of
/// `extra` follow; those that have a member of their own are left out. Throws kInvalidArgument when
/// a Json member holds no JSON, or makes the artifact deeper than kArtifactDepth.
std::string artifact_to_json(const Artifact& artifact);

/// Reads what artifact_to_json() wrote, or Harbor. Members that are missing or null are as in a new
/// Artifact; members that this version does not know go to `extra`. Numbers inside `extra_attrs`,
/// `references` and `extra` keep their digits, whatever their size. Throws kMalformedData (no JSON
/// object, a member of another type, a time that is none) and kTooLarge (deeper than
/// kArtifactDepth).
Artifact artifact_from_json(std::string_view text);

/// `{"Content": base64, "ContentType": "..."}`; `null` for an empty content.
std::string addition_to_json(const Addition& addition);

/// Reads what addition_to_json() wrote; base64 also with the URL alphabet, without padding, or with
/// line ends. Names of members may have any case. Throws kMalformedData.
Addition addition_from_json(std::string_view text);

/// What a processor said is put into the artifact: all of it, or (when it throws) nothing. Throws
/// kMalformedData for `extra_attrs` that are neither a JSON object nor null, and for an icon that
/// is no digest.
void apply(const ArtifactMetadata& metadata, Artifact& artifact);

}  // namespace portside::sdk
