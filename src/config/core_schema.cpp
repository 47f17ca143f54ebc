// SPDX-License-Identifier: Apache-2.0
#include "config/core_schema.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace portside::config {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, text) != words.end();
}

constexpr std::array<std::string_view, 5> kNull{"", "~", "null", "Null", "NULL"};
constexpr std::array<std::string_view, 3> kTrue{"true", "True", "TRUE"};
constexpr std::array<std::string_view, 3> kFalse{"false", "False", "FALSE"};
constexpr std::array<std::string_view, 3> kInfinity{".inf", ".Inf", ".INF"};
constexpr std::array<std::string_view, 3> kNotANumber{".nan", ".NaN", ".NAN"};

/// Takes the decimal digits at the begin of `text` off it.
std::string_view take_digits(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string_view digits = text.substr(0, end);
  text.remove_prefix(end);
  return digits;
}

std::string_view take_sign(std::string_view& text) {
  if (!text.starts_with('-') && !text.starts_with('+')) return {};
  const std::string_view sign = text.substr(0, 1);
  text.remove_prefix(1);
  return sign;
}

std::string_view without_leading_zeros(std::string_view digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? "0" : digits.substr(first);
}

std::optional<PlainScalar> prefixed_integer(std::string_view text) {
  const int base = text.starts_with("0x") ? 16 : text.starts_with("0o") ? 8 : 0;
  if (base == 0 || text.size() == 2) return std::nullopt;
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + 2, end, number, base);
  if (stop != end) return std::nullopt;
  if (error != std::errc{}) return PlainScalar{ValueKind::kBroken, {}};
  return PlainScalar{ValueKind::kInteger, std::to_string(number)};
}

/// `[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?`; an integer when it has digits only.
std::optional<PlainScalar> decimal(std::string_view text) {
  PlainScalar scalar{ValueKind::kInteger, take_sign(text) == "-" ? "-" : ""};
  const std::string_view whole = take_digits(text);
  scalar.text += without_leading_zeros(whole);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    const std::string_view fraction = take_digits(text);
    if (whole.empty() && fraction.empty()) return std::nullopt;
    scalar.kind = ValueKind::kReal;
    (scalar.text += '.') += fraction.empty() ? "0" : fraction;
  } else if (whole.empty()) {
    return std::nullopt;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    scalar.kind = ValueKind::kReal;
    scalar.text += text.front();
    text.remove_prefix(1);
    scalar.text += take_sign(text);
    const std::string_view exponent = take_digits(text);
    if (exponent.empty()) return std::nullopt;
    scalar.text += exponent;
  }
  if (!text.empty()) return std::nullopt;
  return scalar;
}

bool has_no_json_form(std::string_view text) {
  if (is_one_of(text, kNotANumber)) return true;
  take_sign(text);
  return is_one_of(text, kInfinity);
}

}  // namespace

PlainScalar resolve_plain(std::string_view text) {
  if (is_one_of(text, kNull)) return {ValueKind::kNull, {}};
  if (is_one_of(text, kTrue)) return {ValueKind::kBool, "true"};
  if (is_one_of(text, kFalse)) return {ValueKind::kBool, "false"};
  if (has_no_json_form(text)) return {ValueKind::kBroken, {}};
  if (auto integer = prefixed_integer(text)) return *std::move(integer);
  if (auto number = decimal(text)) return *std::move(number);
  return {ValueKind::kString, std::string(text)};
}

}  // namespace portside::config
