// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace portside {

/// How far a plugin has come.
enum class PluginState : std::int32_t {
  kAvailable = 0,  ///< judged fit; none of its code has run in this process
  kLoaded = 1,     ///< loaded into this process
  kRefused = 2,    ///< judged unfit before any of its code ran in this process
  kShadowed = 3,   ///< fit, but another plugin of the same name was found earlier
  kFailed = 4,     ///< fit by all accounts, and the dynamic loader could not load it
};

/// Why a plugin is not usable, for programs; the sentence for people is PluginInfo::reason.
enum class PluginReason : std::int32_t {
  kNone = 0,
  kNotFound = 1,            ///< no such file, or a link that points nowhere
  kUnreadable = 2,          ///< the operating system refuses to open or read it
  kNotRegularFile = 3,      ///< a folder, FIFO, socket or device
  kNotElf = 4,              ///< text, a script, anything without an ELF header
  kWrongArchitecture = 5,   ///< built for another machine, word size, byte order or system
  kNotSharedObject = 6,     ///< an object file, a program, a core, a debug file
  kTruncated = 7,           ///< shorter than its own headers say
  kDamaged = 8,             ///< headers that contradict themselves
  kNotAPlugin = 9,          ///< a shared object without a Portside note
  kBadNote = 10,            ///< a note that breaks the rules: name, kinds, size
  kAbiMismatch = 11,        ///< another ABI version, interface revision or layout
  kStdlibMismatch = 12,     ///< another C++ standard library, or its debug mode
  kSanitizerMismatch = 13,  ///< built with a sanitizer that this host does not have
  kBuildFlags = 14,         ///< built without exceptions or without RTTI
  kUntrusted = 15,          ///< somebody else could have written it
  kDuplicate = 16,          ///< the name, or the file itself, was found before
  kWrongName = 17,          ///< the configuration calls it by a name that is not its own
  kProbeCrashed = 18,       ///< it ended the child process that tried it
  kProbeTimedOut = 19,      ///< it did not come back in the child process that tried it
  kLoadFailed = 20,         ///< the dynamic loader's word
  kBadDescriptor = 21,      ///< no descriptor, or one that contradicts the note
  kChangedOnDisk = 22,      ///< the file is no longer the one that was judged or loaded
  kNoObject = 23,           ///< it made no object in the child process that tried it
};

/// `available`, `loaded`, ... [any]
std::string_view plugin_state_name(PluginState state) noexcept;

/// `not_elf`, `truncated`, ...; "" for kNone. [any]
std::string_view plugin_reason_name(PluginReason reason) noexcept;

/// What the host knows about one file (or built-in) that it took for a plugin.
struct PluginInfo {
  /// From the note; "" when there is none to be read.
  std::string name;
  std::string version;
  std::string vendor;
  std::string license;
  std::string summary;
  /// The compiler that built it, and the version of the headers it was built with.
  std::string toolchain;
  std::string sdk_version;
  /// `scanner`, `processor`.
  std::vector<std::string> kinds;

  PluginState state = PluginState::kRefused;
  PluginReason reason_code = PluginReason::kNone;
  /// One sentence: the file, what was found, what was expected, what to do; "" when nothing is
  /// wrong.
  std::string reason;

  /// As found (folder and file name); "" for a built-in.
  std::string path;
};

}  // namespace portside
