// SPDX-License-Identifier: Apache-2.0
#include "conformance/symbols.hpp"

#include <elf.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "loader/byte_source.hpp"
#include "process/file_descriptor.hpp"

namespace portside::conformance {
namespace {

constexpr std::size_t kMaxSections = 4096;
constexpr std::uint64_t kMaxTable = std::uint64_t{64} << 20U;

/// Defined in every shared object by some linkers.
constexpr std::array<std::string_view, 5> kOfTheLinker = {"_init", "_fini", "_edata", "_end",
                                                          "__bss_start"};

template <typename Entry>
std::optional<std::vector<Entry>> read_table(const loader::ByteSource& file, std::uint64_t offset,
                                             std::uint64_t bytes) {
  if (bytes > kMaxTable || !file.has(offset, bytes)) return std::nullopt;
  std::vector<Entry> entries(bytes / sizeof(Entry));
  if (!file.read(offset, std::as_writable_bytes(std::span(entries)))) return std::nullopt;
  return entries;
}

std::string_view name_at(const std::vector<char>& names, std::size_t offset) {
  if (offset >= names.size()) return {};
  const auto begin = names.begin() + static_cast<std::ptrdiff_t>(offset);
  return {names.data() + offset,
          static_cast<std::size_t>(std::find(begin, names.end(), '\0') - begin)};
}

bool is_of_the_linker(std::string_view name) {
  return std::ranges::find(kOfTheLinker, name) != kOfTheLinker.end();
}

void sort_in(const Elf64_Sym& symbol, std::string_view name, DynamicSymbols& symbols) {
  const unsigned binding = ELF64_ST_BIND(symbol.st_info);
  const unsigned visibility = ELF64_ST_VISIBILITY(symbol.st_other);
  if (name.empty() || binding == STB_LOCAL || symbol.st_shndx == SHN_ABS) return;
  if (symbol.st_shndx == SHN_UNDEF) {
    if (binding != STB_WEAK) symbols.undefined.emplace_back(name);
  } else if (visibility != STV_HIDDEN && visibility != STV_INTERNAL && !is_of_the_linker(name)) {
    symbols.exported.emplace_back(name);
  }
}

/// Calls `take(symbol, name)` for each symbol of a table. False when the table cannot be read.
template <typename Take>
bool read_symbols(const loader::ByteSource& file, const std::vector<Elf64_Shdr>& sections,
                  const Elf64_Shdr& table, Take&& take) {
  if (table.sh_link >= sections.size()) return false;
  const Elf64_Shdr& strings = sections[table.sh_link];
  const auto entries = read_table<Elf64_Sym>(file, table.sh_offset, table.sh_size);
  const auto names = read_table<char>(file, strings.sh_offset, strings.sh_size);
  if (!entries || !names) return false;
  for (const Elf64_Sym& symbol : *entries) take(symbol, name_at(*names, symbol.st_name));
  return true;
}

/// Names the constructors. Compilers call the one of a source file _GLOBAL__sub_I_FILE; functions
/// with the attribute `constructor` have names of their own, and are known by their addresses. (Not
/// every linker writes the addresses into the file: some leave that to relocations.)
void name_constructors(const loader::ByteSource& file, const std::vector<Elf64_Shdr>& sections,
                       DynamicSymbols& symbols) {
  std::vector<Elf64_Addr> addresses;
  for (const Elf64_Shdr& section : sections) {
    if (section.sh_type != SHT_INIT_ARRAY) continue;
    const auto some = read_table<Elf64_Addr>(file, section.sh_offset, section.sh_size);
    if (some) addresses.insert(addresses.end(), some->begin(), some->end());
  }
  for (const Elf64_Shdr& section : sections) {
    if (section.sh_type != SHT_SYMTAB) continue;
    read_symbols(file, sections, section, [&](const Elf64_Sym& symbol, std::string_view name) {
      if (ELF64_ST_TYPE(symbol.st_info) != STT_FUNC || name == "frame_dummy") return;
      if (name.starts_with("_GLOBAL__sub_I_") ||
          std::ranges::find(addresses, symbol.st_value) != addresses.end()) {
        symbols.constructor_names.emplace_back(name);
      }
    });
  }
}

std::optional<DynamicSymbols> read(const loader::ByteSource& file) {
  Elf64_Ehdr header{};
  if (!file.read_object(0, header) || header.e_shentsize != sizeof(Elf64_Shdr)) return std::nullopt;
  const std::size_t count = std::min<std::size_t>(header.e_shnum, kMaxSections);
  const auto sections = read_table<Elf64_Shdr>(file, header.e_shoff, count * sizeof(Elf64_Shdr));
  if (!sections) return std::nullopt;
  DynamicSymbols symbols;
  bool found = false;
  std::uint64_t constructors = 0;
  for (const Elf64_Shdr& section : *sections) {
    if (section.sh_type == SHT_DYNSYM && section.sh_link < sections->size()) {
      found = read_symbols(
          file, *sections, section,
          [&](const Elf64_Sym& symbol, std::string_view name) { sort_in(symbol, name, symbols); });
    }
    if (section.sh_type == SHT_INIT_ARRAY) constructors += section.sh_size / sizeof(Elf64_Addr);
  }
  if (!found) return std::nullopt;
  // frame_dummy() of crtbeginS.o is always there.
  symbols.constructors = constructors > 0 ? constructors - 1 : 0;
  if (symbols.constructors != 0) name_constructors(file, *sections, symbols);
  return symbols;
}

}  // namespace

std::optional<DynamicSymbols> read_dynamic_symbols(const std::string& path) {
  const process::FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (!fd.open() || ::fstat(fd.get(), &status) != 0) return std::nullopt;
  return read(loader::FileBytes(fd.get(), static_cast<std::uint64_t>(status.st_size)));
}

}  // namespace portside::conformance
