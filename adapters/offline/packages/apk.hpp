// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "offline/packages/package.hpp"

namespace portside::offline {

/// Reads apk's `installed`: paragraphs of `K:value`, where P is the name, V the version, o the
/// source package and A the architecture; upper and lower case differ.
void read_apk_installed(std::string_view text, const std::string& location, PackageList& list);

}  // namespace portside::offline
