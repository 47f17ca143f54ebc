// SPDX-License-Identifier: Apache-2.0
#include "loader/note_reader.hpp"

#include "loader/elf_dynamic.hpp"
#include "loader/elf_headers.hpp"
#include "loader/elf_note.hpp"

namespace portside::loader {
namespace {

Refusal a_program() {
  return {PluginReason::kNotSharedObject,
          "a program (position-independent executable), not a shared object; link it as one "
          "(portside_add_plugin() in CMake, or g++ -shared)"};
}

Refusal other_library(const DynamicFacts& facts) {
  if (facts.needs_libcxx) {
    return {
        PluginReason::kStdlibMismatch,
        "built with the C++ standard library libc++, this host uses libstdc++; rebuild the plugin "
        "with libstdc++ (clang++ -stdlib=libstdc++)"};
  }
  return {
      PluginReason::kStdlibMismatch,
      "does not use the C++ standard library of this host, libstdc++.so.6; link the plugin with "
      "g++ or clang++ and without -static-libstdc++"};
}

}  // namespace

std::variant<abi::PluginNote, Refusal> read_note(const ByteSource& file) {
  const auto headers = read_elf_headers(file);
  if (const auto* refusal = std::get_if<Refusal>(&headers)) return *refusal;
  const auto& elf = std::get<ElfHeaders>(headers);

  const auto dynamic = read_dynamic(file, elf);
  if (const auto* refusal = std::get_if<Refusal>(&dynamic)) return *refusal;
  const auto& facts = std::get<DynamicFacts>(dynamic);
  if (facts.is_program) return a_program();

  // The note before the libraries: a shared object that is no plugin may be written in C.
  auto note = find_note(file, elf);
  if (std::holds_alternative<abi::PluginNote>(note) && !facts.needs_libstdcxx) {
    return other_library(facts);
  }
  return note;
}

}  // namespace portside::loader
