// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace portside::bench {

/// What a program prints that measures in a process of its own: `count` numbers. Throws
/// std::runtime_error when it prints fewer or ends with an error.
std::vector<double> numbers_of(const std::string& command, std::size_t count);

}  // namespace portside::bench
