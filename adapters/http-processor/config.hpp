// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "portside/api/http_client.hpp"
#include "portside/api/json.hpp"
#include "portside/api/millis.hpp"

namespace portside::http_processor {

/// What becomes of an artifact whose processor cannot do its part.
enum class OnFailure : std::uint8_t {
  kFallback,  ///< kUnsupported: the host's default processor stands in
  kFail,      ///< the error itself, never kUnsupported: a push fails
  kSkip,      ///< the artifact stays as it is; of a type that may come later, as kFallback
};

/// How the service may read the registry.
enum class RegistryUse : std::uint8_t {
  kNone,    ///< not at all
  kBasic,   ///< user and password of a lease
  kBearer,  ///< the ready header value that the host gives
};

/// The document under the adapter's id; schema.json describes it.
struct HttpProcessorConfig {
  /// Without a slash at the end.
  std::string url;
  /// Goes behind each endpoint, without `?`; "" for none. May be a secret.
  std::string query;
  /// In lower case; "" for those that the host calls the processor for.
  std::vector<std::string> media_types;
  /// The header field that shows the service who asks, and its value; "" for none. A secret.
  std::string authorization_header = "Authorization";
  std::string authorization;
  RegistryUse registry_access = RegistryUse::kNone;
  /// Origins, TLS, proxy: ready for HostServices::http().
  HttpOptions http;
  /// For a POST, and for a GET.
  Millis timeout = 30'000;
  Millis get_timeout = 5'000;
  /// How often a request is repeated that failed for a reason that may pass.
  std::int64_t retries = 2;
  /// Requests at a time.
  std::int64_t max_concurrency = 8;
  OnFailure on_failure = OnFailure::kFallback;
  /// How long answers to the two GETs are not asked for again, and how long they are good enough
  /// while the service does not answer.
  Millis cache_time = 300'000;
  Millis stale_time = 86'400'000;
  std::uint64_t max_metadata_bytes = std::uint64_t{8} << 20U;
  std::uint64_t max_addition_bytes = std::uint64_t{32} << 20U;
  /// An answer that changes what only the registry may is an error, and not passed over.
  bool strict = false;
  /// The name that the manifest has in requests.
  std::string manifest_key = "manifest";
  /// Say the media type in the query of GETs, too.
  bool send_media_type_query = false;
};

/// The JSON Schema of the document.
extern const char kConfigSchema[];

/// Throws kConfigInvalid with all mistakes in the detail.
HttpProcessorConfig parse_config(const Json& document);

}  // namespace portside::http_processor
