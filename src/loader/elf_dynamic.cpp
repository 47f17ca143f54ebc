// SPDX-License-Identifier: Apache-2.0
#include "loader/elf_dynamic.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace portside::loader {
namespace {

constexpr std::uint64_t kMaxEntries = 4096;

/// The entries that are looked at, as the file has them.
struct Entries {
  std::uint64_t flags_1 = 0;
  std::uint64_t strings_address = 0;
  std::uint64_t strings_size = 0;
  /// Places of library names in the string table.
  std::array<std::uint64_t, 256> needed;
  std::size_t needed_count = 0;
};

void take(const Elf64_Dyn& entry, Entries& entries) {
  switch (entry.d_tag) {
    case DT_FLAGS_1: entries.flags_1 = entry.d_un.d_val; break;
    case DT_STRTAB: entries.strings_address = entry.d_un.d_ptr; break;
    case DT_STRSZ: entries.strings_size = entry.d_un.d_val; break;
    case DT_NEEDED: entries.needed[entries.needed_count++] = entry.d_un.d_val; break;
    default: break;
  }
}

std::optional<Refusal> read_entries(const ByteSource& file, const Elf64_Phdr& dynamic,
                                    Entries& entries) {
  const std::uint64_t count = dynamic.p_filesz / sizeof(Elf64_Dyn);
  std::array<Elf64_Dyn, 64> block;
  for (std::uint64_t done = 0; done < count;) {
    if (done >= kMaxEntries) return damaged("its dynamic section has more than 4096 entries");
    const auto part = std::span(block).first(std::min<std::uint64_t>(count - done, block.size()));
    if (!file.read(dynamic.p_offset + done * sizeof(Elf64_Dyn), std::as_writable_bytes(part))) {
      return cannot_read();
    }
    for (const Elf64_Dyn& entry : part) {
      if (entry.d_tag == DT_NULL) return std::nullopt;
      if (entry.d_tag == DT_NEEDED && entries.needed_count == entries.needed.size()) {
        return damaged("it needs more than 256 libraries");
      }
      take(entry, entries);
    }
    done += part.size();
  }
  return damaged("its dynamic section has no end");
}

/// Reads the names of the needed libraries, as far as they are looked at.
std::optional<Refusal> read_needed(const ByteSource& file, const ElfHeaders& elf,
                                   const Entries& entries, DynamicFacts& facts) {
  const auto strings = elf.offset_of(entries.strings_address, entries.strings_size);
  if (!strings) return damaged("its dynamic string table is not part of what is loaded");
  for (const std::uint64_t place : std::span(entries.needed).first(entries.needed_count)) {
    if (place >= entries.strings_size) {
      return damaged("the name of a library it needs lies beyond the string table");
    }
    char name[24];
    const std::uint64_t rest = entries.strings_size - place;
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(rest, sizeof(name)));
    if (!file.read(*strings + place, std::as_writable_bytes(std::span(name).first(length)))) {
      return cannot_read();
    }
    const std::string_view text(name, ::strnlen(name, length));
    if (text == "libstdc++.so.6") facts.needs_libstdcxx = true;
    if (text.substr(0, 9) == "libc++.so") facts.needs_libcxx = true;
  }
  return std::nullopt;
}

}  // namespace

std::variant<DynamicFacts, Refusal> read_dynamic(const ByteSource& file, const ElfHeaders& elf) {
  Entries entries;
  if (auto refusal = read_entries(file, *elf.find(PT_DYNAMIC), entries)) return *refusal;
  DynamicFacts facts;
  facts.is_program = (entries.flags_1 & DF_1_PIE) != 0;
  if (auto refusal = read_needed(file, elf, entries, facts)) return *refusal;
  return facts;
}

}  // namespace portside::loader
