// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "advisory/version.hpp"

namespace portside::advisory {

/// How a distribution compares versions, by the name of its release as OSV writes ecosystems:
/// `Debian:12`, `Ubuntu:22.04:LTS`, `Alpine:v3.19`, `AlmaLinux:9`. What stands behind the first
/// colon does not matter. Nothing for what is no distribution that we know. [any]
std::optional<VersionScheme> scheme_of(std::string_view release) noexcept;

}  // namespace portside::advisory
