// SPDX-License-Identifier: Apache-2.0
#include "clair/config.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "portside/sdk/base64.hpp"
#include "portside/sdk/config_document.hpp"
#include "portside/sdk/http_config.hpp"
#include "portside/sdk/severity_word.hpp"
#include "portside/sdk/webhook_token.hpp"

namespace portside::clair {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::int64_t kMostAllowed = 1'000'000;

using sdk::ConfigDocument;

Millis seconds(ConfigDocument& document, const char* key, std::int64_t least, std::int64_t most,
               Millis other) {
  return document.number(key, least, most, other / 1'000) * 1'000;
}

void read_servers(ConfigDocument& document, ClairConfig& config) {
  const std::string url = document.base_url("url");
  const auto server = [&](const char* key) {
    std::string own = document.base_url(key);
    return own.empty() ? url : own;
  };
  config.indexer_url = server("indexer_url");
  config.matcher_url = server("matcher_url");
  config.notifier_url = server("notifier_url");
  if (config.indexer_url.empty() || config.matcher_url.empty()) {
    document.mistake(
        "'url' is missing; expected the base URL of Clair, for example http://clair:6060, or "
        "'indexer_url' and 'matcher_url'");
  }
  for (const std::string& each : {config.indexer_url, config.matcher_url, config.notifier_url}) {
    if (each.empty()) continue;
    const std::string origin = sdk::origin_of(each);
    auto& origins = config.http.origins;
    if (std::find(origins.begin(), origins.end(), origin) == origins.end()) {
      origins.push_back(origin);
    }
  }
}

void read_psk(ConfigDocument& document, ClairConfig& config) {
  const std::string text = document.lines("psk");
  config.issuer = document.text("issuer");
  if (text.empty() != config.issuer.empty()) {
    document.mistake("'psk' and 'issuer' go together; expected both or neither");
  }
  if (text.empty()) return;
  // As Clair reads it.
  if (std::optional<std::string> key = sdk::from_loose_base64(text)) {
    config.psk = std::move(*key);
  } else {
    document.mistake(
        "'psk' is not base64; expected the text of auth.psk.key of Clair's configuration");
  }
}

void read_layers(ConfigDocument& document, ClairConfig& config) {
  config.layer_base_url = document.base_url("layer_base_url");
  config.resolve_redirects = document.flag("resolve_redirects", false);
  config.foreign_layers = document.flag("foreign_layers", false);
  if (!config.resolve_redirects) return;
  // The client may reach only servers that are named beforehand.
  if (config.layer_base_url.empty()) {
    document.mistake("'resolve_redirects' needs 'layer_base_url', the registry that is asked");
  }
}

void read_webhook(ConfigDocument& document, ClairConfig& config) {
  config.webhook_token = sdk::read_webhook_token(document);
  config.verify_signature = document.flag("verify_signature", false);
  if (config.verify_signature && config.psk.empty()) {
    document.mistake("'verify_signature' needs 'psk', the key that Clair signs with");
  }
}

void read_check(ConfigDocument& document, CheckPolicy& policy) {
  policy.enabled = document.has("check");
  const auto check = document.object("check");
  static const std::vector<std::string_view> kWords = {"Negligible", "Low", "Medium", "High",
                                                       "Critical"};
  policy.fail_on = sdk::severity_of_word(kWords[check->word("fail_on", kWords, kWords.size() - 1)]);
  policy.fixable_only = check->flag("fixable_only", false);
  policy.max_vulnerabilities =
      static_cast<std::uint64_t>(check->number("max_vulnerabilities", 0, kMostAllowed, 0));
  policy.allow = check->texts("allow");
  check->finish();
}

}  // namespace

ClairConfig parse_config(const Json& text) {
  ConfigDocument document(text, "the Clair adapter");
  ClairConfig config;
  config.version = static_cast<Version>(document.word("version", {"auto", "2", "4"}, 0));
  config.http = sdk::read_http_options(document);
  read_servers(document, config);
  read_psk(document, config);
  read_layers(document, config);
  config.severity_from_cvss = document.flag("severity_from_cvss", config.severity_from_cvss);
  config.on_delete =
      static_cast<OnDelete>(document.word("on_delete", {"default", "keep", "remove"}, 0));
  config.on_unknown_layer =
      static_cast<OnUnknownLayer>(document.word("on_unknown_layer", {"ignore", "all"}, 0));
  config.ignore_cosmetic = document.flag("ignore_cosmetic", config.ignore_cosmetic);
  read_webhook(document, config);
  config.index_timeout = seconds(document, "index_timeout_seconds", 0, kDaySeconds, 0);
  config.timeout = seconds(document, "timeout_seconds", 1, 3'600, config.timeout);
  config.max_matcher_wait =
      seconds(document, "max_matcher_wait_seconds", 0, kDaySeconds, config.max_matcher_wait);
  read_check(document, config.check);
  document.finish();
  return config;
}

}  // namespace portside::clair
