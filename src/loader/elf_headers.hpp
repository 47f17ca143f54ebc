// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <elf.h>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "loader/byte_source.hpp"
#include "loader/refusal.hpp"

namespace portside::loader {

/// The headers of a shared object that this machine could load.
struct ElfHeaders {
  Elf64_Ehdr header;
  std::vector<Elf64_Phdr> segments;

  /// The first segment of a type, or null.
  const Elf64_Phdr* find(std::uint32_t type) const noexcept;

  /// Where in the file the `length` bytes lie that are at `address` once the file is loaded, when a
  /// loadable segment takes all of them from the file.
  std::optional<std::uint64_t> offset_of(std::uint64_t address,
                                         std::uint64_t length) const noexcept;
};

/// Reads and checks them: ELF, of this machine, a shared object with a dynamic section, every
/// loadable segment inside the file.
std::variant<ElfHeaders, Refusal> read_elf_headers(const ByteSource& file);

/// Headers or tables that contradict themselves; `found` says where and what was expected.
Refusal damaged(const std::string& found);

/// Bytes that the file ought to have, and that could not be read.
Refusal cannot_read();

}  // namespace portside::loader
