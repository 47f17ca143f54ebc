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

/// The content as it is; on a terminal without what could move its cursor, and with an end of line.
void print_addition(const Terminal& terminal, const AbstractedArtifact& found,
                    const std::string& name, const Addition& addition);

/// `{"name": "README.MD", "content_type": "text/markdown; charset=utf-8", "encoding": "utf-8",
/// "content": "...", "look_again": false, "notes": [...]}`. Content that is no UTF-8 is in base64,
/// and `encoding` says so.
void print_addition_json(const Terminal& terminal, const AbstractedArtifact& found,
                         const std::string& name, const Addition& addition);

}  // namespace portside::cli
