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

/// The body of a POST to the indexer: `layers` of the image `digest`, bottom up. Holds their
/// credentials: a secret. Throws kInvalidArgument for a layer's digest or an Authorization that
/// cannot be sent.
std::string index_request(const std::string& digest, const std::vector<SourcedLayer>& layers);

}  // namespace portside::clair::v4
