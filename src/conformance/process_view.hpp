// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>

namespace portside::conformance {

/// Threads of this process; nothing without /proc.
std::optional<std::size_t> count_threads();

/// Open descriptors of this process; nothing without /proc.
std::optional<std::size_t> count_descriptors();

/// Bytes that this process holds on its heap, whichever allocator it has.
std::size_t heap_bytes() noexcept;

}  // namespace portside::conformance
