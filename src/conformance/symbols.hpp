// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace portside::conformance {

/// What the dynamic linker is told of a shared object.
struct DynamicSymbols {
  /// Names that other libraries can see.
  std::vector<std::string> exported;
  /// Names that other libraries have to define.
  std::vector<std::string> undefined;
  /// Functions that run when the file is loaded, besides the one of the C run-time library.
  std::uint64_t constructors = 0;
  /// The names of those functions; fewer, or none, when the file is stripped of its local symbols.
  std::vector<std::string> constructor_names;
};

/// Reads them from a file that the loader judged fit. Nothing when it has no section headers (they
/// can be stripped), or they lie outside the file.
std::optional<DynamicSymbols> read_dynamic_symbols(const std::string& path);

}  // namespace portside::conformance
