// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"
#include "conformance/run.hpp"

namespace portside::cli {

/// A check a row, below it what is to be said about it, and a summary.
void print_checks(const Terminal& terminal, const std::string& file,
                  const std::vector<conformance::CheckReport>& reports);

/// An object with `file` (or whatever `what` calls it), `conforms` and `checks`: id, status and
/// sentence of each.
std::string to_json(const std::string& file, const std::vector<conformance::CheckReport>& reports,
                    const char* what = "file");

}  // namespace portside::cli
