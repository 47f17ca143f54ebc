// SPDX-License-Identifier: Apache-2.0
#include "cli/advisories_arguments.hpp"

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/common_options.hpp"
#include "feeds/ecosystem.hpp"
#include "words/quoted.hpp"

namespace portside::cli {
namespace {

constexpr const char* kPlace =
    "$XDG_DATA_HOME/portside/advisories.index, else $HOME/.local/share/portside/advisories.index";

std::string why_no_release(const std::string& text) {
  const auto ecosystem = feeds::ecosystem_of(text);
  if (ecosystem && ecosystem->scheme == advisory::VersionScheme::kDeb) return "";
  return words::quoted(text) + " is no release with Debian packages; expected Debian:12";
}

void add_build(CLI::App& advisories, Command& command) {
  auto* build = advisories.add_subcommand(
      "build",
      "Make the index that scans use out of advisories: OSV records, Alpine's secdb and the export "
      "of Debian's security tracker, as JSON, packed (.gz, .xz, .zst, .bz2) or in archives (.zip, "
      ".tar.gz). What was passed over, and why, goes to standard error. After an error the old "
      "index stays");
  auto options = std::make_shared<BuildAdvisoriesCommand>();
  build->add_option("SOURCE", options->sources, "Files, and folders with all below them")
      ->required()
      ->type_name("");
  build
      ->add_option("-o,--output", options->output,
                   std::string("The index to write, instead of ") + kPlace)
      ->type_name("FILE");
  build->callback([&command, options] {
    make_absolute(options->sources);
    if (!options->output.empty()) options->output = absolute(options->output);
    command = *options;
  });
}

void add_info(CLI::App& advisories, Command& command) {
  auto* info = advisories.add_subcommand(
      "info", "Show what an index holds: sources, releases, how old the data is");
  auto options = std::make_shared<AdvisoriesInfoCommand>();
  info->add_option("FILE", options->file, std::string("The index; else ") + kPlace)->type_name("");
  add_json_flag(*info, options->json);
  info->callback([&command, options] {
    if (!options->file.empty()) options->file = absolute(options->file);
    command = *options;
  });
}

void add_from_changelogs(CLI::App& advisories, Command& command) {
  auto* make = advisories.add_subcommand(
      "from-changelogs",
      "Make a feed for `advisories build` out of Debian packages: the CVEs that their changelogs "
      "name, and the versions that fixed them. It knows no severities, and nothing of issues that "
      "are not fixed yet");
  auto options = std::make_shared<FromChangelogsCommand>();
  make->add_option("DEB", options->packages, ".deb files, and folders with .deb files below them")
      ->required()
      ->type_name("");
  make->add_option("--release", options->release, "The release that the packages are of: Debian:12")
      ->required()
      ->check(why_no_release)
      ->type_name("RELEASE");
  make->add_option("-o,--output", options->output, "File to write instead of standard output")
      ->type_name("FILE");
  make->callback([&command, options] {
    make_absolute(options->packages);
    if (!options->output.empty()) options->output = absolute(options->output);
    command = *options;
  });
}

}  // namespace

void add_advisories(CLI::App& app, Command& command) {
  auto* advisories = app.add_subcommand("advisories", "Prepare the advisories that scans use");
  advisories->require_subcommand(1);
  add_build(*advisories, command);
  add_info(*advisories, command);
  add_from_changelogs(*advisories, command);
}

}  // namespace portside::cli
