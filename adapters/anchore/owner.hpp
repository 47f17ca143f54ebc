// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "portside/api/host_services.hpp"

namespace portside::anchore {

/// By what this installation knows its images where the configuration says nothing: the adapter's
/// id and random digits, made once and kept in the state. Adapters have equal ids in many hosts,
/// and hosts that share an account of Anchore must not take each other's images for their own.
/// Throws what KeyValues throws. [any]
std::string kept_owner(HostServices& host);

}  // namespace portside::anchore
