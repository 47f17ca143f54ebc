// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "portside/api/artifact.hpp"

namespace portside::http_processor {

/// The media type that an artifact's processor is called for, the first of its artifact type, its
/// media type and its manifest's that stands in `known` (in lower case), or the first of all when
/// `known` is empty; "" without one.
std::string called_media_type(const Artifact& artifact, const std::vector<std::string>& known);

}  // namespace portside::http_processor
