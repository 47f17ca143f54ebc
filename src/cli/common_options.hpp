// SPDX-License-Identifier: Apache-2.0
//
// Options that several commands have.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace portside::cli {

std::string absolute(const std::string& path);

/// Paths as a registry wants them; a trailing slash would make a name of its own of the folder.
void make_absolute(std::vector<std::string>& paths);

void add_json_flag(CLI::App& command, bool& json);
void add_trust_anchors(CLI::App& command, std::vector<std::string>& anchors);

}  // namespace portside::cli
