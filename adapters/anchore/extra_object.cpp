// SPDX-License-Identifier: Apache-2.0
#include "anchore/extra_object.hpp"

#include <algorithm>

namespace portside::anchore {

void ExtraObject::add_text(std::string_view key, std::string_view text) {
  if (text.empty()) return;
  add_key(key);
  out_ += '"';
  add_escaped(text);
  out_ += '"';
}

void ExtraObject::add_number(std::string_view key, std::string_view digits) {
  if (digits.empty()) return;
  add_key(key);
  out_ += digits;
}

void ExtraObject::add_flag(std::string_view key, bool value) {
  if (!value) return;
  add_key(key);
  out_ += "true";
}

void ExtraObject::end() {
  if (!out_.empty()) out_ += '}';
}

void ExtraObject::add_key(std::string_view key) {
  out_ += out_.empty() ? "{\"" : ",\"";
  out_ += key;
  out_ += "\":";
}

void ExtraObject::add_escaped(std::string_view text) {
  constexpr const char* kDigits = "0123456789abcdef";
  while (!text.empty()) {
    const auto end = std::find_if(text.begin(), text.end(), [](char c) {
      return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
    });
    const auto plain = static_cast<std::size_t>(end - text.begin());
    out_.append(text, 0, plain);
    text.remove_prefix(plain);
    if (text.empty()) return;
    const auto c = static_cast<unsigned char>(text.front());
    text.remove_prefix(1);
    out_ += '\\';
    if (c >= 0x20) {
      out_ += static_cast<char>(c);
    } else {
      out_ += "u00";
      out_ += kDigits[c >> 4U];
      out_ += kDigits[c & 0xfU];
    }
  }
}

}  // namespace portside::anchore
