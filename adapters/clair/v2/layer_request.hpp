// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "clair/v2/chain_names.hpp"

namespace portside::clair::v2 {

/// Throws kUnsupported when a layer that is to be posted is compressed with zstd or encrypted:
/// Clair 2 would fail on it after the layers below were posted, with a message that says nothing.
void refuse_unreadable(const std::vector<ImageLayer>& layers);

/// `POST /v1/layers` for the layer at `index` of `chain`. The request holds the source's
/// credentials: it is for ScanStep::pending_on() only. Throws kMalformedData for a source that is
/// not http or https (Clair would take it for a file of its own), kInvalidArgument for credentials
/// that are no header value, and kTooLarge for more than the 1 MiB that Clair reads of a request.
HttpRequest layer_request(const ClairConfig& config, const Chain& chain, std::size_t index,
                          const LayerSource& source);

}  // namespace portside::clair::v2
