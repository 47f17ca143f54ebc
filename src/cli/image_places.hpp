// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "cli/image_name.hpp"
#include "cli/registry_choice.hpp"
#include "portside/host/config.hpp"
#include "portside/host/image_source.hpp"

namespace portside::cli {

/// Where `image`, and all others of its place, can be read: a folder, or a registry with the login
/// of the command line, else that of the configuration. Throws kInvalidArgument, kConfigInvalid,
/// kNotFound (no such folder).
std::shared_ptr<ImageSource> open_images(Config config, const RegistryLogin& login,
                                         const ImageName& image);

}  // namespace portside::cli
