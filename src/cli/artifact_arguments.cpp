// SPDX-License-Identifier: Apache-2.0
#include "cli/artifact_arguments.hpp"

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/common_options.hpp"

namespace portside::cli {

void add_artifact(CLI::App& app, Command& command) {
  auto* const sub = app.add_subcommand(
      "artifact", "Say what an image, chart, bundle or other artifact is, and what it contains");
  auto options = std::make_shared<ArtifactCommand>();
  auto format = std::make_shared<std::string>("table");
  sub->add_option("IMAGE", options->image,
                  "[HOST[:PORT]/]REPOSITORY[:TAG][@DIGEST], or oci:FOLDER[:NAME] for an OCI image "
                  "layout")
      ->type_name("")
      ->required();
  sub->add_option("--addition", options->addition,
                  "Print the content of this addition instead, for example README.MD or readme.md; "
                  "with -f json its name, content type, encoding (utf-8, or base64 for what is no "
                  "UTF-8) and content")
      ->check([](const std::string& name) { return name.empty() ? "expected a name" : ""; })
      ->type_name("NAME");
  sub->add_option("-f,--format", *format, "table or json")
      ->check(CLI::IsMember({"table", "json"}))
      ->type_name("FORMAT");
  sub->add_option("-c,--config", options->config,
                  "Configuration file: processors, plugins, the registry")
      ->type_name("FILE");
  sub->add_option("--processors", options->processors,
                  "processor.yaml: remote processors, besides those of the configuration")
      ->check(CLI::ExistingFile)
      ->type_name("FILE");
  sub->add_option("--plugin-dir", options->plugin_dirs,
                  "Look for plugins in DIR and nowhere else (repeatable)")
      ->type_name("DIR")
      ->allow_extra_args(false);
  add_trust_anchors(*sub, options->trust_anchors);
  add_registry_login(*sub, *options);
  sub->add_option("--timeout", options->timeout, "Seconds for all of it")
      ->check(CLI::Range(1, 86'400))
      ->type_name("SECONDS");
  sub->callback([&command, options, format] {
    for (std::string* path :
         {&options->config, &options->processors, &options->password_file, &options->ca_file}) {
      if (!path->empty()) *path = absolute(*path);
    }
    make_absolute(options->plugin_dirs);
    make_absolute(options->trust_anchors);
    options->json = *format == "json";
    command = *options;
  });
}

}  // namespace portside::cli
