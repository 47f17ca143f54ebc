// SPDX-License-Identifier: Apache-2.0
//
// Has a good note, and a descriptor that is missing, malformed or says something else.
#include "portside/api/plugin.hpp"
#include "silent_scanner.hpp"

namespace {

using portside::abi::ElfNote;
using portside::testing::SilentScanner;

constexpr auto kKind = portside::scanner<SilentScanner>();

[[gnu::used, gnu::section(".note.portside"), gnu::aligned(4)]] constexpr ElfNote kNote =
    portside::abi::make_note(portside::plugin(FIXTURE_NAME, "1.0.0"), kKind);

#if !defined(FIXTURE_NO_DESCRIPTOR)

/// The note that the descriptor points to.
constexpr ElfNote make_other_note() {
#if defined(FIXTURE_CONTRADICTS_NAME)
  return portside::abi::make_note(portside::plugin("somebody-else", "1.0.0"), kKind);
#elif defined(FIXTURE_CONTRADICTS_VERSION)
  return portside::abi::make_note(portside::plugin(FIXTURE_NAME, "6.6.6"), kKind);
#elif defined(FIXTURE_CONTRADICTS_KIND)
  ElfNote note = kNote;
  note.body.kinds[0].interface_revision = 2;
  return note;
#elif defined(FIXTURE_CONTRADICTS_LAYOUT)
  ElfNote note = kNote;
  note.body.layout_low ^= 1U;
  return note;
#else
  return kNote;
#endif
}

constexpr ElfNote kOtherNote = make_other_note();
constexpr portside::abi::KindEntry kEntry = kKind.entry();

[[maybe_unused]] constexpr portside::abi::PluginDescriptor make_descriptor() {
  auto descriptor = portside::abi::make_descriptor(kOtherNote, &kEntry, 1);
#if defined(FIXTURE_WRONG_MAGIC)
  descriptor.magic[0] = 'P';
#endif
  return descriptor;
}

#endif

}  // namespace

#if !defined(FIXTURE_NO_DESCRIPTOR)
extern "C" {
[[gnu::visibility("default")]] extern const portside::abi::PluginDescriptor portside_plugin_v1;
#if defined(FIXTURE_WILD_NOTE)
[[gnu::used]] const portside::abi::PluginDescriptor portside_plugin_v1 = {
    {'p', 'o', 'r', 't', 's', 'i', 'd', 'e'},
    sizeof(portside::abi::PluginDescriptor),
    1,
    reinterpret_cast<const portside::abi::PluginNote*>(16),
    &kEntry};
#else
[[gnu::used]] constexpr portside::abi::PluginDescriptor portside_plugin_v1 = make_descriptor();
#endif
}
#endif
