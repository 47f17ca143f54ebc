// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"
#include "portside/host/artifact_service.hpp"

namespace portside::cli {

/// For people.
void print_artifact(const Terminal& terminal, const AbstractedArtifact& found,
                    const std::vector<std::string>& additions);

/// `{"artifact": {...}, "additions": [...], "look_again": false, "notes": [...]}`, the artifact
/// with the digits of its documents.
void print_artifact_json(const Terminal& terminal, const AbstractedArtifact& found,
                         const std::vector<std::string>& additions);

/// The content as it is; on a terminal without what could move its cursor.
void print_addition(const Terminal& terminal, const Addition& addition);

}  // namespace portside::cli
