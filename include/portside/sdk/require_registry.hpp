// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace portside {
class RegistryAccess;
}

namespace portside::sdk {

/// For scanners that pull images themselves: throws kUnsupported when `registry` is none but a
/// folder (an OCI image layout), before the scanner is asked in vain. `scanner` is named in the
/// message: `Clair`.
void require_registry(const RegistryAccess& registry, const std::string& scanner);

}  // namespace portside::sdk
