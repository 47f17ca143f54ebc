// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace portside::clair {

/// Whether `text` has a control character (below U+0020, or U+007F), which may neither stand in a
/// URL nor in the value of a header field.
bool has_controls(std::string_view text) noexcept;

/// For the address that Clair is to read the layer `digest` at; manifests name those of foreign
/// layers. Throws kMalformedData unless it is http or https without control characters: Clair 2
/// would take anything else for a file of its own. The address, which may hold a signature, is not
/// part of the message.
void check_layer_address(const std::string& digest, std::string_view url);

}  // namespace portside::clair
