// SPDX-License-Identifier: Apache-2.0
#include "cli/registry_choice.hpp"

#include <CLI/CLI.hpp>

#include "http/url.hpp"
#include "portside/api/error.hpp"

namespace portside::cli {
namespace {

std::string url_for(const RegistryOptions& configured, const RegistryLogin& login,
                    const std::string& host) {
  if (!host.empty()) return (login.plain_http ? "http://" : "https://") + host;
  if (!configured.url.empty()) return configured.url;
  throw AdapterError(ErrorCode::kInvalidArgument,
                     "no registry is named; expected HOST[:PORT]/ before the repository, or "
                     "--config with a file that says registry.url");
}

bool is_same_registry(const std::string& url, const std::string& other) {
  return !other.empty() && http::parse_url(url).origin() == http::parse_url(other).origin();
}

}  // namespace

void add_registry_login(CLI::App& sub, RegistryLogin& login) {
  sub.add_option("-u,--user", login.user, "Log in as NAME")->type_name("NAME");
  sub.add_option("--password-file", login.password_file, "File with the password")
      ->type_name("FILE");
  sub.add_option("--ca-file", login.ca_file,
                 "Certificate authorities to trust, instead of the system's (PEM)")
      ->type_name("FILE");
  sub.add_flag("--plain-http", login.plain_http, "Speak http, without encryption");
}

RegistryOptions choose_registry(const Config& config, const RegistryLogin& login,
                                const std::string& host) {
  const std::string url = url_for(config.registry, login, host);
  // What the configuration says of its registry is for no other one.
  RegistryOptions chosen;
  if (is_same_registry(url, config.registry.url)) chosen = config.registry;
  chosen.url = url;
  if (!login.ca_file.empty()) chosen.ca_file = login.ca_file;
  if (!login.user.empty()) {
    if (login.password_file.empty()) {
      throw AdapterError(ErrorCode::kInvalidArgument,
                         "--user needs --password-file, a file with the password");
    }
    chosen.user = login.user;
    chosen.password = read_secret_file(login.password_file);
  }
  return chosen;
}

}  // namespace portside::cli
