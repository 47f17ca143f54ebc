// SPDX-License-Identifier: Apache-2.0
//
// What portside-probe tells the process that started it, on its standard output: the stage that it
// is about to enter, a line each. The last line tells where a plugin that never came back was.
#pragma once

#include <string_view>

namespace portside::probe {

/// Takes standard output away from everybody else: what a plugin prints there goes to standard
/// error.
void begin_stages() noexcept;

/// Writes `stage`, and `detail` behind a space unless it is "".
void enter_stage(std::string_view stage, std::string_view detail = "") noexcept;

/// Announces that main() is going to return `status`, and arranges for the last line, `done
/// STATUS`, as late in the life of the process as possible. Who calls exit() before does not get
/// that line, and who changes the status afterwards contradicts it.
void enter_exit(int status) noexcept;

}  // namespace portside::probe
