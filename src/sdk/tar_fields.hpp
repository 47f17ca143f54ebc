// SPDX-License-Identifier: Apache-2.0
//
// The header of a tar entry (POSIX.1-2017 pax, "ustar Interchange Format"; GNU tar manual, "Basic
// Tar Format"): fields at fixed places of a block of 512 bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace portside::sdk::tar {

/// The text of a field, up to its first NUL.
std::string_view text(std::string_view block, std::size_t at, std::size_t size) noexcept;

/// A number in octal digits, or in base 256 where the first bit is set (GNU). Nothing when it is
/// none, negative, or has more than 63 bits.
std::optional<std::uint64_t> number(std::string_view field) noexcept;

/// Whether the checksum is right; old programs summed signed bytes.
bool checksum_holds(std::string_view block) noexcept;

bool is_zero(std::string_view block) noexcept;

std::string_view name(std::string_view block) noexcept;
std::string_view link_target(std::string_view block) noexcept;
std::optional<std::uint64_t> size(std::string_view block) noexcept;
char type(std::string_view block) noexcept;

/// What stands before the name and a slash; only POSIX headers have it.
std::string_view prefix(std::string_view block) noexcept;

/// Of GNU's type S: whether blocks of the map of holes follow the header. The same of such a block.
bool sparse_map_follows(std::string_view header) noexcept;
bool sparse_map_goes_on(std::string_view map_block) noexcept;

}  // namespace portside::sdk::tar
