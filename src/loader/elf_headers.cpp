// SPDX-License-Identifier: Apache-2.0
#include "loader/elf_headers.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "loader/elf_machine.hpp"
#include "loader/printable.hpp"

namespace portside::loader {
namespace {

using Verdict = std::optional<Refusal>;

constexpr unsigned kMaxSegments = 128;

std::string bytes(std::uint64_t count) {
  return std::to_string(count) + " bytes";
}

Refusal truncated(const std::string& found) {
  return {PluginReason::kTruncated, "truncated: " + found + "; install the plugin again"};
}

Refusal not_elf(const ByteSource& file) {
  const char* remedy = "; a plugin is an ELF shared object: install one, or move this file away";
  if (file.size() == 0) return {PluginReason::kNotElf, std::string("the file is empty") + remedy};
  char start[16] = {};
  const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(file.size(), sizeof(start)));
  if (!file.read(0, std::as_writable_bytes(std::span(start).first(length)))) return cannot_read();
  return {PluginReason::kNotElf, "not an ELF file, it begins with \"" +
                                     printable(std::string_view(start, length)) + "\"" + remedy};
}

Verdict read_header(const ByteSource& file, Elf64_Ehdr& header) {
  unsigned char magic[SELFMAG];
  if (!file.read_object(0, magic)) return file.has(0, SELFMAG) ? cannot_read() : not_elf(file);
  if (std::memcmp(magic, ELFMAG, SELFMAG) != 0) return not_elf(file);
  if (!file.has(0, sizeof(header))) {
    return truncated("the file has " + bytes(file.size()) + ", its ELF header alone has " +
                     std::to_string(sizeof(header)));
  }
  if (!file.read_object(0, header)) return cannot_read();
  return std::nullopt;
}

Verdict check_type(const Elf64_Ehdr& header) {
  const auto not_shared = [](const std::string& what) {
    return Refusal{PluginReason::kNotSharedObject,
                   what +
                       ", not a shared object; link it as one (portside_add_plugin() in CMake, or "
                       "g++ -shared)"};
  };
  switch (header.e_type) {
    case ET_DYN: return std::nullopt;
    case ET_REL: return not_shared("an object file");
    case ET_EXEC: return not_shared("a program");
    case ET_CORE: return not_shared("a core dump");
    default: return not_shared("a file of ELF type " + std::to_string(header.e_type));
  }
}

Verdict check_header(const Elf64_Ehdr& header) {
  if (auto refusal = check_machine(header)) return refusal;
  if (header.e_ident[EI_VERSION] != EV_CURRENT || header.e_version != EV_CURRENT) {
    return damaged("its ELF version is not 1");
  }
  if (auto refusal = check_type(header)) return refusal;
  if (header.e_phentsize != sizeof(Elf64_Phdr)) {
    return damaged("its program headers have " + bytes(header.e_phentsize) + " each, expected " +
                   std::to_string(sizeof(Elf64_Phdr)));
  }
  if (header.e_phnum < 1 || header.e_phnum > kMaxSegments) {
    return damaged("it has " + std::to_string(header.e_phnum) + " program headers, expected 1 to " +
                   std::to_string(kMaxSegments));
  }
  return std::nullopt;
}

Verdict read_segments(const ByteSource& file, ElfHeaders& elf) {
  elf.segments.resize(elf.header.e_phnum);
  const auto target = std::as_writable_bytes(std::span(elf.segments));
  if (!file.has(elf.header.e_phoff, target.size())) {
    return truncated("the file has " + bytes(file.size()) + ", its program headers lie beyond");
  }
  if (!file.read(elf.header.e_phoff, target)) return cannot_read();
  return std::nullopt;
}

Verdict check_loadable(const ByteSource& file, const Elf64_Phdr& segment,
                       std::uint64_t previous_end) {
  if (!file.has(segment.p_offset, segment.p_filesz)) {
    return truncated("the file has " + bytes(file.size()) + ", a loadable segment is to have " +
                     bytes(segment.p_filesz) + " from byte " + std::to_string(segment.p_offset) +
                     " on");
  }
  if (segment.p_filesz > segment.p_memsz || segment.p_memsz > UINT64_MAX - segment.p_vaddr) {
    return damaged("a loadable segment does not fit in the memory it asks for");
  }
  if (segment.p_vaddr < previous_end) {
    return damaged("its loadable segments overlap or are not in rising order");
  }
  return std::nullopt;
}

Verdict check_segments(const ByteSource& file, const ElfHeaders& elf) {
  // The dynamic section first: a debug file's other segments may point anywhere.
  const Elf64_Phdr* dynamic = elf.find(PT_DYNAMIC);
  if (dynamic == nullptr) {
    return Refusal{
        PluginReason::kNotSharedObject,
        "it has no dynamic section, so it is not a shared object that can be loaded; link it "
        "with portside_add_plugin() in CMake, or g++ -shared"};
  }
  if (dynamic->p_filesz == 0) {
    return Refusal{
        PluginReason::kNotSharedObject,
        "a separate debug file, which has no code; install the plugin itself here and keep "
        "debug files elsewhere"};
  }
  std::uint64_t previous_end = 0;
  for (const Elf64_Phdr& segment : elf.segments) {
    if (segment.p_type != PT_LOAD) continue;
    if (auto refusal = check_loadable(file, segment, previous_end)) return refusal;
    previous_end = segment.p_vaddr + segment.p_memsz;
  }
  if (elf.offset_of(dynamic->p_vaddr, dynamic->p_filesz) != dynamic->p_offset) {
    return damaged("its dynamic section is not part of what is loaded");
  }
  return std::nullopt;
}

}  // namespace

const Elf64_Phdr* ElfHeaders::find(std::uint32_t type) const noexcept {
  const auto found = std::find_if(segments.begin(), segments.end(),
                                  [type](const Elf64_Phdr& row) { return row.p_type == type; });
  return found == segments.end() ? nullptr : &*found;
}

std::optional<std::uint64_t> ElfHeaders::offset_of(std::uint64_t address,
                                                   std::uint64_t length) const noexcept {
  for (const Elf64_Phdr& segment : segments) {
    if (segment.p_type != PT_LOAD || address < segment.p_vaddr) continue;
    const std::uint64_t inside = address - segment.p_vaddr;
    if (inside > segment.p_filesz || length > segment.p_filesz - inside) continue;
    return segment.p_offset + inside;
  }
  return std::nullopt;
}

std::variant<ElfHeaders, Refusal> read_elf_headers(const ByteSource& file) {
  ElfHeaders elf;
  if (auto refusal = read_header(file, elf.header)) return *refusal;
  if (auto refusal = check_header(elf.header)) return *refusal;
  if (auto refusal = read_segments(file, elf)) return *refusal;
  if (auto refusal = check_segments(file, elf)) return *refusal;
  return elf;
}

Refusal damaged(const std::string& found) {
  return {PluginReason::kDamaged, "damaged: " + found + "; install the plugin again"};
}

Refusal cannot_read() {
  return {PluginReason::kUnreadable,
          "its content cannot be read, the disk has an error or the file became shorter meanwhile; "
          "install the plugin again"};
}

}  // namespace portside::loader
