// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "elf_patcher.hpp"
#include "portside/host/plugin_info.hpp"

namespace portside::testing {

/// One way to spoil a good plugin, and how it has to be refused.
struct Damage {
  std::string name;
  std::function<void(ElfPatcher&)> apply;
  PluginReason reason;
  /// The telling part of the sentence.
  std::string part;
};

/// The headers of the file.
std::vector<Damage> header_damages();
/// Dynamic section and string table.
std::vector<Damage> dynamic_damages();
/// The place and size of the note.
std::vector<Damage> note_place_damages();
/// What the note says.
std::vector<Damage> note_content_damages();
/// A file that ends early.
std::vector<Damage> truncations();

std::vector<Damage> all_damages();

/// Adds `length` bytes to the file as part of its last loadable segment; returns their offset.
std::uint64_t append_loaded(ElfPatcher& elf, std::size_t length);

/// The address of a place in the last loadable segment.
std::uint64_t address_in_last_segment(ElfPatcher& elf, std::uint64_t offset);

}  // namespace portside::testing
