// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace portside::feeds {

/// The files in a folder and in those below it, by name; none whose name, or whose folder's name,
/// begins with a dot. Links to folders are not followed: those, and links that lead nowhere, are
/// added to `links` unless it is null. Throws AdapterError(kIo).
std::vector<std::string> files_below(const std::string& folder,
                                     std::vector<std::string>* links = nullptr);

bool is_folder(const std::string& path);

}  // namespace portside::feeds
