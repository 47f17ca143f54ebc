// SPDX-License-Identifier: Apache-2.0
//
// Reads the Portside note out of an ELF file without loading it, and refuses whatever the dynamic
// loader would choke on: dlopen() kills the process on a truncated file and gives wrong reasons for
// others. Every number from the file is checked before it is used; memory is bounded by constants.
#pragma once

#include <variant>

#include "loader/byte_source.hpp"
#include "loader/refusal.hpp"
#include "portside/api/plugin_note.hpp"

namespace portside::loader {

/// The note, or why there is none to be had. Checks the file: ELF, of this machine, a shared object
/// (no program, no debug file), every loadable segment inside the file, needs libstdc++.so.6, has
/// one note of at least the size of the first version. Says nothing of the note's content (see
/// handshake.hpp).
std::variant<abi::PluginNote, Refusal> read_note(const ByteSource& file);

}  // namespace portside::loader
