// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "portside/api/error.hpp"
#include "portside/api/http_client.hpp"

namespace portside::oci {

/// As much of the body of a refusal as is worth reading.
inline constexpr std::uint64_t kMaxRefusalBytes = 64 * 1024;

/// What a registry's answer that is no success means. `doing` completes "the registry, asked for ":
/// `the manifest library/nginx:1`. The code follows the status; the registry's own words (OCI
/// distribution specification, "Error codes") go into the detail, bounded and made printable.
/// An answer that broke off is kRegistryUnreachable.
AdapterError refusal_of(const HttpResponse& response, const std::string& doing);

}  // namespace portside::oci
