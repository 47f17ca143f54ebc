// SPDX-License-Identifier: Apache-2.0
#include "cli/processor_arguments.hpp"

#include <CLI/CLI.hpp>
#include <memory>
#include <regex>

#include "cli/common_options.hpp"
#include "config/service_url.hpp"
#include "conformance/service_check.hpp"
#include "portside/sdk/media_type.hpp"

namespace portside::cli {
namespace {

std::string why_no_service_url(const std::string& url) {
  config::ServiceUrl parts;
  return config::take_service_url(url, parts);
}

std::string why_no_media_type(const std::string& type) {
  return sdk::is_media_type(type) ? "" : "'" + type + "' is no media type";
}

std::string why_no_service_filter(const std::string& pattern) try {
  const std::regex filter(pattern);
  for (const conformance::ServiceCheck& check : conformance::all_service_checks()) {
    if (std::regex_search(std::string(check.id), filter)) return "";
  }
  return "no check has an id that matches '" + pattern + "'";
} catch (const std::regex_error&) {
  return "'" + pattern + "' is no regular expression";
}

void add_sample(CLI::App& check, CheckServiceCommand& options) {
  check
      .add_option("--media-type", options.media_type,
                  "What the service is told that artifacts are; name one that it is for")
      ->check(CLI::Validator(why_no_media_type, ""))
      ->capture_default_str()
      ->type_name("TYPE");
  check
      .add_option("--manifest", options.manifest,
                  "A manifest that the service understands, instead of one that is made up")
      ->type_name("FILE");
}

void add_access(CLI::App& check, CheckServiceCommand& options) {
  check
      .add_option("--authorization-file", options.authorization_file,
                  "File with the value of the header that the service wants to see")
      ->type_name("FILE");
  check
      .add_option("--authorization-header", options.authorization_header, "The name of that header")
      ->capture_default_str()
      ->type_name("NAME");
  check.add_option("--ca-file", options.ca_file, "Certificate authorities to trust (PEM)")
      ->type_name("FILE");
}

}  // namespace

void add_processor(CLI::App& app, Command& command) {
  auto* const processor = app.add_subcommand("processor", "Try remote processors");
  processor->require_subcommand(1);
  auto* const check = processor->add_subcommand(
      "check", "Try whether a service keeps the rules of remote processors (exit code 5 when not)");
  auto options = std::make_shared<CheckServiceCommand>();
  check->add_option("URL", options->url, "Where the service is: http://HOST[:PORT][/PATH]")
      ->required()
      ->check(CLI::Validator(why_no_service_url, ""))
      ->type_name("");
  add_sample(*check, *options);
  add_access(*check, *options);
  check->add_option("--only", options->only, "Make the checks whose ids match REGEX")
      ->check(CLI::Validator(why_no_service_filter, ""))
      ->type_name("REGEX");
  check->add_option("--timeout", options->timeout, "Seconds for all of it")
      ->check(CLI::Range(1, 86'400))
      ->capture_default_str()
      ->type_name("SECONDS");
  add_json_flag(*check, options->json);
  check->callback([&command, options] {
    for (std::string* path :
         {&options->manifest, &options->authorization_file, &options->ca_file}) {
      if (!path->empty()) *path = absolute(*path);
    }
    command = *options;
  });
}

}  // namespace portside::cli
