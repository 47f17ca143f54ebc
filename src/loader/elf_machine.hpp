// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <elf.h>

#include <bit>
#include <cstdint>
#include <optional>
#include <string>

#include "loader/refusal.hpp"

namespace portside::loader {

/// The machine that this host runs on.
#if defined(__x86_64__)
inline constexpr std::uint16_t kHostMachine = EM_X86_64;
#elif defined(__aarch64__)
inline constexpr std::uint16_t kHostMachine = EM_AARCH64;
#elif defined(__riscv)
inline constexpr std::uint16_t kHostMachine = EM_RISCV;
#elif defined(__powerpc64__)
inline constexpr std::uint16_t kHostMachine = EM_PPC64;
#elif defined(__s390x__)
inline constexpr std::uint16_t kHostMachine = EM_S390;
#else
#error "add the ELF number (e_machine) of this machine"
#endif
static_assert(sizeof(void*) == 8, "plugins are read as 64-bit ELF files");

inline constexpr unsigned char kHostByteOrder =
    std::endian::native == std::endian::little ? ELFDATA2LSB : ELFDATA2MSB;

/// `x86-64`, `aarch64`, ...; `machine 1234` for one without a name here.
std::string machine_name(std::uint16_t machine);

/// Whether code in a file with this header could run on this host: word size, byte order, operating
/// system and machine.
std::optional<Refusal> check_machine(const Elf64_Ehdr& header);

}  // namespace portside::loader
