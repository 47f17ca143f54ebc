// SPDX-License-Identifier: Apache-2.0
#include "loader/handshake.hpp"
#include "loader/note_text.hpp"
#include "loader/printable.hpp"

namespace portside::loader {

namespace {

/// Some compilers end their version with a space.
std::string_view without_spaces_at_end(std::string_view text) noexcept {
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

}  // namespace

PluginInfo describe_note(const abi::PluginNote& note) {
  PluginInfo info;
  info.name = printable(text_of(note.name));
  info.version = printable(text_of(note.version));
  info.vendor = printable(text_of(note.vendor));
  info.license = printable(text_of(note.license));
  info.summary = printable(text_of(note.summary));
  info.toolchain = printable(without_spaces_at_end(text_of(note.toolchain)));
  info.sdk_version = printable(text_of(note.sdk_version));
  for (const abi::KindNote& kind : note.kinds) {
    const std::string_view name = text_of(kind.kind);
    if (is_known_kind(name)) info.kinds.emplace_back(name);
  }
  return info;
}

}  // namespace portside::loader
