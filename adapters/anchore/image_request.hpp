// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "anchore/image_name.hpp"
#include "portside/api/credentials.hpp"
#include "portside/api/millis.hpp"

namespace portside::anchore {

/// The body of the POST that has an image analysed: by digest, with a tag and the time at which the
/// tag was seen (RFC 3339, UTC), and the annotation that says who brought it unless `owner` is "".
std::string image_request(const ImageName& name, const std::string& owner, Millis now,
                          int api_version);

/// The annotation by which an adapter knows its images again.
inline constexpr char kOwnerAnnotation[] = "portside-owner";

/// The body of the record that lets Anchore read one repository. Throws kUnsupported for
/// credentials that Anchore cannot keep (bearer tokens), with the remedy.
std::string registry_record(const ImageName& name, const Credentials& credentials,
                            const AnchoreConfig& config);

}  // namespace portside::anchore
