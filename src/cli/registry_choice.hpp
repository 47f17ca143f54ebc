// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "portside/host/config.hpp"

namespace CLI {
class App;
}

namespace portside::cli {

/// Which registry, and as whom, as the command line has it.
struct RegistryLogin {
  std::string user;
  /// A file with the password, or "".
  std::string password_file;
  std::string ca_file;
  bool plain_http = false;
};

/// Adds `--user`, `--password-file`, `--ca-file` and `--plain-http`.
void add_registry_login(CLI::App& sub, RegistryLogin& login);

/// The room `registry` for one host: what the command line says, else what the configuration says.
/// `host` is that of a reference, `HOST[:PORT]`, or "" for the configuration's. For another
/// registry than the configuration's, nothing of that room is used. Throws kInvalidArgument.
RegistryOptions choose_registry(const Config& config, const RegistryLogin& login,
                                const std::string& host);

}  // namespace portside::cli
