// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "offline/distribution.hpp"
#include "offline/packages/package.hpp"

namespace portside::offline {

/// The package URL of an installed package (purl specification; types deb, apk, rpm):
/// `pkg:deb/debian/openssl@3.0.11-1~deb12u2?arch=amd64&distro=debian-12`.
std::string package_url(const Package& package, const Distribution& distribution);

}  // namespace portside::offline
