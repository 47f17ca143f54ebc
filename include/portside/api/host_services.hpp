// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "portside/api/byte_sink.hpp"
#include "portside/api/call_context.hpp"
#include "portside/api/child_command.hpp"
#include "portside/api/crypto.hpp"
#include "portside/api/http_client.hpp"
#include "portside/api/json.hpp"
#include "portside/api/key_values.hpp"
#include "portside/api/log_level.hpp"
#include "portside/api/millis.hpp"

namespace portside {

/// Everything that a plugin instance gets from its host: handed to `configure()`, valid until the
/// instance's destructor returns. What is here is not to be brought along by a plugin: one HTTP
/// client, one TLS store, one log, one clock for the whole process.
///
/// Host-implemented: later versions add methods at the end, under a new minor ABI version.
///
/// All methods are [any] unless tagged otherwise.
class HostServices {
 public:
  /// The adapter id that this instance is configured under, for example `clair@eu`.
  virtual std::string instance_id() const = 0;

  /// Writes a line to the host's log, under the instance's name. `fields` is a JSON object or
  /// absent. No secrets, in neither.
  virtual void log(LogLevel level, std::string_view message, const Json& fields) noexcept = 0;

  /// The time, in epoch milliseconds. Use this clock and no other; tests turn it.
  virtual Millis now() const noexcept = 0;

  /// Makes an HTTP client for the given servers; it lives as long as the instance. [control]: in
  /// `configure()` only, later calls throw kPluginContract. No I/O. Throws kConfigInvalid (an
  /// origin that is none, an unreadable file) or kUnsupported (a host without HTTP).
  virtual HttpClient& http(const HttpOptions& options) = 0;

  /// This instance's persistent state.
  virtual KeyValues& state() = 0;

  virtual Crypto& crypto() = 0;

  /// A folder of this instance's own that is kept over restarts, mode 0700: caches, databases. Made
  /// on first use. Throws kIo, or kUnsupported when the host keeps nothing.
  virtual std::string data_dir() = 0;

  /// A new, empty folder, mode 0700, that the host removes with all that is in it when the call of
  /// `context` ends. Throws kIo.
  virtual std::string temp_dir(const CallContext& context) = 0;

  /// Runs a program and waits for it. What it prints goes to `out` and `err`, on the calling
  /// thread. It runs in a process group of its own, with no descriptors but its three standard ones
  /// (standard input is empty), and the whole group is killed when the call is cancelled or
  /// overdue, or when a sink throws.
  ///
  /// Returns the exit status (0 to 255), or minus the number of the signal that ended it. Throws
  /// kInvalidArgument (a command that breaks the rules of ChildCommand), kIo (not startable),
  /// kCancelled, kDeadlineExceeded, and whatever a sink throws. [call]
  virtual std::int32_t run_child(const ChildCommand& command, ByteSink& out, ByteSink& err,
                                 const CallContext& context) = 0;

  /// An optional service by id, `portside.NAME/REVISION`, or nullptr when this host does not have
  /// it. The header that defines the id says what the pointer points to.
  virtual void* extension(const char* id) noexcept = 0;

 protected:
  ~HostServices() = default;
};

}  // namespace portside
