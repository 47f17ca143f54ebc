// SPDX-License-Identifier: Apache-2.0
#include "http-processor/config.hpp"

#include <algorithm>
#include <utility>

#include "portside/sdk/ascii_case.hpp"
#include "portside/sdk/authorization.hpp"
#include "portside/sdk/config_document.hpp"
#include "portside/sdk/http_config.hpp"
#include "portside/sdk/media_type.hpp"
#include "portside/sdk/percent_encoded.hpp"

namespace portside::http_processor {
namespace {

constexpr std::int64_t kHour = 3'600;
constexpr std::int64_t kYear = 365 * 24 * kHour;
constexpr std::int64_t kMinBytes = 1'024;
constexpr std::int64_t kMaxBytes = std::int64_t{1} << 30U;

using sdk::ConfigDocument;

Millis seconds(ConfigDocument& document, const char* key, std::int64_t least, std::int64_t most,
               Millis other) {
  return document.number(key, least, most, other / 1'000) * 1'000;
}

std::uint64_t bytes(ConfigDocument& document, const char* key, std::uint64_t other) {
  return static_cast<std::uint64_t>(
      document.number(key, kMinBytes, kMaxBytes, static_cast<std::int64_t>(other)));
}

/// A name of a header field (RFC 9110 section 5.1).
bool is_header_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

bool is_header_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7f; });
}

void read_server(ConfigDocument& document, HttpProcessorConfig& config) {
  config.url = document.base_url("url", sdk::kRequired);
  config.query = document.text("query");
  if (!sdk::is_url_query(config.query)) {
    document.mistake("'query' is not what stands behind the ? of a URL");
  }
  if (!config.url.empty()) config.http.origins = {sdk::origin_of(config.url)};
  config.media_types = document.texts("media_types");
  for (std::string& type : config.media_types) {
    if (!sdk::is_media_type(type)) {
      document.mistake("'media_types' has a text that is no media type; expected TYPE/SUBTYPE");
    }
    type = sdk::lower_case(type);
  }
}

void read_authorization(ConfigDocument& document, HttpProcessorConfig& config) {
  if (document.has("authorization_header")) {
    config.authorization_header = document.text("authorization_header");
  }
  if (!is_header_name(config.authorization_header)) {
    document.mistake("'authorization_header' is not the name of a header field");
  }
  config.authorization = sdk::authorization_value(document.text("authorization"));
  if (!is_header_value(config.authorization)) {
    document.mistake("'authorization' is not the value of a header field: ASCII, one line");
  }
}

}  // namespace

HttpProcessorConfig parse_config(const Json& text) {
  ConfigDocument document(text, "the HTTP processor");
  HttpProcessorConfig config;
  config.http = sdk::read_http_options(document);
  read_server(document, config);
  read_authorization(document, config);
  config.registry_access =
      static_cast<RegistryUse>(document.word("registry_access", {"none", "basic", "bearer"}, 0));
  config.timeout = seconds(document, "timeout_seconds", 1, kHour, config.timeout);
  config.get_timeout = seconds(document, "get_timeout_seconds", 1, kHour, config.get_timeout);
  config.retries = document.number("retries", 0, 10, config.retries);
  config.max_concurrency = document.number("max_concurrency", 1, 1'000, config.max_concurrency);
  config.on_failure =
      static_cast<OnFailure>(document.word("on_failure", {"fallback", "fail", "skip"}, 0));
  config.cache_time = seconds(document, "cache_seconds", 0, kYear, config.cache_time);
  config.stale_time = seconds(document, "stale_seconds", 0, kYear, config.stale_time);
  config.max_metadata_bytes = bytes(document, "max_metadata_bytes", config.max_metadata_bytes);
  config.max_addition_bytes = bytes(document, "max_addition_bytes", config.max_addition_bytes);
  config.strict = document.flag("strict", false);
  config.manifest_key =
      document.word("manifest_key", {"manifest", "Manifest"}, 0) == 0 ? "manifest" : "Manifest";
  config.send_media_type_query = document.flag("send_media_type_query", false);
  document.finish();
  return config;
}

}  // namespace portside::http_processor
