// SPDX-License-Identifier: Apache-2.0
#include "config/listing.hpp"

#include <algorithm>
#include <string_view>

#include "config/config_reader.hpp"
#include "config/described_document.hpp"
#include "config/masked.hpp"
#include "portside/api/error.hpp"

namespace portside::config {
namespace {

/// A list or a map where a word is expected may hold anything.
Shown shown_in(const KeyInfo& info, const Value& value) {
  const bool has_children = value.kind == ValueKind::kList || value.kind == ValueKind::kMap;
  const bool expected = info.default_text == "[]" || info.default_text == "{}";
  return has_children && !expected ? Shown::kSecret : info.shown;
}

ListedKey listed(const KeyInfo& info, const Value* value) {
  ListedKey key;
  if (!info.room.empty()) key.path = {std::string(info.room)};
  key.key = info.key;
  key.default_text = info.default_text;
  key.description = info.description;
  key.written = value != nullptr && value->kind != ValueKind::kNull;
  key.line = key.written ? value->line : 0;
  key.value = key.written ? masked(*value, shown_in(info, *value)) : key.default_text;
  return key;
}

/// Keys that nobody knows may be misspelt ones of secrets.
void list_unknown_keys(const std::string& room, const Value& map, const std::vector<KeyInfo>& known,
                       std::vector<ListedKey>& out) {
  for (const Value& member : map.children) {
    const bool is_known = std::ranges::any_of(
        known, [&](const KeyInfo& info) { return info.room == room && info.key == member.key; });
    if (is_known) continue;
    std::vector<std::string> path;
    if (!room.empty()) path.push_back(room);
    out.push_back({std::move(path), member.key, std::string(kHidden), "", "an unknown key", true,
                   member.line});
  }
}

/// Maps whose keys are the operator's own, a row for each.
void list_members(const std::string& room, const Value& map, std::vector<ListedKey>& out) {
  for (const Value& member : map.children) {
    out.push_back({{room}, member.key, masked(member, Shown::kPlain), "", "", true, member.line});
  }
}

void list_adapter(const Value& adapter, const SchemaOf& schema_of, std::vector<ListedKey>& out) {
  ListedKey row{{"adapters"}, adapter.key, "", "", "", true, adapter.line};
  std::string schema;
  try {
    schema = schema_of(adapter.key).value_or("");
    if (schema.empty()) row.description = "values are hidden: there is no schema that tells them";
  } catch (const AdapterError& error) {
    row.description = "values are hidden: " + error.message;
  }
  out.push_back(std::move(row));
  list_document(adapter, schema, out);
}

void list_map(const KeyInfo& info, const Value* map, const SchemaOf& schema_of,
              std::vector<ListedKey>& out) {
  ListedKey row = listed(info, map);
  const bool is_map = map != nullptr && map->kind == ValueKind::kMap && !map->children.empty();
  if (row.written) row.value = is_map ? "" : std::string(kHidden);
  out.push_back(std::move(row));
  if (!is_map) return;
  if (info.key != "adapters") {
    list_members(std::string(info.key), *map, out);
    return;
  }
  for (const Value& adapter : map->children) list_adapter(adapter, schema_of, out);
}

}  // namespace

std::vector<ListedKey> list_keys(const Value& root, const SchemaOf& schema_of) {
  const std::vector<KeyInfo> known = known_keys();
  std::vector<ListedKey> out;
  for (const KeyInfo& top : known) {
    if (!top.room.empty()) continue;
    const Value* value = find_member(root, top.key);
    const bool is_room =
        std::ranges::any_of(known, [&](const KeyInfo& info) { return info.room == top.key; });
    if (top.key == "adapters" || top.key == "processors") {
      list_map(top, value, schema_of, out);
    } else if (is_room) {
      out.push_back(listed(top, nullptr));
      for (const KeyInfo& info : known) {
        if (info.room != top.key) continue;
        out.push_back(listed(info, value == nullptr ? nullptr : find_member(*value, info.key)));
      }
      if (value != nullptr) list_unknown_keys(std::string(top.key), *value, known, out);
    } else {
      out.push_back(listed(top, value));
    }
  }
  list_unknown_keys("", root, known, out);
  return out;
}

}  // namespace portside::config
