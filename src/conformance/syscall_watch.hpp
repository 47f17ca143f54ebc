// SPDX-License-Identifier: Apache-2.0
//
// Sees system calls that do I/O, by forbidding them: a seccomp filter makes each raise SIGSYS,
// whose handler writes down the first one and lets it fail with EACCES.
#pragma once

#include <optional>
#include <string>

namespace portside::conformance {

/// Watches this thread, and all that it starts, from here on and for good: opening and looking up
/// files, sockets, programs, processes. Threads, memory, clocks, and reading and writing what is
/// open stay allowed. False when the system or the machine cannot do that (see seccomp(2)).
bool watch_system_calls() noexcept;

/// The first watched call since then, as `openat("/etc/hosts")`.
std::optional<std::string> watched_call();

}  // namespace portside::conformance
