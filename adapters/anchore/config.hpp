// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "portside/api/http_client.hpp"
#include "portside/api/json.hpp"
#include "portside/api/millis.hpp"

namespace portside::anchore {

/// Anchore Engine speaks v1, Anchore Enterprise v2 (4.9 both).
enum class ApiVersion : std::uint8_t { kAuto, kV1, kV2 };

/// What becomes of Anchore's record of an image when the registry has deleted it.
enum class OnDelete : std::uint8_t {
  kDeleteOwn,  ///< delete it when this adapter brought it
  kKeep,
  kDelete,  ///< delete it whoever brought it
};

/// The document under the adapter's id; schema.json describes it.
struct AnchoreConfig {
  /// Base URL without the API's version and without a slash at the end.
  std::string url;
  ApiVersion api_version = ApiVersion::kAuto;
  /// The value of the Authorization header: of `username` and `password`, or of `api_key`. A
  /// secret.
  std::string authorization;
  /// The account to act in instead of the user's own (`x-anchore-account`); "" for that.
  std::string account;
  /// Origins, TLS, proxy: ready for HostServices::http().
  HttpOptions http;

  /// The registry as Anchore has to address it, instead of as the host does: `host:port`, or "".
  std::string registry;
  /// It speaks http.
  bool is_registry_plain_http = false;
  /// Anchore has credentials for the registry: give it none.
  bool use_anchore_configured_credentials = false;
  /// Anchore is to try the credentials before it keeps them.
  bool validate_credentials = true;
  /// Anchore is to check the registry's certificate when it pulls.
  bool registry_tls_verify = true;

  /// Only what the distribution's vendor means to fix.
  bool vendor_only = false;
  /// Fetch descriptions; with v1 they cost a call for each hundred vulnerabilities.
  bool descriptions = true;
  /// Ask for the policy evaluation at the end of each scan.
  bool policy_check = true;
  /// The policy to evaluate; "" for the active one.
  std::string policy_id;

  OnDelete on_delete = OnDelete::kDeleteOwn;
  /// Written to the images that this adapter brings, so that it knows them again. Of kept_owner()
  /// where nothing is said; several hosts that share an account need one each.
  std::string owner;
  /// A secret that webhook calls have to show; "" when none is asked for.
  std::string webhook_token;

  /// How long an image may wait for its analysis.
  Millis analysis_timeout = 1'800'000;
  /// For one request.
  Millis timeout = 60'000;
};

/// The JSON Schema of the document.
extern const char kConfigSchema[];

/// Throws kConfigInvalid with all mistakes in the detail. `owner` stays "" where nothing is said.
AnchoreConfig parse_config(const Json& document);

}  // namespace portside::anchore
