// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "oci/platform.hpp"
#include "oci/reference.hpp"
#include "oci/registry_client.hpp"

namespace portside::cli {

/// Copies an image, or all images of an index, into a new folder as an OCI image layout. All of it
/// is compared with its digests, the layers of images unpacked as well; the folder appears complete
/// or not at all. One line to `out` for each image. Throws kInvalidArgument when the folder is
/// there already or the index has no image for the platform, kIo, and what RegistryClient throws.
void copy_image(oci::RegistryClient& client, const oci::Reference& image,
                const std::optional<oci::Platform>& platform, const std::string& folder,
                const CallContext& context, std::ostream& out);

/// The manifest for a platform: itself, or the one that its index has for it. Throws
/// kInvalidArgument with the platforms that there are.
oci::FetchedManifest manifest_for(oci::RegistryClient& client, const std::string& repository,
                                  oci::FetchedManifest fetched, const oci::Platform& platform,
                                  const CallContext& context);

}  // namespace portside::cli
