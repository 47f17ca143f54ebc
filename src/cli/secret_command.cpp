// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "cli/secret_input.hpp"
#include "cli/write_file.hpp"
#include "config/document.hpp"
#include "config/reference_text.hpp"
#include "config/reseal.hpp"
#include "crypto/sealing.hpp"
#include "portside/api/error.hpp"
#include "words/quoted.hpp"

namespace portside::cli {
namespace {

/// At least one.
std::vector<crypto::SealingKey> keys_of(const std::vector<std::string>& files) {
  std::vector<crypto::SealingKey> keys;
  for (const std::string& file : files) {
    for (auto& key : crypto::sealing_keys_of(read_sealing_key_file(file).reveal())) {
      keys.push_back(std::move(key));
    }
  }
  if (!keys.empty()) return keys;
  if (const auto text = sealing_keys_of_this_process()) {
    return crypto::sealing_keys_of(text->reveal());
  }
  throw AdapterError(ErrorCode::kInvalidArgument,
                     "no sealing key was given; expected --key-file FILE, or "
                     "PORTSIDE_SEALING_KEY_FILE (its path) in the environment");
}

}  // namespace

ExitCode run(const NewKeyCommand& command, const Program&, const Terminal& terminal) {
  const Secret key = crypto::new_sealing_key_text();
  if (command.output.empty()) {
    terminal.out << key.reveal() << '\n';
    return ExitCode::kFine;
  }
  const Secret line(key.reveal() + '\n');
  write_new_file(command.output, line.reveal());
  terminal.out << command.output << ": a new key, "
               << crypto::sealing_keys_of(key.reveal()).front().id() << '\n';
  return ExitCode::kFine;
}

ExitCode run(const SealCommand& command, const Program&, const Terminal& terminal) {
  const auto keys = keys_of(command.key_files);
  const std::string place = words::shortened(command.place);
  const Secret plain = read_secret(STDIN_FILENO, "Secret for " + place + ": ", terminal.error);
  const std::string sealed = crypto::seal(keys.front(), plain.reveal(), command.place);
  terminal.out << config::sealed_reference(sealed) << '\n';
  terminal.error << "sealed for " << place << " with the key " << keys.front().id() << '\n';
  return ExitCode::kFine;
}

ExitCode run(const RekeyCommand& command, const Program&, const Terminal& terminal) {
  const auto keys = keys_of(command.key_files);
  const Secret text = config::read_config_file(command.file);
  const config::Resealed resealed =
      config::reseal(text.reveal(), config::format_of(command.file), command.file, keys);
  const std::size_t all = resealed.resealed + resealed.kept;
  if (resealed.resealed > 0) {
    if (config::read_config_file(command.file) != text) {
      throw AdapterError(ErrorCode::kConflict,
                         command.file + ": was changed meanwhile; nothing was written, try again");
    }
    replace_file(command.file, resealed.text.reveal());
  }
  terminal.out << command.file << ": ";
  if (all == 0) {
    terminal.out << "no sealed secrets\n";
  } else {
    terminal.out << resealed.resealed << " of " << all << " sealed secrets resealed with the key "
                 << keys.front().id() << '\n';
  }
  return ExitCode::kFine;
}

}  // namespace portside::cli
