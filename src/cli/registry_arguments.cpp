// SPDX-License-Identifier: Apache-2.0
#include "cli/registry_arguments.hpp"

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/common_options.hpp"

namespace portside::cli {
namespace {

using Action = RegistryCommand::Action;

/// What is the same for all of them.
std::shared_ptr<RegistryCommand> add_action(CLI::App& sub, Command& command, Action action,
                                            const char* target, const char* target_help) {
  auto options = std::make_shared<RegistryCommand>();
  options->action = action;
  auto* named = sub.add_option(target, options->target, target_help)->type_name("");
  if (action != Action::kPing && action != Action::kRepositories) named->required();
  sub.add_option("-c,--config", options->config,
                 "Configuration file; its room `registry` says where and as whom")
      ->type_name("FILE");
  add_registry_login(sub, *options);
  sub.add_flag("--insecure", options->insecure, "Accept any certificate");
  sub.add_option("--timeout", options->timeout, "Seconds for all of it")
      ->check(CLI::Range(1, 86'400))
      ->type_name("SECONDS");
  sub.callback([&command, options] {
    for (std::string* path :
         {&options->config, &options->password_file, &options->ca_file, &options->output}) {
      if (!path->empty()) *path = absolute(*path);
    }
    command = *options;
  });
  return options;
}

}  // namespace

void add_registry(CLI::App& app, Command& command) {
  auto* registry = app.add_subcommand("registry", "Look at a container registry by hand");
  registry->require_subcommand(1);
  constexpr const char* kImage = "[HOST[:PORT]/]REPOSITORY[:TAG][@DIGEST]";

  auto* ping = registry->add_subcommand(
      "ping", "Ask whether the registry is there and takes the credentials");
  add_action(*ping, command, Action::kPing, "HOST", "HOST[:PORT]");

  auto* repositories =
      registry->add_subcommand("repositories", "List the repositories, where the registry does");
  add_action(*repositories, command, Action::kRepositories, "HOST", "HOST[:PORT]");

  auto* tags = registry->add_subcommand("tags", "List the tags of a repository");
  add_action(*tags, command, Action::kTags, "REPOSITORY", "[HOST[:PORT]/]REPOSITORY");

  auto* manifest = registry->add_subcommand(
      "manifest", "Show what an image or an index consists of; its digest is verified");
  auto shown = add_action(*manifest, command, Action::kManifest, "IMAGE", kImage);
  manifest->add_flag("--raw", shown->raw, "Print the manifest byte for byte");
  add_platform(*manifest, shown->platform, "Of an index, show the image for this platform");

  auto* blob = registry->add_subcommand(
      "blob", "Fetch a blob; what was written is right only when this ends with exit code 0");
  auto fetched =
      add_action(*blob, command, Action::kBlob, "BLOB", "[HOST[:PORT]/]REPOSITORY@DIGEST");
  blob->add_option("-o,--output", fetched->output, "File to write, complete or not at all")
      ->type_name("FILE");

  auto* copy_out = registry->add_subcommand(
      "copy-out", "Copy an image into a folder (OCI image layout); every digest is verified");
  auto copied = add_action(*copy_out, command, Action::kCopyOut, "IMAGE", kImage);
  copy_out->add_option("FOLDER", copied->output, "New folder; appears complete or not at all")
      ->type_name("")
      ->required();
  add_platform(*copy_out, copied->platform, "Of an index, copy the image for this platform only");
}

}  // namespace portside::cli
