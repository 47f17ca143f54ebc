// SPDX-License-Identifier: Apache-2.0
#include "http-processor/media_type.hpp"

#include <algorithm>

#include "portside/sdk/ascii_case.hpp"
#include "portside/sdk/media_type.hpp"

namespace portside::http_processor {

std::string called_media_type(const Artifact& artifact, const std::vector<std::string>& known) {
  for (const std::string* type :
       {&artifact.artifact_type, &artifact.media_type, &artifact.manifest_media_type}) {
    if (!sdk::is_media_type(*type)) continue;
    const bool is_known =
        std::find(known.begin(), known.end(), sdk::lower_case(*type)) != known.end();
    if (known.empty() || is_known) return *type;
  }
  return {};
}

}  // namespace portside::http_processor
