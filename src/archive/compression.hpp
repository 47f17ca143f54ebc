// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace portside::archive {

/// How a blob is packed.
enum class Compression : std::uint8_t { kNone, kGzip, kZstd };

/// So many bytes of a blob's beginning are enough to tell.
inline constexpr std::size_t kCompressionBytes = 4;

/// `none`, `gzip`, `zstd`. [any]
std::string_view compression_name(Compression compression) noexcept;

/// How a blob is packed that begins with `start`: kCompressionBytes of it or more, or all that it
/// has. gzip by its magic (RFC 1952 section 2.3.1), zstd by that of a frame or of a skippable frame
/// (RFC 8878 sections 3.1.1 and 3.1.2); everything else is none. [any]
Compression compression_of(std::string_view start) noexcept;

}  // namespace portside::archive
