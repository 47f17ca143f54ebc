// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <map>
#include <string>

namespace portside::bench {

/// Median times in nanoseconds and counters (`NAME:COUNTER`) of one run.
using Measurements = std::map<std::string, double>;

/// Prints each promise with what was measured. False when one is broken or was not measured.
bool check_promises(const Measurements& measured, std::ostream& out);

}  // namespace portside::bench
