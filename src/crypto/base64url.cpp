// SPDX-License-Identifier: Apache-2.0
#include "crypto/base64url.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "crypto/digest.hpp"

namespace portside::crypto {
namespace {

constexpr std::string_view kUrl =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kOrdinary =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// What each character stands for; 64 and more: nothing.
using Values = std::array<std::uint8_t, 256>;

constexpr Values values_of(std::string_view alphabet) {
  Values values{};
  values.fill(0xff);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

constexpr Values kUrlValues = values_of(kUrl);
constexpr Values kOrdinaryValues = values_of(kOrdinary);

/// `text` has no padding.
std::optional<std::string> decoded(std::string_view text, const Values& values) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes(text.size() * 3 / 4, '\0');
  std::size_t size = 0;
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const std::uint32_t value = values[static_cast<unsigned char>(c)];
    if (value > 63) return std::nullopt;
    buffer = buffer << 6U | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[size++] = static_cast<char>(buffer >> bits & 0xffU);
    buffer &= (1U << bits) - 1;
  }
  // Bits left over would let one value be written in several ways.
  if (buffer != 0) return std::nullopt;
  return bytes;
}

}  // namespace

std::string base64url(std::string_view bytes) {
  std::string text = base64(bytes);
  text.erase(std::min(text.find('='), text.size()));
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  return decoded(text, kUrlValues);
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return decoded(text, kOrdinaryValues);
}

}  // namespace portside::crypto
