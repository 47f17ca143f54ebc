// SPDX-License-Identifier: Apache-2.0
#include "config/config_tree.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "config/mistakes.hpp"
#include "portside/host/secret.hpp"

namespace portside::config {
namespace {

void append_string(std::string_view text, std::string& out) {
  constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += kHex[c >> 4];
      out += kHex[c & 0xf];
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_json(const Value& value, std::string& out);

void append_children(const Value& parent, std::string& out) {
  const bool map = parent.kind == ValueKind::kMap;
  out += map ? '{' : '[';
  bool first = true;
  for (const Value& child : parent.children) {
    if (!first) out += ',';
    first = false;
    if (map) {
      append_string(child.key, out);
      out += ':';
    }
    append_json(child, out);
  }
  out += map ? '}' : ']';
}

void append_json(const Value& value, std::string& out) {
  switch (value.kind) {
    case ValueKind::kNull: out += "null"; return;
    // Where a reference could not be resolved a text was meant.
    case ValueKind::kBroken: out += "\"\""; return;
    case ValueKind::kBool:
    case ValueKind::kInteger:
    case ValueKind::kReal: out += value.text; return;
    case ValueKind::kString: append_string(value.text, out); return;
    case ValueKind::kList:
    case ValueKind::kMap: append_children(value, out); return;
  }
}

/// At least the length of the JSON text, so that it never has to be moved while it grows.
std::size_t json_bound(const Value& value) {
  std::size_t bound = 8 + 6 * (value.key.size() + value.text.size());
  for (const Value& child : value.children) bound += json_bound(child);
  return bound;
}

}  // namespace

const Value* find_member(const Value& map, std::string_view key) noexcept {
  if (map.kind != ValueKind::kMap) return nullptr;
  const auto found = std::ranges::find(map.children, key, &Value::key);
  return found == map.children.end() ? nullptr : &*found;
}

std::string to_json(const Value& value) {
  std::string out;
  out.reserve(json_bound(value));
  append_json(value, out);
  return out;
}

void wipe_texts(Value& root) noexcept {
  wipe(root.text);
  for (Value& child : root.children) wipe_texts(child);
}

std::string describe(const Value& value) {
  if (value.secret) return describe_kind(value);
  switch (value.kind) {
    case ValueKind::kBool: return value.text;
    case ValueKind::kInteger:
    case ValueKind::kReal: return "the number " + shortened(value.text);
    case ValueKind::kString: return "the text " + quoted(value.text);
    default: return describe_kind(value);
  }
}

std::string_view switch_hint(const Value& value) noexcept {
  constexpr std::array<std::string_view, 12> kWords{"yes", "Yes", "YES", "no",  "No",  "NO",
                                                    "on",  "On",  "ON",  "off", "Off", "OFF"};
  const bool is_word = value.kind == ValueKind::kString && !value.secret &&
                       std::ranges::find(kWords, value.text) != kWords.end();
  // Values of JSON documents have no lines; there nobody takes a text for anything else.
  return is_word && value.line > 0 ? " (yes, no, on and off are texts in YAML 1.2)" : "";
}

std::string describe_kind(const Value& value) {
  switch (value.kind) {
    case ValueKind::kNull: return "nothing (null)";
    case ValueKind::kBool: return "true or false";
    case ValueKind::kInteger:
    case ValueKind::kReal: return "a number";
    case ValueKind::kString: return value.secret ? "a secret text" : "a text";
    case ValueKind::kList: return "a list";
    case ValueKind::kMap: return "a map";
    case ValueKind::kBroken: break;
  }
  return "an unusable value";
}

}  // namespace portside::config
