// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "portside/api/artifact.hpp"
#include "portside/sdk/json_members.hpp"

namespace portside::http_processor {

/// Which members of an answered artifact, among those that only the registry may change, are
/// neither missing nor as they were sent. Null counts as missing, and so does what Go writes for a
/// member that nobody set, here and inside references: 0, "", the year 1.
std::vector<std::string> differences_of(const std::vector<sdk::JsonMember>& answered,
                                        const Artifact& sent);

}  // namespace portside::http_processor
