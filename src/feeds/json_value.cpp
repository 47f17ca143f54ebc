// SPDX-License-Identifier: Apache-2.0
#include "feeds/json_value.hpp"

namespace portside::feeds {
namespace {

const JsonValue& nothing() noexcept {
  static const JsonValue value;
  return value;
}

}  // namespace

const JsonValue& JsonValue::at(std::string_view name) const noexcept {
  if (!is_object()) return nothing();
  for (const JsonValue& item : items) {
    if (item.key == name) return item;
  }
  return nothing();
}

const std::string& JsonValue::text_at(std::string_view name) const noexcept {
  const JsonValue& found = at(name);
  return found.is_text() ? found.text : nothing().text;
}

}  // namespace portside::feeds
