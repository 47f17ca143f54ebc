// SPDX-License-Identifier: Apache-2.0
#include "cli/secret_arguments.hpp"

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/common_options.hpp"
#include "config/place.hpp"
#include "words/quoted.hpp"

namespace portside::cli {
namespace {

std::string why_no_place(const std::string& text) {
  if (config::pointer_of(text)) return "";
  return words::quoted(text) +
         " is no place in a configuration; expected adapters.clair.psk, hosts[0] for an item of a "
         "list and quotes around a key that holds a dot, or a JSON pointer: /adapters/clair/psk";
}

void add_key_files(CLI::App& command, std::vector<std::string>& files) {
  command
      .add_option("--key-file", files,
                  "File with keys, one a line; the first key of the first file seals (repeatable). "
                  "Else PORTSIDE_SEALING_KEY_FILE names it, or PORTSIDE_SEALING_KEY holds the keys")
      ->type_name("FILE")
      ->allow_extra_args(false);
}

void add_new_key(CLI::App& secret, Command& command) {
  auto* add = secret.add_subcommand("new-key", "Make a key for sealed secrets");
  auto options = std::make_shared<NewKeyCommand>();
  add->add_option("-o,--output", options->output,
                  "New file to write, for its owner's eyes only, instead of standard output")
      ->type_name("FILE");
  add->callback([&command, options] {
    if (!options->output.empty()) options->output = absolute(options->output);
    command = *options;
  });
}

void add_seal(CLI::App& secret, Command& command) {
  auto* seal = secret.add_subcommand(
      "seal",
      "Seal the secret that comes from standard input, and print what to write in its place: "
      "${SEALED:...}. A line end at its end is left out; at a terminal it is one line, which is "
      "not "
      "shown");
  auto options = std::make_shared<SealCommand>();
  seal->add_option(
          "PLACE", options->place,
          "Where it will stand, and nowhere else: adapters.clair.psk, or as a JSON pointer "
          "/adapters/clair/psk")
      ->required()
      ->check(why_no_place)
      ->type_name("");
  add_key_files(*seal, options->key_files);
  seal->callback([&command, options] {
    options->place = config::pointer_of(options->place).value_or("");
    make_absolute(options->key_files);
    command = *options;
  });
}

void add_rekey(CLI::App& secret, Command& command) {
  auto* rekey = secret.add_subcommand(
      "rekey",
      "Put all sealed secrets of a configuration under the first key, all of them or none; nothing "
      "else in the file changes");
  auto options = std::make_shared<RekeyCommand>();
  rekey->add_option("FILE", options->file, "The configuration (YAML, or JSON by its name)")
      ->required()
      ->type_name("");
  add_key_files(*rekey, options->key_files);
  rekey->callback([&command, options] {
    options->file = absolute(options->file);
    make_absolute(options->key_files);
    command = *options;
  });
}

}  // namespace

void add_secret(CLI::App& app, Command& command) {
  auto* secret =
      app.add_subcommand("secret", "Seal secrets, so that a configuration may hold them");
  secret->require_subcommand(1);
  add_new_key(*secret, command);
  add_seal(*secret, command);
  add_rekey(*secret, command);
}

}  // namespace portside::cli
