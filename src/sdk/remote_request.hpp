// SPDX-License-Identifier: Apache-2.0
//
// What callers send to a remote processor. Names of members may have any case, and those that are
// not known are passed over; base64 may be of either alphabet.
#pragma once

#include <string>
#include <string_view>

#include "portside/api/artifact.hpp"
#include "portside/api/http_client.hpp"
#include "portside/sdk/remote_processor.hpp"

namespace portside::sdk {

/// The body of a POST.
struct RemoteRequest {
  RemoteRegistry registry;
  Artifact artifact;
  /// The manifest as it is stored; of abstractmetadata only.
  std::string manifest;
  /// Of abstractaddition only.
  std::string addition_type;
};

/// Throw kInvalidArgument for what is no such body.
RemoteRequest parse_metadata_request(std::string_view body);
RemoteRequest parse_addition_request(std::string_view body);

/// The artifact that a GET is about: of it only the media type can be known, by the header
/// X-Artifact-Media-Type or by `mediaType` in the query.
Artifact artifact_of_get(const HttpRequest& request);

/// The name of the endpoint: what stands behind the last slash of the path.
std::string_view endpoint_name(std::string_view url) noexcept;

}  // namespace portside::sdk
