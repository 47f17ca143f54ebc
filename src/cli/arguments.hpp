// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "cli/exit_code.hpp"
#include "cli/registry_choice.hpp"
#include "cli/report_arguments.hpp"
#include "cli/scanner_options.hpp"
#include "portside/host/run_to_completion.hpp"

namespace portside::cli {

struct VersionCommand {
  bool json = false;
};

struct ListPluginsCommand {
  /// A configuration file, or "".
  std::string config;
  /// Replace the folders of the configuration when not empty.
  std::vector<std::string> plugin_dirs;
  std::vector<std::string> trust_anchors;
  bool probe = true;
  bool json = false;
};

struct InspectPluginCommand {
  std::string file;
  std::vector<std::string> trust_anchors;
  bool json = false;
};

/// Write the project of a new plugin.
struct NewPluginCommand {
  std::string name;
  /// `scanner` or `processor`.
  std::string kind;
  /// Where to; the folder is there at most as an empty one.
  std::string dir;
};

struct CheckPluginCommand {
  std::string file;
  /// A configuration document, or the absolute path of a file with one; "" = none.
  std::string config;
  /// A regular expression; checks with an id that it is found in are made.
  std::string only;
  std::vector<std::string> trust_anchors;
  /// Seconds for one check.
  int time_limit = 45;
  bool json = false;
};

/// Makes one check in this process, for CheckPluginCommand.
struct RunCheckCommand {
  std::string file;
  std::string id;
  std::string config;
  std::vector<std::string> trust_anchors;
};

/// What both commands about a configuration are told.
struct ConfigOptions {
  std::string file;
  /// Replace the folders of the configuration when not empty.
  std::vector<std::string> plugin_dirs;
  std::vector<std::string> trust_anchors;
  /// Load plugins for the sake of their schemas.
  bool plugins = true;
  bool json = false;
};

struct CheckConfigCommand : ConfigOptions {
  /// A processor.yaml that goes with it, or "".
  std::string processors;
};

/// `file` may be "": show the defaults.
struct ShowConfigCommand : ConfigOptions {};

/// Look at a container registry by hand.
struct RegistryCommand : RegistryLogin {
  enum class Action { kPing, kRepositories, kTags, kManifest, kBlob, kCopyOut };
  Action action = Action::kPing;
  /// `HOST[:PORT]`, or an image; without a host the registry of the configuration is meant.
  std::string target;
  /// A configuration file whose room `registry` is used, or "".
  std::string config;
  bool insecure = false;
  /// Seconds for all of it.
  int timeout = 600;
  /// Print the manifest as it is.
  bool raw = false;
  /// Where to write a blob ("" = standard output) or an image.
  std::string output;
  /// The platform whose image is meant, or "".
  std::string platform;
};

/// Make a key for sealed secrets.
struct NewKeyCommand {
  /// Where to write it; "" = standard output.
  std::string output;
};

/// Seal the secret on standard input.
struct SealCommand {
  /// The JSON pointer of the text that it will be.
  std::string place;
  /// The first key of the first one seals; none = the environment says.
  std::vector<std::string> key_files;
};

/// Put the sealed secrets of a configuration under the first key.
struct RekeyCommand {
  std::string file;
  /// As in SealCommand.
  std::vector<std::string> key_files;
};

/// Make the index of advisories.
struct BuildAdvisoriesCommand {
  std::vector<std::string> sources;
  /// "" = where scans look.
  std::string output;
};

struct AdvisoriesInfoCommand {
  /// "" = where scans look.
  std::string file;
  bool json = false;
};

/// Make a feed out of Debian packages.
struct FromChangelogsCommand {
  /// Files and folders.
  std::vector<std::string> packages;
  /// `Debian:12`.
  std::string release;
  /// "" = standard output.
  std::string output;
};

/// Write a report in other formats.
struct ConvertCommand {
  /// The JSON report; `-` = standard input.
  std::string file;
  ReportArguments report;
};

/// Scan images and report what was found.
struct ScanCommand : ScannerOptions {
  std::vector<std::string> images;
  /// Of an index, the image for this platform, or all.
  std::string platform;
  bool all_platforms = false;
  ReportArguments report;
  ScanMode mode = ScanMode::kScan;
  /// Images that are scanned at once.
  int jobs = 4;
  bool progress = true;
};

/// Ask the scanner for its judgement.
struct CheckImageCommand : ScannerOptions {
  std::vector<std::string> images;
  /// As in ScanCommand.
  std::string platform;
};

/// Tell the scanner that images were deleted.
struct ForgetCommand : ScannerOptions {
  std::vector<std::string> images;
};

/// Take a call of the scanner's webhook.
struct NotifyCommand : ScannerOptions {
  /// The body; "" = standard input.
  std::string file;
  std::string method = "POST";
  std::string path = "/";
  /// `NAME: VALUE`.
  std::vector<std::string> headers;
};

/// Say what an artifact is, whatever it is.
struct ArtifactCommand : RegistryLogin {
  std::string image;
  /// A configuration file, or "".
  std::string config;
  /// A processor.yaml, or "".
  std::string processors;
  /// Replace the folders of the configuration when not empty.
  std::vector<std::string> plugin_dirs;
  std::vector<std::string> trust_anchors;
  /// Print this addition instead; "" = none.
  std::string addition;
  bool json = false;
  /// Seconds for all of it.
  int timeout = 600;
};

/// Try a service that speaks the remote processors' HTTP API.
struct CheckServiceCommand {
  std::string url;
  std::string media_type = "application/vnd.oci.empty.v1+json";
  /// Files, or "".
  std::string manifest;
  std::string authorization_file;
  std::string authorization_header = "Authorization";
  std::string ca_file;
  /// As in CheckPluginCommand.
  std::string only;
  /// Seconds for all of it.
  int timeout = 120;
  bool json = false;
};

using Command =
    std::variant<VersionCommand, ListPluginsCommand, InspectPluginCommand, NewPluginCommand,
                 CheckPluginCommand, RunCheckCommand, CheckConfigCommand, ShowConfigCommand,
                 RegistryCommand, NewKeyCommand, SealCommand, RekeyCommand, BuildAdvisoriesCommand,
                 AdvisoriesInfoCommand, FromChangelogsCommand, ConvertCommand, ScanCommand,
                 CheckImageCommand, ForgetCommand, NotifyCommand, ArtifactCommand,
                 CheckServiceCommand>;

/// Nothing to run: text to print, and how to end.
struct EarlyExit {
  std::string text;
  ExitCode code = ExitCode::kFine;
};

/// Reads the command line. Relative paths become absolute.
std::variant<Command, EarlyExit> parse_arguments(int argc, const char* const* argv);

}  // namespace portside::cli
