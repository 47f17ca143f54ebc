// SPDX-License-Identifier: Apache-2.0
#include "loader/elf_machine.hpp"

#include <algorithm>
#include <iterator>

namespace portside::loader {
namespace {

struct Named {
  unsigned number;
  const char* name;
};

constexpr Named kMachines[] = {
    {EM_X86_64, "x86-64"},   {EM_AARCH64, "aarch64"}, {EM_386, "i386"},
    {EM_ARM, "arm"},         {EM_RISCV, "riscv"},     {EM_PPC64, "ppc64"},
    {EM_PPC, "ppc"},         {EM_S390, "s390x"},      {EM_MIPS, "mips"},
    {EM_SPARCV9, "sparc64"}, {EM_IA_64, "ia64"},      {EM_LOONGARCH, "loongarch"},
    {EM_68K, "m68k"},        {EM_ALPHA, "alpha"},     {EM_PARISC, "hppa"},
};

constexpr Named kSystems[] = {
    {ELFOSABI_HPUX, "HP-UX"},      {ELFOSABI_NETBSD, "NetBSD"},   {ELFOSABI_SOLARIS, "Solaris"},
    {ELFOSABI_AIX, "AIX"},         {ELFOSABI_FREEBSD, "FreeBSD"}, {ELFOSABI_TRU64, "Tru64"},
    {ELFOSABI_OPENBSD, "OpenBSD"},
};

template <std::size_t N>
std::string name_in(const Named (&table)[N], unsigned number, const char* unknown) {
  const auto* found = std::find_if(std::begin(table), std::end(table),
                                   [number](const Named& row) { return row.number == number; });
  if (found != std::end(table)) return found->name;
  return std::string(unknown) + " " + std::to_string(number);
}

std::uint16_t swapped(std::uint16_t value) noexcept {
  return static_cast<std::uint16_t>((value << 8U) | (value >> 8U));
}

Refusal wrong(const std::string& found) {
  const std::string host = machine_name(kHostMachine);
  return {PluginReason::kWrongArchitecture, "built for " + found +
                                                ", this host runs 64-bit Linux on " + host +
                                                "; install the plugin built for " + host};
}

}  // namespace

std::string machine_name(std::uint16_t machine) {
  return name_in(kMachines, machine, "machine");
}

std::optional<Refusal> check_machine(const Elf64_Ehdr& header) {
  // The machine's number lies at the same place in all files, in the file's byte order.
  const unsigned char byte_order = header.e_ident[EI_DATA];
  const bool same_order = byte_order == kHostByteOrder;
  const std::uint16_t machine = same_order ? header.e_machine : swapped(header.e_machine);
  if (header.e_ident[EI_CLASS] == ELFCLASS32) {
    return wrong("a 32-bit machine (" + machine_name(machine) + ")");
  }
  if (header.e_ident[EI_CLASS] != ELFCLASS64) {
    return wrong("a machine of unknown word size (ELF class " +
                 std::to_string(header.e_ident[EI_CLASS]) + ")");
  }
  if (!same_order) {
    const bool known = byte_order == ELFDATA2MSB || byte_order == ELFDATA2LSB;
    return wrong(!known ? "a machine of unknown byte order (ELF data " +
                              std::to_string(byte_order) + ")"
                        : std::string("a ") + (byte_order == ELFDATA2MSB ? "big" : "little") +
                              "-endian machine (" + machine_name(machine) + ")");
  }
  const unsigned char system = header.e_ident[EI_OSABI];
  if (system != ELFOSABI_SYSV && system != ELFOSABI_GNU) {
    return wrong(name_in(kSystems, system, "operating system"));
  }
  if (machine != kHostMachine) return wrong(machine_name(machine));
  return std::nullopt;
}

}  // namespace portside::loader
