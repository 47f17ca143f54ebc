// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace portside::advisory {

/// Puts a file with these bytes in the place of `path` (mode 0644), at once: whoever opens it finds
/// the old or the new one, whole, also after a crash. A symbolic link is replaced where it leads
/// to. Throws AdapterError(kIo); then nothing has changed.
void replace_file(const std::string& path, std::string_view bytes);

}  // namespace portside::advisory
