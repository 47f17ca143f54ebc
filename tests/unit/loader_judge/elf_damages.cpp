// SPDX-License-Identifier: Apache-2.0
#include "damages.hpp"

namespace portside::testing {
namespace {

using enum PluginReason;

Elf64_Phdr& last_load(ElfPatcher& elf) {
  Elf64_Phdr* last = nullptr;
  for (Elf64_Phdr& row : elf.segments()) {
    if (row.p_type == PT_LOAD) last = &row;
  }
  return *last;
}

/// Turns an entry that no judge looks at into another one.
Elf64_Dyn& spare_dynamic(ElfPatcher& elf, std::int64_t tag) {
  Elf64_Dyn& entry = elf.dynamic(DT_RELACOUNT);
  entry.d_tag = tag;
  return entry;
}

/// Moves the dynamic section to new memory with `count` entries in all, filled up with `filler`.
void grow_dynamic(ElfPatcher& elf, std::size_t count, const Elf64_Dyn& filler) {
  const std::vector<Elf64_Dyn> old(elf.dynamic().begin(), elf.dynamic().end());
  const std::uint64_t offset = append_loaded(elf, (count + 1) * sizeof(Elf64_Dyn));
  std::size_t used = 0;
  for (const Elf64_Dyn& entry : old) {
    if (entry.d_tag != DT_NULL) elf.at<Elf64_Dyn>(offset + used++ * sizeof(entry)) = entry;
  }
  for (; used < count; ++used) elf.at<Elf64_Dyn>(offset + used * sizeof(filler)) = filler;
  Elf64_Phdr& dynamic = elf.segment(PT_DYNAMIC);
  dynamic.p_offset = offset;
  dynamic.p_vaddr = address_in_last_segment(elf, offset);
  dynamic.p_filesz = dynamic.p_memsz = (count + 1) * sizeof(Elf64_Dyn);
}

}  // namespace

std::uint64_t append_loaded(ElfPatcher& elf, std::size_t length) {
  const std::uint64_t offset = (elf.bytes().size() + 7) / 8 * 8;
  elf.truncate(offset + length);
  Elf64_Phdr& load = last_load(elf);
  load.p_filesz = load.p_memsz = elf.bytes().size() - load.p_offset;
  return offset;
}

std::uint64_t address_in_last_segment(ElfPatcher& elf, std::uint64_t offset) {
  const Elf64_Phdr& load = last_load(elf);
  return load.p_vaddr + (offset - load.p_offset);
}

std::vector<Damage> header_damages() {
  return {
      {"no_magic", [](auto& e) { e.header().e_ident[EI_MAG1] = 'X'; }, kNotElf, "not an ELF file"},
      {"other_machine", [](auto& e) { e.header().e_machine = EM_PPC64; }, kWrongArchitecture,
       "built for ppc64, this host runs 64-bit Linux on "},
      {"unknown_machine", [](auto& e) { e.header().e_machine = 4711; }, kWrongArchitecture,
       "built for machine 4711"},
      {"class_32_bit",
       [](auto& e) {
         e.header().e_ident[EI_CLASS] = ELFCLASS32;
         e.header().e_machine = EM_386;
       },
       kWrongArchitecture, "built for a 32-bit machine (i386)"},
      {"class_unknown", [](auto& e) { e.header().e_ident[EI_CLASS] = 9; }, kWrongArchitecture,
       "unknown word size (ELF class 9)"},
      {"big_endian",
       [](auto& e) {
         e.header().e_ident[EI_DATA] = ELFDATA2MSB;
         e.header().e_machine = EM_S390 << 8;
       },
       kWrongArchitecture, "built for a big-endian machine (s390x)"},
      {"byte_order_unknown", [](auto& e) { e.header().e_ident[EI_DATA] = 7; }, kWrongArchitecture,
       "unknown byte order (ELF data 7)"},
      {"freebsd", [](auto& e) { e.header().e_ident[EI_OSABI] = ELFOSABI_FREEBSD; },
       kWrongArchitecture, "built for FreeBSD, this host runs 64-bit Linux"},
      {"system_unknown", [](auto& e) { e.header().e_ident[EI_OSABI] = 77; }, kWrongArchitecture,
       "built for operating system 77"},
      {"ident_version", [](auto& e) { e.header().e_ident[EI_VERSION] = 0; }, kDamaged,
       "ELF version is not 1"},
      {"version", [](auto& e) { e.header().e_version = 2; }, kDamaged, "ELF version is not 1"},
      {"type_program", [](auto& e) { e.header().e_type = ET_EXEC; }, kNotSharedObject,
       "a program, not a shared object"},
      {"type_object", [](auto& e) { e.header().e_type = ET_REL; }, kNotSharedObject,
       "an object file, not a shared object"},
      {"type_core", [](auto& e) { e.header().e_type = ET_CORE; }, kNotSharedObject,
       "a core dump, not a shared object"},
      {"type_unknown", [](auto& e) { e.header().e_type = 4711; }, kNotSharedObject,
       "a file of ELF type 4711"},
      {"phentsize", [](auto& e) { e.header().e_phentsize = 32; }, kDamaged,
       "program headers have 32 bytes each, expected 56"},
      {"phnum_0", [](auto& e) { e.header().e_phnum = 0; }, kDamaged,
       "it has 0 program headers, expected 1 to 128"},
      {"phnum_129", [](auto& e) { e.header().e_phnum = 129; }, kDamaged,
       "it has 129 program headers"},
      {"phoff_beyond", [](auto& e) { e.header().e_phoff = e.bytes().size(); }, kTruncated,
       "its program headers lie beyond"},
      {"phoff_overflow", [](auto& e) { e.header().e_phoff = UINT64_MAX - 8; }, kTruncated,
       "its program headers lie beyond"},
      {"load_beyond", [](auto& e) { e.segment(PT_LOAD).p_offset = e.bytes().size(); }, kTruncated,
       "a loadable segment is to have"},
      {"load_overflow",
       [](auto& e) {
         e.segment(PT_LOAD).p_offset = UINT64_MAX - 100;
         e.segment(PT_LOAD).p_filesz = 200;
       },
       kTruncated, "a loadable segment is to have"},
      {"load_memory", [](auto& e) { e.segment(PT_LOAD).p_memsz = 1; }, kDamaged,
       "does not fit in the memory"},
      {"load_address_overflow", [](auto& e) { e.segment(PT_LOAD).p_vaddr = UINT64_MAX - 8; },
       kDamaged, "does not fit in the memory"},
      {"loads_overlap", [](auto& e) { last_load(e).p_vaddr = 0; }, kDamaged,
       "overlap or are not in rising order"},
      {"no_dynamic", [](auto& e) { e.segment(PT_DYNAMIC).p_type = PT_NULL; }, kNotSharedObject,
       "it has no dynamic section"},
      {"debug_file", [](auto& e) { e.segment(PT_DYNAMIC).p_filesz = 0; }, kNotSharedObject,
       "a separate debug file"},
      {"dynamic_elsewhere", [](auto& e) { e.segment(PT_DYNAMIC).p_vaddr += 16; }, kDamaged,
       "dynamic section is not part of what is loaded"},
  };
}

std::vector<Damage> dynamic_damages() {
  return {
      {"dynamic_without_end",
       [](auto& e) { e.segment(PT_DYNAMIC).p_filesz = 3 * sizeof(Elf64_Dyn); }, kDamaged,
       "its dynamic section has no end"},
      {"dynamic_too_long",
       [](auto& e) {
         grow_dynamic(e, 5000, {DT_DEBUG, {0}});
       },
       kDamaged, "its dynamic section has more than 4096 entries"},
      {"too_many_libraries",
       [](auto& e) {
         grow_dynamic(e, 400, {DT_NEEDED, {1}});
       },
       kDamaged, "it needs more than 256 libraries"},
      {"pie", [](auto& e) { spare_dynamic(e, DT_FLAGS_1).d_un.d_val = DF_1_PIE; }, kNotSharedObject,
       "a program (position-independent executable)"},
      {"strings_elsewhere", [](auto& e) { e.dynamic(DT_STRTAB).d_un.d_ptr = 1ULL << 40U; },
       kDamaged, "string table is not part of what is loaded"},
      {"strings_too_long", [](auto& e) { e.dynamic(DT_STRSZ).d_un.d_val = UINT64_MAX; }, kDamaged,
       "string table is not part of what is loaded"},
      {"library_name_elsewhere", [](auto& e) { e.dynamic(DT_NEEDED).d_un.d_val = UINT64_MAX; },
       kDamaged, "lies beyond the string table"},
      {"no_libstdcxx", [](auto& e) { e.replace("libstdc++.so.6", "libstdcpp.so.6"); },
       kStdlibMismatch, "does not use the C++ standard library of this host, libstdc++.so.6"},
      {"needs_libcxx",
       [](auto& e) { e.replace("libstdc++.so.6", std::string_view("libc++.so.1\0\0\0", 14)); },
       kStdlibMismatch, "libc++, this host uses libstdc++"},
  };
}

std::vector<Damage> truncations() {
  const auto to = [](std::size_t size) { return [size](ElfPatcher& e) { e.truncate(size); }; };
  return {
      {"truncated_0", to(0), kNotElf, "the file is empty"},
      {"truncated_3", to(3), kNotElf, "not an ELF file"},
      {"truncated_4", to(4), kTruncated, "the file has 4 bytes, its ELF header alone has 64"},
      {"truncated_63", to(63), kTruncated, "the file has 63 bytes, its ELF header alone has 64"},
      {"truncated_64", to(64), kTruncated, "its program headers lie beyond"},
      {"truncated_300", to(300), kTruncated, "the file has 300 bytes"},
      {"truncated_1000", to(1000), kTruncated, "the file has 1000 bytes, a loadable segment"},
      {"truncated_half", [](auto& e) { e.truncate(e.loaded_end() / 2); }, kTruncated,
       "a loadable segment"},
      {"truncated_by_one", [](auto& e) { e.truncate(e.loaded_end() - 1); }, kTruncated,
       "a loadable segment"},
  };
}

}  // namespace portside::testing
