// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "loader/file_identity.hpp"
#include "loader/refusal.hpp"
#include "portside/api/millis.hpp"

namespace portside::loader {

/// Tries plugins in a child process: what a plugin does when it is loaded, constructed, destroyed
/// and ended can only be learned by letting it, and it can crash, exit or hang there. Verdicts are
/// kept for the file's identity. [any]
class Probe {
 public:
  /// `program` is the absolute path of `portside-probe`; `deadline` in milliseconds for one plugin.
  Probe(std::string program, Millis deadline);

  /// What a trial came to; both empty for a plugin that works.
  struct Verdict {
    /// It crashed, exited or hung: it must not be loaded.
    std::optional<Refusal> refusal;
    /// It survived, and could not be loaded or make an object.
    std::optional<Refusal> trouble;
  };

  /// Throws kIo when the child cannot be started.
  Verdict check(const std::string& real_path, const FileIdentity& identity);

 private:
  /// The trial of one file. Held while it runs, so that a second check waits for its verdict.
  struct Trial {
    std::mutex mutex;
    bool done = false;
    Verdict verdict;
  };

  Trial& trial_of(const FileIdentity& identity);
  Verdict run(const std::string& real_path) const;

  std::string program_;
  Millis deadline_;
  std::mutex mutex_;
  std::map<FileIdentity, Trial> trials_;
};

/// The probe program to use: `configured` when it is not "", else the first that exists of: beside
/// the running program, ../libexec/portside/ from there, the installation's libexec folder. Throws
/// kConfigInvalid naming all places; `configured` has to exist as well.
std::string find_probe_program(const std::string& configured);

}  // namespace portside::loader
