// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "portside/host/config.hpp"
#include "portside/testing/conformance_quirks.hpp"

namespace portside::conformance {

/// Makes one check of a plugin file and ends this process, which has done nothing else: without
/// destructors of static objects, since a plugin may have left anything behind. Reports on standard
/// output (report_line.hpp). Throws kInvalidArgument for an unknown id, before anything else.
[[noreturn]] void check_and_exit(const std::string& id, const std::string& file,
                                 const TrustOptions& trust, const testing::Quirks& quirks);

}  // namespace portside::conformance
