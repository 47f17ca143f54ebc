// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "clair/config.hpp"
#include "portside/api/call_context.hpp"
#include "portside/api/coverage.hpp"
#include "portside/api/registry_access.hpp"
#include "portside/api/scan_request.hpp"

namespace portside::clair {

/// One layer as Clair is told of it.
struct ImageLayer {
  std::string digest;
  std::string media_type;
  /// Not for Clair: it must not be distributed and nobody said to read it elsewhere. It still
  /// counts in Clair 2's names of layers.
  bool is_left_out = false;
  /// Where a foreign layer lies; "" for the registry.
  std::string foreign_url;
};

struct ImageLayers {
  /// Bottom up.
  std::vector<ImageLayer> layers;
  /// A sentence for each kind of layer that was left out.
  std::vector<std::string> notes;
  /// False when there is nothing that Clair could look at; `outcome` says why.
  bool is_scannable = true;
  /// kUnsupported (no image) or kNothingToScan (no layers) when it is not scannable.
  CoverageOutcome outcome = CoverageOutcome::kUnstated;
};

/// Reads the manifest of `request.image`. Throws what sdk::read_image_manifest() and RegistryAccess
/// throw.
ImageLayers read_image_layers(const ScanRequest& request, const ClairConfig& config,
                              RegistryAccess& registry, const CallContext& context);

/// Where Clair reads a layer, and what it has to show there.
struct LayerSource {
  std::string url;
  /// The value of an Authorization header; "" for none. A secret.
  std::string authorization;
};

/// Follows the registry's redirect with one request of a single byte when the configuration says
/// `resolve_redirects`; the answer's address is then given without credentials.
/// `http` is the client for that, else null. Throws what RegistryAccess::authorization() throws,
/// kRegistryUnreachable and kRegistryBadAnswer (a redirect to nowhere).
LayerSource layer_source(const ImageLayer& layer, const ClairConfig& config, HttpClient* http,
                         RegistryAccess& registry, const CallContext& context);

/// What the registry says when it is asked for a layer that Clair could not read.
enum class LayerProbe : std::uint8_t {
  kReadable,      ///< so Clair cannot reach the registry, or not with these credentials
  kMissing,       ///< 404
  kRefused,       ///< 401 or 403, with fresh credentials
  kRegistryDown,  ///< no answer, or 5xx
};

/// Reads the first bytes of the layer with live credentials. Throws what RegistryAccess::blob()
/// throws beyond these four: a limit, a damaged or encrypted layer, a cancelled call.
LayerProbe probe_layer(const std::string& digest, RegistryAccess& registry,
                       const CallContext& context);

}  // namespace portside::clair
