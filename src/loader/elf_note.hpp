// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <variant>

#include "loader/byte_source.hpp"
#include "loader/elf_headers.hpp"
#include "loader/refusal.hpp"
#include "portside/api/plugin_note.hpp"

namespace portside::loader {

/// The one Portside note of the file. It is looked for in the note segments and, when none has it,
/// in the note sections: some tools that edit ELF files move a note without telling the segment.
std::variant<abi::PluginNote, Refusal> find_note(const ByteSource& file, const ElfHeaders& elf);

}  // namespace portside::loader
