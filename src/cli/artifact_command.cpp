// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <memory>
#include <ostream>
#include <utility>

#include "cli/artifact_output.hpp"
#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "cli/image_name.hpp"
#include "cli/image_places.hpp"
#include "cli/interruption.hpp"
#include "cli/plugin_folders.hpp"
#include "cli/user_places.hpp"
#include "oci/reference.hpp"
#include "portside/host/artifact_service.hpp"
#include "portside/host/call.hpp"
#include "portside/host/plugin_registry.hpp"
#include "portside/host/processor_file.hpp"
#include "portside/sdk/ascii_case.hpp"

namespace portside::cli {
namespace {

Config config_for(const ArtifactCommand& command, const Program& program,
                  const Terminal& terminal) {
  Config config;
  if (!command.config.empty()) config = load_config(command.config, secrets_of_this_process());
  choose_plugins(config, program, command.plugin_dirs, command.trust_anchors);
  if (command.processors.empty()) return config;
  for (const std::string& warning :
       add_processor_file(config, command.processors, secrets_of_this_process())) {
    terminal.error << "portside: " << warning << '\n';
  }
  return config;
}

/// The processors that are built in, and those of the configuration, with what keeps them alive.
class Processors {
 public:
  explicit Processors(const Config& config) {
    if (config.processors.empty()) return;
    HostOptions host;
    host.data_dir = default_adapters_dir();
    plugins_ = std::make_unique<PluginRegistry>(config, std::move(host));
    registry_->configure(config, *plugins_);
  }

  const std::shared_ptr<ProcessorRegistry>& registry() const noexcept { return registry_; }

 private:
  std::unique_ptr<PluginRegistry> plugins_;
  const std::shared_ptr<ProcessorRegistry> registry_ = std::make_shared<ProcessorRegistry>();
};

std::shared_ptr<RegistryAccess> open_image(const Config& config, const ArtifactCommand& command,
                                           const ImageName& name, Millis valid_for) {
  AccessRequest request;
  request.repository = name.repository;
  request.job = "artifact";
  request.valid_for = valid_for;
  return open_images(config, command, name)->open(request);
}

}  // namespace

ExitCode run(const ArtifactCommand& command, const Program& program, const Terminal& terminal) {
  const ImageName name = parse_image_name(command.image);
  Interruption interruption;
  const Config config = config_for(command, program, terminal);
  const Processors processors(config);
  const Millis deadline = Millis{command.timeout} * 1'000;
  Call call({.deadline = deadline});
  interruption.watch([&call] { call.cancel(); });
  const auto access = open_image(config, command, name, deadline);
  ArtifactOptions options;
  options.allow_missing_children = true;
  options.url_for = [&](const std::string& adapter_id) {
    const auto address = config.registry.addresses.find(adapter_id);
    return address == config.registry.addresses.end() ? access->url() : address->second;
  };
  const ArtifactService artifacts(processors.registry(), options);
  Artifact known;
  known.repository_name = name.repository;
  if (oci::is_digest(name.version)) known.digest = name.version;
  std::string media_type;
  const std::string manifest =
      access->manifest(name.version.empty() ? "latest" : name.version, media_type, call.context());
  AbstractedArtifact found =
      artifacts.abstract(manifest, media_type, known, *access, call.context());
  bool is_complete = !found.look_again;
  if (!command.addition.empty()) {
    const Addition addition =
        artifacts.addition(found.artifact, command.addition, *access, call.context());
    (command.json ? print_addition_json : print_addition)(
        terminal, found, sdk::upper_case(command.addition), addition);
  } else {
    const std::size_t notes = found.notes.size();
    const auto additions = artifacts.addition_types(found.artifact, call.context(), &found.notes);
    is_complete = is_complete && found.notes.size() == notes;
    (command.json ? print_artifact_json : print_artifact)(terminal, found, additions);
  }
  interruption.clear();
  return is_complete ? ExitCode::kFine : ExitCode::kIncomplete;
}

}  // namespace portside::cli
