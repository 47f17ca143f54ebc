// SPDX-License-Identifier: Apache-2.0
#include "sdk/tar_fields.hpp"

#include <cstddef>

namespace portside::sdk::tar {
namespace {

constexpr std::size_t kChecksumAt = 148;
constexpr std::size_t kChecksumSize = 8;

std::optional<std::uint64_t> base_256(std::string_view field) noexcept {
  std::uint64_t value = static_cast<unsigned char>(field.front()) & 0x7fU;
  if ((value & 0x40U) != 0) return std::nullopt;  // the sign
  for (const char c : field.substr(1)) {
    if ((value >> 55U) != 0) return std::nullopt;
    value = value << 8U | static_cast<unsigned char>(c);
  }
  return value;
}

}  // namespace

std::string_view text(std::string_view block, std::size_t at, std::size_t size) noexcept {
  const std::string_view field = block.substr(at, size);
  return field.substr(0, field.find('\0'));
}

std::optional<std::uint64_t> number(std::string_view field) noexcept {
  if ((static_cast<unsigned char>(field.front()) & 0x80U) != 0) return base_256(field);
  constexpr std::string_view kBlank(" \0", 2);
  const std::size_t begin = field.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return 0;
  std::uint64_t value = 0;
  std::size_t at = begin;
  for (; at < field.size() && field[at] >= '0' && field[at] <= '7'; ++at) {
    if ((value >> 60U) != 0) return std::nullopt;
    value = value << 3U | static_cast<std::uint64_t>(field[at] - '0');
  }
  // Behind the blank or NUL that ends the digits there may be anything.
  if (at == begin || (at < field.size() && kBlank.find(field[at]) == std::string_view::npos)) {
    return std::nullopt;
  }
  return value;
}

bool checksum_holds(std::string_view block) noexcept {
  const auto expected = number(block.substr(kChecksumAt, kChecksumSize));
  if (!expected) return false;
  std::uint32_t sum = 0;
  std::int32_t signed_sum = 0;
  for (const char c : block) {
    sum += static_cast<unsigned char>(c);
    signed_sum += static_cast<signed char>(c);
  }
  for (const char c : block.substr(kChecksumAt, kChecksumSize)) {
    sum += std::uint32_t{' '} - static_cast<unsigned char>(c);
    signed_sum += ' ' - static_cast<signed char>(c);
  }
  return *expected == sum || static_cast<std::int64_t>(*expected) == signed_sum;
}

bool is_zero(std::string_view block) noexcept {
  return block.find_first_not_of('\0') == std::string_view::npos;
}

std::string_view name(std::string_view block) noexcept {
  return text(block, 0, 100);
}

std::string_view link_target(std::string_view block) noexcept {
  return text(block, 157, 100);
}

std::optional<std::uint64_t> size(std::string_view block) noexcept {
  return number(block.substr(124, 12));
}

char type(std::string_view block) noexcept {
  return block[156];
}

std::string_view prefix(std::string_view block) noexcept {
  // The version behind it is what it likes, as in Go's archive/tar.
  if (block.substr(257, 6) != std::string_view("ustar\0", 6)) return {};
  // Star keeps times behind a shorter prefix, and says so at the end.
  return text(block, 345, block.substr(508, 4) == std::string_view("tar\0", 4) ? 131 : 155);
}

bool sparse_map_follows(std::string_view header) noexcept {
  return header[482] != '\0';
}

bool sparse_map_goes_on(std::string_view map_block) noexcept {
  return map_block[504] != '\0';
}

}  // namespace portside::sdk::tar
