// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "loader/refusal.hpp"
#include "portside/api/plugin.hpp"
#include "portside/host/plugin_info.hpp"

namespace portside::loader {

/// What a plugin is compared with: this build of Portside. A value, so that tests can be another
/// host.
struct HostAbi {
  std::uint16_t major;
  std::uint16_t minor;
  std::uint64_t layout;
  std::uint32_t flags;
  std::string stdlib;
  std::uint16_t scanner_revision;
  std::uint16_t processor_revision;

  static HostAbi of_this_build();
};

/// Whether a plugin with this note can be called by `host`. Checks first that the note is
/// well-formed (terminated texts, a valid name, known and distinct kinds), then ABI version,
/// standard library, build flags, layout and interface revisions; names the first difference with
/// both values.
std::optional<Refusal> check_note(const abi::PluginNote& note, const HostAbi& host);

/// Whether the descriptor of a loaded plugin says the same as the note that was read from its file.
/// `descriptor` is plugin memory: nothing in it is taken for granted.
std::optional<Refusal> check_descriptor(const abi::PluginDescriptor& descriptor,
                                        const abi::PluginNote& note);

/// The readable part of a note. Texts without a terminator are cut, unprintable bytes replaced.
PluginInfo describe_note(const abi::PluginNote& note);

}  // namespace portside::loader
