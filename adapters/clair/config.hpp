// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "portside/api/http_client.hpp"
#include "portside/api/json.hpp"
#include "portside/api/millis.hpp"
#include "portside/api/severity.hpp"

namespace portside::clair {

enum class Version : std::uint8_t { kAuto, k2, k4 };

/// What becomes of the scanner's data when the registry has deleted an image.
enum class OnDelete : std::uint8_t {
  kDefault,  ///< Clair 4: remove; Clair 2: keep
  kKeep,
  kRemove,
};

/// What a notification about a layer means that no scan of ours has brought (Clair 2).
enum class OnUnknownLayer : std::uint8_t { kIgnore, kAll };

/// The image check: what makes an image fail, of the latest answer of Clair.
struct CheckPolicy {
  /// False: no check is configured, the verdict is always unknown.
  bool enabled = false;
  /// Vulnerabilities of this severity or more count.
  Severity fail_on = Severity::kCritical;
  /// Only those that have a fix count.
  bool fixable_only = false;
  /// So many that count are allowed; one more makes the image fail.
  std::uint64_t max_vulnerabilities = 0;
  /// Identifiers that do not count.
  std::vector<std::string> allow;
};

/// The document under the adapter's id; schema.json describes it.
struct ClairConfig {
  Version version = Version::kAuto;
  /// Base URLs, without a slash at the end. All three are `url` where nothing else is said; Clair 2
  /// uses the first.
  std::string indexer_url;
  std::string matcher_url;
  std::string notifier_url;
  /// Decoded from base64; "" when Clair asks for none. A secret.
  std::string psk;
  std::string issuer;
  /// Origins, TLS, proxy: ready for HostServices::http().
  HttpOptions http;
  /// What Clair is to read layers from instead of the registry's own URL; "" for that.
  std::string layer_base_url;
  /// Ask the registry first where a layer lies, and give Clair that address.
  bool resolve_redirects = false;
  /// Read layers that must not be distributed from where their manifest says; otherwise left out.
  bool foreign_layers = false;
  bool severity_from_cvss = true;
  OnDelete on_delete = OnDelete::kDefault;
  OnUnknownLayer on_unknown_layer = OnUnknownLayer::kIgnore;
  /// Leave notifications aside that change nothing but a description or links (Clair 2).
  bool ignore_cosmetic = false;
  /// A secret that webhook calls have to show: as `token` in the query, or as the whole value of
  /// the header X-Portside-Token. "" when none is asked for.
  std::string webhook_token;
  /// Ask for Clair 4's signature on webhook calls.
  bool verify_signature = false;
  /// How long Clair may work on one POST; 0 for the generation's own default (Clair 2: 930 s a
  /// layer, above its api.timeout; Clair 4: 600 s an image).
  Millis index_timeout = 0;
  /// For all other requests.
  Millis timeout = 60'000;
  /// How long a scan waits for a matcher without data (Clair 4).
  Millis max_matcher_wait = 300'000;
  CheckPolicy check;
};

/// The JSON Schema of the document.
extern const char kConfigSchema[];

/// Throws kConfigInvalid with all mistakes in the detail.
ClairConfig parse_config(const Json& document);

}  // namespace portside::clair
