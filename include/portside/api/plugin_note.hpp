// SPDX-License-Identifier: Apache-2.0
//
// What a plugin says about itself before any of its code runs: an ELF note (section
// `.note.portside`, owner `portside`, type 1). A host reads it from the file, and refuses a plugin
// that does not fit without ever loading it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace portside::abi {

inline constexpr char kNoteOwner[] = "portside";
inline constexpr std::uint32_t kNoteType = 1;

/// How a host may call the [call] methods of a plugin's objects.
enum class ThreadModel : std::uint8_t {
  kConcurrent = 0,  ///< from several threads at a time
  kSerialized = 1,  ///< one call at a time for each object
};

/// One kind of object that a plugin makes.
struct KindNote {
  /// `scanner` or `processor`; "" = unused.
  char kind[24];
  std::uint16_t interface_revision;
  std::uint8_t thread_model;
  std::uint8_t reserved;
};

/// The body of the note. Fixed-size text (UTF-8, zero-terminated) and integers of at most four
/// bytes: an eight-byte member would make linkers insert padding before the body.
struct PluginNote {
  std::uint16_t abi_major;
  std::uint16_t abi_minor;
  /// Bytes of this body. A newer minor version may append members; readers ignore what they do not
  /// know.
  std::uint32_t size;
  /// layout_fingerprint(), low and high half.
  std::uint32_t layout_low;
  std::uint32_t layout_high;
  /// BuildFlags.
  std::uint32_t flags;
  char stdlib[32];
  char toolchain[48];
  char sdk_version[16];
  /// `[a-z0-9][a-z0-9._-]*`, unique among the plugins of a host.
  char name[64];
  /// Semantic version of the plugin.
  char version[32];
  char vendor[64];
  /// SPDX expression.
  char license[32];
  KindNote kinds[4];
  /// One line.
  char summary[128];
};

static_assert(alignof(PluginNote) == 4, "the note body must not need more than 4-byte alignment");
static_assert(sizeof(PluginNote) == 20 + 32 + 48 + 16 + 64 + 32 + 64 + 32 + 4 * 28 + 128,
              "the note body must not contain padding");

/// The note as it lies in the file (ELF specification, "Note Section").
struct ElfNote {
  std::uint32_t owner_size;
  std::uint32_t body_size;
  std::uint32_t type;
  char owner[12];  // "portside", its terminator, padding to a multiple of four
  PluginNote body;
};

static_assert(offsetof(ElfNote, body) == 24, "owner must be padded to four bytes");

}  // namespace portside::abi
