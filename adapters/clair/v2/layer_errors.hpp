// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "clair/layer_source.hpp"
#include "portside/api/error.hpp"

namespace portside::clair::v2 {

/// What Clair 2 says to a layer, told by status and sentence (api/v1/routes.go, worker.go, and
/// ext/imagefmt of Clair 2.1).
enum class PostOutcome : std::uint8_t {
  kTaken,
  /// There is a package database, but of no operating system that Clair knows.
  kUnsupportedOs,
  /// Clair has lost the layer below, or never had it.
  kParentUnknown,
  /// `could not find layer`: whatever went wrong with the download, a refusal by the registry, a
  /// missing layer, no connection. Only the registry can tell which.
  kNotFetched,
  /// No archive in a form that Clair reads, or one that was cut short on the way.
  kNoArchive,
  /// Clair's api.timeout passed, or a proxy's, while Clair goes on with the layer.
  kWorkGoesOn,
  /// Anything else: post_error() says what.
  kFailed,
};

PostOutcome post_outcome(const HttpResponse& answer);

/// The error for a layer that Clair did not take, for kFailed and for kNoArchive and kWorkGoesOn
/// that did not pass. `layer` names it in messages: `layer 2 of 5 (sha256:...)`.
AdapterError post_error(const HttpResponse& answer, const std::string& layer);

/// The error for a layer that Clair could not fetch, given what the registry says to it. `host` is
/// where Clair was told to fetch it.
AdapterError fetch_error(LayerProbe probe, const std::string& layer, const std::string& host);

/// The error for an awaited request without an answer (status 0), to be repeated unless the host
/// says that this does not help.
AdapterError no_answer_error(const HttpResponse& answer, const std::string& layer);

}  // namespace portside::clair::v2
