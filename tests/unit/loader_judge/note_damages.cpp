// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "damages.hpp"
#include "portside/api/abi.hpp"

namespace portside::testing {
namespace {

using enum PluginReason;

/// Adds a copy of the note and a note segment that has it.
void second_note(ElfPatcher& elf) {
  const abi::ElfNote note = elf.elf_note();
  const std::uint64_t offset = append_loaded(elf, sizeof(note));
  elf.at<abi::ElfNote>(offset) = note;
  Elf64_Phdr& spare = elf.segment(PT_GNU_STACK);
  spare.p_type = PT_NOTE;
  spare.p_offset = offset;
  spare.p_filesz = sizeof(note);
  spare.p_align = 4;
}

template <std::size_t N>
void fill(char (&text)[N]) {
  std::memset(text, 'x', N);
}

std::vector<Damage> text_damages() {
  return {
      {"endless_stdlib", [](auto& e) { fill(e.note().stdlib); }, kBadNote,
       "standard library has no end"},
      {"endless_toolchain", [](auto& e) { fill(e.note().toolchain); }, kBadNote,
       "toolchain has no end"},
      {"endless_sdk", [](auto& e) { fill(e.note().sdk_version); }, kBadNote,
       "SDK version has no end"},
      {"endless_name", [](auto& e) { fill(e.note().name); }, kBadNote, "its name has no end"},
      {"endless_version", [](auto& e) { fill(e.note().version); }, kBadNote,
       "its version has no end"},
      {"endless_vendor", [](auto& e) { fill(e.note().vendor); }, kBadNote, "its vendor has no end"},
      {"endless_license", [](auto& e) { fill(e.note().license); }, kBadNote,
       "its license has no end"},
      {"endless_summary", [](auto& e) { fill(e.note().summary); }, kBadNote,
       "its summary has no end"},
      {"endless_kind", [](auto& e) { fill(e.note().kinds[3].kind); }, kBadNote,
       "its kind has no end"},
      {"no_name", [](auto& e) { set_text(e.note().name, ""); }, kBadNote, "it has no name"},
      {"capital_name", [](auto& e) { set_text(e.note().name, "Judged"); }, kBadNote,
       "its name is \"Judged\", expected a-z"},
      {"name_begins_with_dot", [](auto& e) { set_text(e.note().name, ".judged"); }, kBadNote,
       "its name is \".judged\""},
      {"name_with_escape", [](auto& e) { set_text(e.note().name, "a\x1b[2J/../b"); }, kBadNote,
       "its name is \"a?[2J/../b\""},
      {"no_version", [](auto& e) { set_text(e.note().version, ""); }, kBadNote,
       "it has no version"},
      {"small_size", [](auto& e) { e.note().size = 539; }, kBadNote,
       "it says that it has 539 bytes, expected at least 548"},
  };
}

std::vector<Damage> kind_damages() {
  return {
      {"no_kind", [](auto& e) { set_text(e.note().kinds[0].kind, ""); }, kBadNote,
       "it has no kind, expected scanner or processor"},
      {"unknown_kind", [](auto& e) { set_text(e.note().kinds[0].kind, "auditor"); }, kBadNote,
       "only \"auditor\", expected"},
      {"kind_twice", [](auto& e) { set_text(e.note().kinds[1].kind, "scanner"); }, kBadNote,
       "it has the kind \"scanner\" twice"},
      {"thread_model", [](auto& e) { e.note().kinds[0].thread_model = 9; }, kBadNote,
       "thread model of its kind \"scanner\" is 9, expected 0 or 1"},
      {"scanner_revision", [](auto& e) { e.note().kinds[0].interface_revision = 2; }, kAbiMismatch,
       "revision 2 of the scanner interface, this host calls revision 1"},
      {"processor_revision",
       [](auto& e) {
         set_text(e.note().kinds[0].kind, "processor");
         e.note().kinds[0].interface_revision = 7;
       },
       kAbiMismatch, "revision 7 of the processor interface, this host calls revision 1"},
  };
}

std::vector<Damage> abi_damages() {
  const auto stdlib = [](const char* tag) {
    return [tag](ElfPatcher& e) { set_text(e.note().stdlib, tag); };
  };
  const auto flag = [](std::uint32_t bit) {
    return [bit](ElfPatcher& e) { e.note().flags |= bit; };
  };
  const std::string major = std::to_string(abi::kMajor);
  const std::string minor = "." + std::to_string(abi::kMinor);
  return {
      {"abi_major", [](auto& e) { e.note().abi_major = 90; }, kAbiMismatch,
       "built for Portside ABI 90" + minor + " (Portside headers 0.1.0), this host has " + major +
           minor},
      {"abi_major_0", [](auto& e) { e.note().abi_major = 0; }, kAbiMismatch,
       "Portside ABI 0" + minor},
      {"abi_minor", [](auto& e) { e.note().abi_minor = 9; }, kAbiMismatch,
       "Portside ABI " + major + ".9"},
      {"cow_strings", stdlib("libstdc++-cow"), kStdlibMismatch, "-D_GLIBCXX_USE_CXX11_ABI=0"},
      {"debug_mode", stdlib("libstdc++-debug"), kStdlibMismatch, "-D_GLIBCXX_DEBUG"},
      {"libcxx", stdlib("libc++-1"), kStdlibMismatch, "-stdlib=libstdc++"},
      {"unknown_library", stdlib("dinkumware"), kStdlibMismatch,
       "library \"dinkumware\", this host uses \"libstdc++-cxx11\""},
      {"address_sanitizer", flag(abi::kAddressSanitizer), kSanitizerMismatch,
       "built with AddressSanitizer, this host is not"},
      {"thread_sanitizer", flag(abi::kThreadSanitizer), kSanitizerMismatch,
       "built with ThreadSanitizer, this host is not"},
      {"no_exceptions", flag(abi::kNoExceptions), kBuildFlags, "built without exceptions"},
      {"no_rtti", flag(abi::kNoRtti), kBuildFlags, "built without run-time type information"},
      {"layout_low", [](auto& e) { e.note().layout_low ^= 1U; }, kAbiMismatch,
       "in another way (layout"},
      {"layout_high", [](auto& e) { e.note().layout_high ^= 1U; }, kAbiMismatch,
       "in another way (layout"},
  };
}

}  // namespace

std::vector<Damage> note_place_damages() {
  return {
      {"notes_too_long", [](auto& e) { e.segment(PT_NOTE).p_filesz = 65537; }, kDamaged,
       "65537 bytes of notes in one place, expected at most 65536"},
      {"notes_beyond_end", [](auto& e) { e.segment(PT_NOTE).p_offset = UINT64_MAX - 4; }, kDamaged,
       "its notes lie beyond the end of the file"},
      {"note_cut_off", [](auto& e) { e.elf_note().body_size = UINT32_MAX; }, kDamaged,
       "its Portside note is cut off"},
      {"note_too_small", [](auto& e) { e.elf_note().body_size = 100; }, kBadNote,
       "its Portside note has 100 bytes, expected at least 548"},
      {"other_owner", [](auto& e) { set_text(e.elf_note().owner, "starside"); }, kNotAPlugin,
       "not a Portside plugin: it has no Portside note"},
      {"other_note_type", [](auto& e) { e.elf_note().type = 2; }, kNotAPlugin,
       "it has no Portside note"},
      {"two_notes", second_note, kDamaged, "it has two Portside notes, expected one"},
  };
}

std::vector<Damage> note_content_damages() {
  std::vector<Damage> all = text_damages();
  for (const auto& rows : {kind_damages(), abi_damages()}) {
    all.insert(all.end(), rows.begin(), rows.end());
  }
  return all;
}

std::vector<Damage> all_damages() {
  std::vector<Damage> all = header_damages();
  for (const auto& rows :
       {dynamic_damages(), note_place_damages(), note_content_damages(), truncations()}) {
    all.insert(all.end(), rows.begin(), rows.end());
  }
  return all;
}

}  // namespace portside::testing
