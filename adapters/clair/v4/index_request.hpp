// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "clair/layer_source.hpp"

namespace portside::clair::v4 {

/// A layer with the place where Clair is to read it.
struct SourcedLayer {
  std::string digest;
  LayerSource source;
};

/// Throws kUnsupported when a layer that is to be posted is encrypted: Clair would read all layers
/// first, and then call this one no archive.
void refuse_encrypted(const std::vector<ImageLayer>& layers);

/// The body of a POST to the indexer: `layers` of the image `digest`, bottom up. Holds their
/// credentials: a secret. Throws kInvalidArgument for a layer's digest or an Authorization that
/// cannot be sent, and kMalformedData for an address that is not http or https.
std::string index_request(const std::string& digest, const std::vector<SourcedLayer>& layers);

}  // namespace portside::clair::v4
