// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/base64.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace portside::sdk {
namespace {

constexpr std::string_view kUrl =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kOrdinary =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// What each character stands for; 64 and more: nothing.
using Values = std::array<std::uint8_t, 256>;

constexpr Values values_of(std::string_view alphabet) {
  Values values{};
  for (std::uint8_t& value : values) value = 0xff;  // fill() is constexpr since C++20 only
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

constexpr Values kUrlValues = values_of(kUrl);
constexpr Values kOrdinaryValues = values_of(kOrdinary);

/// Without padding.
std::string encoded(std::string_view bytes, std::string_view alphabet) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (const char byte : bytes) {
    buffer = buffer << 8U | static_cast<unsigned char>(byte);
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += alphabet[buffer >> bits & 63U];
    }
  }
  if (bits > 0) text += alphabet[buffer << (6 - bits) & 63U];
  return text;
}

/// What becomes of bits that are no whole byte.
enum class BitsLeft : std::uint8_t { kRefused, kDropped };

/// `text` has no padding.
std::optional<std::string> decoded(std::string_view text, const Values& values, BitsLeft left) {
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
  if (buffer != 0 && left == BitsLeft::kRefused) return std::nullopt;
  return bytes;
}

std::optional<std::string> decoded_with_padding(std::string_view text, BitsLeft left) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int i = 0; i < 2 && !text.empty() && text.back() == '='; ++i) text.remove_suffix(1);
  return decoded(text, kOrdinaryValues, left);
}

}  // namespace

std::string base64(std::string_view bytes) {
  std::string text = encoded(bytes, kOrdinary);
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

std::string base64url(std::string_view bytes) {
  return encoded(bytes, kUrl);
}

std::optional<std::string> from_base64url(std::string_view text) {
  return decoded(text, kUrlValues, BitsLeft::kRefused);
}

std::optional<std::string> from_base64(std::string_view text) {
  return decoded_with_padding(text, BitsLeft::kRefused);
}

std::optional<std::string> from_loose_base64(std::string_view text) {
  std::string one_line(text);
  one_line.erase(std::remove_if(one_line.begin(), one_line.end(),
                                [](char c) { return c == '\r' || c == '\n'; }),
                 one_line.end());
  return decoded_with_padding(one_line, BitsLeft::kDropped);
}

std::optional<std::string> from_any_base64(std::string_view text) {
  std::string plain(text);
  const auto is_line_end = [](char c) { return c == '\r' || c == '\n'; };
  plain.erase(std::remove_if(plain.begin(), plain.end(), is_line_end), plain.end());
  for (int i = 0; i < 2 && !plain.empty() && plain.back() == '='; ++i) plain.pop_back();
  std::replace(plain.begin(), plain.end(), '+', '-');
  std::replace(plain.begin(), plain.end(), '/', '_');
  return from_base64url(plain);
}

}  // namespace portside::sdk
