// SPDX-License-Identifier: Apache-2.0
#include "anchore/config.hpp"

#include <algorithm>
#include <utility>

#include "anchore/image_name.hpp"
#include "portside/sdk/base64.hpp"
#include "portside/sdk/config_document.hpp"
#include "portside/sdk/http_config.hpp"
#include "portside/sdk/webhook_token.hpp"

namespace portside::anchore {
namespace {

constexpr std::int64_t kWeekSeconds = 604'800;
/// Anchore Enterprise takes a key as the password of this user ("Generating API Keys").
constexpr char kApiKeyUser[] = "_api_key";

using sdk::ConfigDocument;

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

void read_server(ConfigDocument& document, AnchoreConfig& config) {
  config.http = sdk::read_http_options(document);
  config.url = document.base_url("url", sdk::kRequired);
  if (config.http.insecure && !config.http.ca_file.empty()) {
    document.mistake(
        "'ca_file' is of no use beside 'insecure', which accepts any certificate; expected one of "
        "the two");
  }
  if (config.url.empty()) return;
  config.http.origins = {sdk::origin_of(config.url)};
  if (ends_with(config.url, "/v1") || ends_with(config.url, "/v2")) {
    document.mistake(
        "'url' ends with the version of the API; expected the URL without it, for example "
        "http://anchore:8228, and 'api_version' where it cannot be found out");
  }
}

void read_credentials(ConfigDocument& document, AnchoreConfig& config) {
  const std::string user = document.text("username");
  const std::string password = document.text("password");
  const std::string key = document.text("api_key");
  const bool has_user = !user.empty() && !password.empty();
  const bool has_both = !key.empty() && (!user.empty() || !password.empty());
  if (has_both || (key.empty() && !has_user)) {
    document.mistake(
        "Anchore answers nobody without credentials; expected 'username' and 'password', or "
        "'api_key' alone");
  }
  if (!key.empty() && config.api_version == ApiVersion::kV1) {
    document.mistake(
        "'api_key' is for Anchore Enterprise 5.1 and newer, which speaks v2 alone; expected "
        "'username' and 'password' beside 'api_version: v1'");
  }
  // Basic authentication ends a user name at its first colon (RFC 7617 section 2).
  if (user.find(':') != std::string::npos) {
    document.mistake("'username' has a colon in it, which cannot be sent");
  }
  config.authorization = "Basic " + sdk::base64(key.empty() ? user + ":" + password
                                                            : std::string(kApiKeyUser) + ":" + key);
  config.account = document.text("account");
  if (!is_printable(config.account)) {
    document.mistake("'account' has characters that cannot be sent in a header");
  }
}

/// The scheme is ours: Anchore's names have none. Its port is added, as to the host's own address.
void read_registry_name(ConfigDocument& document, AnchoreConfig& config) {
  std::string name = document.text("registry");
  std::string port;
  for (const auto& [scheme, its_port] :
       {std::pair<std::string_view, const char*>{"http://", ":80"}, {"https://", ":443"}}) {
    if (name.rfind(scheme, 0) != 0) continue;
    name.erase(0, scheme.size());
    port = its_port;
    if (name.empty()) document.mistake("'registry' has a scheme and no host");
  }
  if (!name.empty() && name.back() == '/') name.pop_back();
  if (!name.empty() && name.find(':') == std::string::npos) name += port;
  config.is_registry_plain_http = port == ":80";
  config.registry = name;
  if (config.registry.empty() || is_registry_name(config.registry)) return;
  document.mistake(
      "'registry' is no registry as Anchore names it; expected HOST:PORT, or http://HOST:PORT for "
      "one that speaks http (a host without port and dot would be a namespace of Docker Hub)");
}

void read_registry(ConfigDocument& document, AnchoreConfig& config) {
  read_registry_name(document, config);
  config.use_anchore_configured_credentials =
      document.flag("use_anchore_configured_credentials", false);
  config.validate_credentials = document.flag("validate_credentials", config.validate_credentials);
  config.registry_tls_verify = document.flag("registry_tls_verify", config.registry_tls_verify);
  const bool is_of_no_use =
      document.has("validate_credentials") || document.has("registry_tls_verify");
  if (config.use_anchore_configured_credentials && is_of_no_use) {
    document.mistake(
        "'validate_credentials' and 'registry_tls_verify' belong to credentials that Anchore is "
        "given; expected neither beside 'use_anchore_configured_credentials'");
  }
}

void read_owner(ConfigDocument& document, AnchoreConfig& config) {
  constexpr std::size_t kLongest = 256;
  config.owner = document.text("owner");
  if (config.owner.size() <= kLongest && is_printable(config.owner)) return;
  document.mistake("'owner' is not at most 256 printable characters of ASCII");
}

}  // namespace

AnchoreConfig parse_config(const Json& text) {
  ConfigDocument document(text, "the Anchore adapter");
  AnchoreConfig config;
  config.api_version =
      static_cast<ApiVersion>(document.word("api_version", {"auto", "v1", "v2"}, 0));
  read_server(document, config);
  read_credentials(document, config);
  read_registry(document, config);
  config.vendor_only = document.flag("vendor_only", config.vendor_only);
  config.descriptions = document.flag("descriptions", config.descriptions);
  config.policy_check = document.flag("policy_check", config.policy_check);
  config.policy_id = document.text("policy_id");
  config.on_delete =
      static_cast<OnDelete>(document.word("on_delete", {"delete_own", "keep", "delete"}, 0));
  read_owner(document, config);
  config.webhook_token = sdk::read_webhook_token(document);
  config.analysis_timeout =
      document.number("analysis_timeout_seconds", 60, kWeekSeconds, 1'800) * 1'000;
  config.timeout = document.number("timeout_seconds", 1, 3'600, 60) * 1'000;
  document.finish();
  return config;
}

}  // namespace portside::anchore
