// SPDX-License-Identifier: Apache-2.0
#include "portside/host/plugin_info.hpp"

namespace portside {

std::string_view plugin_state_name(PluginState state) noexcept {
  switch (state) {
    case PluginState::kAvailable: return "available";
    case PluginState::kLoaded: return "loaded";
    case PluginState::kRefused: return "refused";
    case PluginState::kShadowed: return "shadowed";
    case PluginState::kFailed: return "failed";
  }
  return "unknown";
}

std::string_view plugin_reason_name(PluginReason reason) noexcept {
  switch (reason) {
    case PluginReason::kNone: return "";
    case PluginReason::kNotFound: return "not_found";
    case PluginReason::kUnreadable: return "unreadable";
    case PluginReason::kNotRegularFile: return "not_regular_file";
    case PluginReason::kNotElf: return "not_elf";
    case PluginReason::kWrongArchitecture: return "wrong_architecture";
    case PluginReason::kNotSharedObject: return "not_shared_object";
    case PluginReason::kTruncated: return "truncated";
    case PluginReason::kDamaged: return "damaged";
    case PluginReason::kNotAPlugin: return "not_a_plugin";
    case PluginReason::kBadNote: return "bad_note";
    case PluginReason::kAbiMismatch: return "abi_mismatch";
    case PluginReason::kStdlibMismatch: return "stdlib_mismatch";
    case PluginReason::kSanitizerMismatch: return "sanitizer_mismatch";
    case PluginReason::kBuildFlags: return "build_flags";
    case PluginReason::kUntrusted: return "untrusted";
    case PluginReason::kDuplicate: return "duplicate";
    case PluginReason::kWrongName: return "wrong_name";
    case PluginReason::kProbeCrashed: return "probe_crashed";
    case PluginReason::kProbeTimedOut: return "probe_timed_out";
    case PluginReason::kLoadFailed: return "load_failed";
    case PluginReason::kBadDescriptor: return "bad_descriptor";
    case PluginReason::kChangedOnDisk: return "changed_on_disk";
    case PluginReason::kNoObject: return "no_object";
  }
  return "unknown";
}

}  // namespace portside
