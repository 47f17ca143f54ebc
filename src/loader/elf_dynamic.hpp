// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <variant>

#include "loader/byte_source.hpp"
#include "loader/elf_headers.hpp"
#include "loader/refusal.hpp"

namespace portside::loader {

/// What the dynamic section says about the file as a whole.
struct DynamicFacts {
  /// A position-independent program, which looks like a shared object otherwise.
  bool is_program = false;
  bool needs_libstdcxx = false;
  bool needs_libcxx = false;
};

std::variant<DynamicFacts, Refusal> read_dynamic(const ByteSource& file, const ElfHeaders& elf);

}  // namespace portside::loader
