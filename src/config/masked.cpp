// SPDX-License-Identifier: Apache-2.0
#include "config/masked.hpp"

#include <algorithm>
#include <array>

#include "config/reference_text.hpp"
#include "config/url.hpp"

namespace portside::config {
namespace {

std::string masked_list(const Value& value, Shown shown) {
  std::string out = "[";
  for (const Value& item : value.children) {
    if (out.size() > 1) out += ", ";
    out += masked(item, shown);
  }
  return out + ']';
}

std::string masked_map(const Value& value, Shown shown) {
  std::string out = "{";
  for (const Value& member : value.children) {
    if (out.size() > 1) out += ", ";
    out += shortened(member.key) + ": " + masked(member, shown);
  }
  return out + '}';
}

}  // namespace

std::string masked(const Value& value, Shown shown) {
  if (value.kind == ValueKind::kNull) return "";
  const bool is_url =
      value.kind == ValueKind::kString && value.text.find("://") != std::string::npos;
  // What stands in the place of a URL and is none may be anything; so may a user with a password.
  const bool is_user =
      value.kind == ValueKind::kString && value.text.find(':') == std::string::npos;
  if (shown == Shown::kSecret || (shown == Shown::kUrl && !is_url) ||
      (shown == Shown::kUser && !is_user && !has_reference(value.text))) {
    return value.kind == ValueKind::kString ? references_only(value.text, kHidden)
                                            : std::string(kHidden);
  }
  switch (value.kind) {
    case ValueKind::kList: return masked_list(value, shown);
    case ValueKind::kMap: return masked_map(value, shown);
    case ValueKind::kString: {
      const std::string text = shortened(without_user_info(with_short_seals(value.text)));
      // What would be something else without quotes keeps them.
      const bool plain = !text.empty() && text.find_first_of(" ,:#\"'[]{}") == std::string::npos;
      return plain || is_url || has_reference(text) ? text : '"' + text + '"';
    }
    default: return shortened(value.text);
  }
}

bool sounds_secret(std::string_view key) {
  std::string letters;
  for (const char c : key) {
    if (c != '_' && c != '-')
      letters += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  constexpr std::array<std::string_view, 14> kWords{
      "password", "passphrase", "passwd",     "pwd",       "secret",     "token",         "psk",
      "apikey",   "accesskey",  "privatekey", "sharedkey", "credential", "authorization", "cookie"};
  return std::ranges::any_of(
      kWords, [&](std::string_view word) { return letters.find(word) != std::string::npos; });
}

}  // namespace portside::config
