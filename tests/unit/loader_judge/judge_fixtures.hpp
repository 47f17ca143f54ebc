// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>

#include <optional>
#include <ostream>
#include <string>
#include <variant>

#include "elf_patcher.hpp"
#include "loader/handshake.hpp"
#include "loader/judge.hpp"
#include "loader/note_reader.hpp"
#include "loader/path_trust.hpp"

namespace portside::testing {

/// The path of a built fixture.
inline std::string fixture(const std::string& name) {
  return std::string(PORTSIDE_JUDGE_FIXTURES) + "/" + name + ".so";
}

/// A good plugin without sanitizers, to be damaged.
inline const ElfPatcher& good_plugin() {
  static const ElfPatcher kPlugin(fixture("unsanitized"));
  return kPlugin;
}

/// This build of Portside without its sanitizers, so that all builds of the tests judge alike.
inline loader::HostAbi plain_host() {
  loader::HostAbi host = loader::HostAbi::of_this_build();
  host.flags = 0;
  return host;
}

inline TrustOptions trust_everybody() {
  TrustOptions trust;
  trust.mode = TrustMode::kOff;
  return trust;
}

/// Judges a file without looking at who could have written it.
inline loader::JudgedFile judged(const std::string& path) {
  loader::PathTrust trust(trust_everybody());
  return loader::judge_file(path, -1, plain_host(), trust);
}

/// What stage A says of a file's content.
inline std::optional<loader::Refusal> judge_bytes(std::span<const std::byte> bytes) {
  const auto note = loader::read_note(loader::MemoryBytes(bytes));
  if (const auto* refusal = std::get_if<loader::Refusal>(&note)) return *refusal;
  return loader::check_note(std::get<abi::PluginNote>(note), plain_host());
}

/// A sentence that says what was found and, after a semicolon, what to do; on one line, to be read
/// after `PATH: `.
inline bool is_refusal_sentence(const std::string& sentence) {
  return !sentence.empty() && !(sentence[0] >= 'A' && sentence[0] <= 'Z') &&
         sentence.back() != '.' && sentence.find("; ") != std::string::npos &&
         sentence.find_first_of("\n\r\t") == std::string::npos;
}

/// An optional<Refusal> with this reason whose sentence contains `part`.
MATCHER_P2(RefusedFor, reason, part, "") {
  if (!arg) {
    *result_listener << "which is accepted";
    return false;
  }
  *result_listener << plugin_reason_name(arg->reason) << ": " << arg->sentence;
  return arg->reason == reason && arg->sentence.find(part) != std::string::npos &&
         is_refusal_sentence(arg->sentence);
}

/// A PluginInfo that was refused with this reason, for its own path, in words that contain `part`.
MATCHER_P2(InfoRefusedFor, reason, part, "") {
  *result_listener << plugin_state_name(arg.state) << ", " << plugin_reason_name(arg.reason_code)
                   << ": " << arg.reason;
  return arg.state == PluginState::kRefused && arg.reason_code == reason &&
         arg.reason.rfind(arg.path + ": ", 0) == 0 && arg.reason.find(part) != std::string::npos &&
         is_refusal_sentence(arg.reason.substr(arg.path.size() + 2));
}

MATCHER(InfoAvailable, "") {
  *result_listener << plugin_state_name(arg.state) << ", " << arg.reason;
  return arg.state == PluginState::kAvailable && arg.reason_code == PluginReason::kNone &&
         arg.reason.empty();
}

}  // namespace portside::testing
