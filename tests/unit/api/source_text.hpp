// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace portside::testing {

/// C++ source without comments and white space; literals stay as they are.
std::string stripped_source(std::string_view source);

/// FNV-1a, 64 bits, as 16 hex digits.
std::string fnv1a(std::string_view text);

/// A whole file. Throws std::runtime_error.
std::string read_file(const std::string& path);

}  // namespace portside::testing
