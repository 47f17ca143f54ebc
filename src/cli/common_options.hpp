// SPDX-License-Identifier: Apache-2.0
//
// Options that several commands have.
#pragma once

#include <cstdint>
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

/// Whether `all` stands for all platforms.
enum class AllPlatforms : std::uint8_t { kRefused, kTaken };

/// A mistake in it is one of the command line, and not of an image.
void add_platform(CLI::App& command, std::string& platform, const char* help,
                  AllPlatforms all = AllPlatforms::kRefused);

}  // namespace portside::cli
