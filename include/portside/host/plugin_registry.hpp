// SPDX-License-Identifier: Apache-2.0
//
// The door to Portside for an embedding program.
//
//   portside::PluginRegistry plugins(portside::load_config("/etc/portside.yaml"), {});
//   std::shared_ptr<portside::ScannerAdapter> scanner = plugins.selected_scanner();
//
//   portside::Call call({.deadline = 60'000});
//   portside::CollectingReportSink sink;
//   portside::ScanStep step = scanner->scan_image(request, registry_access, sink, call.context());
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/api/http_client.hpp"
#include "portside/api/processor.hpp"
#include "portside/api/scanner_adapter.hpp"
#include "portside/host/config.hpp"
#include "portside/host/log_sink.hpp"
#include "portside/host/plugin_info.hpp"

namespace portside {

/// What happens to a call whose plugin ignores deadline and cancellation.
enum class OverdueCalls : std::int32_t {
  /// Calls run on threads of the host. Shortly after its deadline a call is given up: the caller
  /// gets kDeadlineExceeded, the thread is left to the plugin, whatever it still produces is
  /// dropped. (A ScanService makes its steps on its own threads, and replaces those that it loses.)
  kAbandon = 0,
  /// Calls run on the caller's thread and return when the plugin does. Saves the hand-over between
  /// two threads (some twenty microseconds); for hosts that can afford to wait, or that watch their
  /// own
  /// threads.
  kWait = 1,
};

/// What a host provides and decides; everything has a usable default.
struct HostOptions {
  /// Gets all log lines; null = standard error, as Config::log says.
  std::shared_ptr<LogSink> log = {};

  /// Folder for adapters' state and data, absolute, made when needed, mode 0700. "" = nothing is
  /// kept: state lives in memory and data_dir() throws kUnsupported.
  std::string data_dir = {};

  /// Folder in which temporary folders are made.
  std::string temp_dir = "/tmp";

  /// The program `portside-probe`, absolute. "" = beside the running program, in its libexec
  /// folder, or where this library was configured to be installed. A host that finds it elsewhere,
  /// or builds Portside as a part of itself, names it: `$<TARGET_FILE:portside::probe>` in CMake.
  std::string probe_program = {};

  /// Epoch milliseconds; null = the system's clock. Tests turn it.
  std::function<Millis()> now = {};

  /// Makes the HTTP client of one adapter instance in place of Portside's own (over libcurl). Null
  /// from it = no HTTP for this instance: HostServices::http() throws kUnsupported. Called in
  /// configure(), on its thread.
  std::function<std::shared_ptr<HttpClient>(const std::string& instance_id, const HttpOptions&)>
      make_http_client = {};

  OverdueCalls overdue_calls = OverdueCalls::kAbandon;

  /// Milliseconds after the deadline, or after a cancellation, until a call is abandoned. At most a
  /// year, as the next but one.
  Millis abandon_grace = 2'000;

  /// Abandoned calls of one adapter that may linger in the process; then new ones throw
  /// kOverloaded.
  std::size_t max_abandoned_calls = 16;

  /// Milliseconds that an adapter has to be loaded, constructed and configured.
  Millis create_deadline = 10'000;

  /// Milliseconds that calls under way may go on with the configuration that apply() replaced; then
  /// they are cancelled (with OverdueCalls::kAbandon).
  Millis drain_deadline = 60'000;
};

/// What apply() did.
struct ApplyReport {
  /// Adapter ids, sorted.
  std::vector<std::string> added;
  std::vector<std::string> changed;
  std::vector<std::string> removed;
  /// How many adapters keep the object that they have.
  std::size_t unchanged = 0;
  /// What takes effect only when the host starts again, a sentence each: other plugin folders or
  /// rules of trust, plugin files that were replaced after they were loaded.
  std::vector<std::string> restart_needed;
};

/// Finds plugins, judges them, loads them, makes and keeps their configured instances.
///
/// A file that does not fit is refused with a reason and disturbs nothing else; so is one that the
/// probe or the dynamic loader refuses, until the host starts again. Instances are made when they
/// are first called; one that cannot be constructed or configured is tried again after a pause that
/// doubles from 1 s to 60 s, and calls in between throw the same error. Libraries are never
/// unloaded.
///
/// All methods are [any] and throw only AdapterError.
class PluginRegistry {
 public:
  /// Judges all plugins that `config` names, without loading any. Throws kConfigInvalid when the
  /// configuration contradicts itself: a selected scanner without a document under `adapters` is
  /// allowed, an id that is not well-formed or a relative folder is not.
  PluginRegistry(Config config, HostOptions options);

  /// As shutdown(0). When that leaves a call behind, so is the memory that the call may still use.
  ~PluginRegistry();
  PluginRegistry(const PluginRegistry&) = delete;
  PluginRegistry& operator=(const PluginRegistry&) = delete;

  /// Adds a scanner or processor of the host's own under a name; found before all files. For static
  /// builds and for tests with mock adapters. Throws kConflict when the name is taken by a built-in
  /// of the same kind, kInvalidArgument for a malformed name.
  void add_scanner(const std::string& name, std::function<std::unique_ptr<ScannerAdapter>()> make);
  void add_processor(const std::string& name, std::function<std::unique_ptr<Processor>()> make);

  /// Everything that was found, in the order in which it is searched, unfit files included.
  std::vector<PluginInfo> plugins() const;

  /// As plugins(), after trying every fit plugin in a child process, whatever the probe mode: what
  /// a plugin does when it is loaded is in the answer, and in those of plugins() from now on.
  std::vector<PluginInfo> probe_all();

  /// The adapter configured under `adapter_id`. Quick: the plugin is loaded and configured by its
  /// first call, which throws what went wrong there. The object is the registry's own and may be
  /// kept; after shutdown() its calls throw kShuttingDown.
  ///
  /// Throws kPluginNotFound (no such plugin, none of this kind; names the folders and what was
  /// passed over there) or kPluginRefused (found and unfit).
  std::shared_ptr<ScannerAdapter> scanner(const std::string& adapter_id);
  std::shared_ptr<Processor> processor(const std::string& adapter_id);

  /// The scanner that the configuration selects. Throws kNotFound when it selects none, else as
  /// scanner().
  std::shared_ptr<ScannerAdapter> selected_scanner();

  /// The HTTP client that the scanner `adapter_id` made for the origin of `url`: for the requests
  /// that its scans await (ScanStep::await), with its certificates, its proxy and the rules of
  /// where it may send to. Goes on to work when the scanner gets another configuration; not to be
  /// kept longer than the registry. Throws as scanner(), and kInvalidArgument when none of the
  /// scanner's clients was made for this origin, or no call has made the scanner yet.
  std::shared_ptr<HttpClient> client_for(const std::string& adapter_id, const std::string& url);

  /// The JSON Schema (draft 7) of the plugin that `adapter_id` names, for the kind of object that
  /// the configuration uses it for; "" when it has none, and for a built-in. Loads the plugin.
  /// Throws kPluginNotFound, kPluginRefused, kPluginLoadFailed.
  std::string config_schema(const std::string& adapter_id);

  /// Loads the plugin of an adapter, makes its object and configures it, now and not with its first
  /// call: as what the configuration uses it for. Throws what went wrong: kPluginNotFound,
  /// kPluginRefused, kPluginLoadFailed, kPluginCreateFailed, what configure() throws.
  void prepare(const std::string& adapter_id);

  /// Puts another configuration in the place of the present one, all of it or (when it throws)
  /// nothing.
  ///
  /// Every adapter that is new or whose document changed gets a new object beside the old one: its
  /// document is checked and the object configured before anything is replaced. Then calls that
  /// begin go to the new objects; calls under way end in the old ones, which are destroyed after
  /// their last call or once `drain_deadline` has passed. Adapters whose document is the same keep
  /// their object. What scanner() and processor() returned stays valid and leads to the new
  /// object, also with a scan that is parked (the adapter goes on or throws kStaleContinuation);
  /// for an adapter that is no longer there calls throw kNotFound. A pointer from extension()
  /// belongs to the old object.
  ///
  /// Folders and files of plugins, and the rules of trust, stay what they were: libraries are never
  /// unloaded, so new ones need a new start (see ApplyReport::restart_needed).
  ///
  /// Waits for another apply() that is under way. Throws what is wrong with the configuration: the
  /// first mistake as message, all in the detail; with the code of the first, mostly
  /// kConfigInvalid. kShuttingDown after shutdown(), and when that is called meanwhile.
  ApplyReport apply(Config config);

  /// Reads a file as load_config() does, holds its documents against the schemas of their plugins,
  /// and applies it, for a thread that has nobody to throw to (see SignalWatch): what was done goes
  /// to the log as information, what is wrong as errors, each with its line. Returns whether the
  /// file was applied.
  bool reload(const std::string& path, const SecretLookup& secrets = {}) noexcept;

  /// Takes no new calls, waits up to `deadline` milliseconds for those under way, then cancels them
  /// (with OverdueCalls::kAbandon; on their callers' threads that is for the callers to do), and
  /// gives up those that do not end in the grace period. Destroys the instances of all others.
  /// Returns true when nothing was left behind.
  bool shutdown(Millis deadline);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// Judges one file as a registry with these trust options would, without loading it. [any]
PluginInfo inspect_plugin(const std::string& path, const TrustOptions& trust);

}  // namespace portside
