// SPDX-License-Identifier: Apache-2.0
#include "config/config_tree.hpp"

#include <string_view>

#include "config/mistakes.hpp"

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
    case ValueKind::kNull:
    case ValueKind::kBroken: out += "null"; return;
    case ValueKind::kBool:
    case ValueKind::kInteger:
    case ValueKind::kReal: out += value.text; return;
    case ValueKind::kString: append_string(value.text, out); return;
    case ValueKind::kList:
    case ValueKind::kMap: append_children(value, out); return;
  }
}

}  // namespace

std::string to_json(const Value& value) {
  std::string out;
  append_json(value, out);
  return out;
}

std::string describe(const Value& value) {
  switch (value.kind) {
    case ValueKind::kBool: return value.text;
    case ValueKind::kInteger:
    case ValueKind::kReal: return "the number " + shortened(value.text);
    case ValueKind::kString: return "the text " + quoted(value.text);
    default: return describe_kind(value);
  }
}

std::string describe_kind(const Value& value) {
  switch (value.kind) {
    case ValueKind::kNull: return "nothing (null)";
    case ValueKind::kBool: return "true or false";
    case ValueKind::kInteger:
    case ValueKind::kReal: return "a number";
    case ValueKind::kString: return "a text";
    case ValueKind::kList: return "a list";
    case ValueKind::kMap: return "a map";
    case ValueKind::kBroken: break;
  }
  return "an unusable value";
}

}  // namespace portside::config
