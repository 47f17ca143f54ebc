// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "loader/file_identity.hpp"
#include "loader/handshake.hpp"
#include "loader/path_trust.hpp"
#include "portside/api/plugin_note.hpp"
#include "portside/host/plugin_info.hpp"

namespace portside::loader {

/// A file with the verdict over it: the fields of PluginInfo that carry the verdict, without the
/// texts that only a listing shows (info_of()). `note`, `identity` and `real_path` hold when it is
/// fit (state == kAvailable).
struct JudgedFile {
  std::string name;
  PluginState state = PluginState::kRefused;
  PluginReason reason_code = PluginReason::kNone;
  std::string reason;
  std::string path;

  /// Set as soon as one was read, also when what it says makes the file unfit.
  std::optional<abi::PluginNote> note;
  FileIdentity identity;
  std::string real_path;
  /// A sentence to log although the file is used (TrustMode::kWarn), or "".
  std::string warning;
};

/// Stage A: judges one file without running any of its code. Opens it once, without waiting (a FIFO
/// would hang), and looks at what it opened. `path` is absolute. `folder_fd` is an open folder that
/// `path` lies in, or -1.
JudgedFile judge_file(const std::string& path, int folder_fd, const HostAbi& host,
                      PathTrust& trust);

/// Notes why the plugin is not to be used: `PATH: ` and the refusal's sentence.
void reject(JudgedFile& file, PluginState state, const Refusal& refusal);

/// All that is known of the file, for people.
PluginInfo info_of(const JudgedFile& file);

}  // namespace portside::loader
