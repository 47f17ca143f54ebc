// SPDX-License-Identifier: Apache-2.0
#include "config/open_secrets.hpp"

#include <string>
#include <string_view>

#include "config/config_reader.hpp"
#include "config/marked_keys.hpp"
#include "config/names.hpp"

namespace portside::config {
namespace {

void note(const Value* value, const Path& path, Mistakes& warnings) {
  const bool open = value != nullptr && value->kind == ValueKind::kString && !value->secret &&
                    !value->text.empty();
  if (!open) return;
  warnings.add(path, value->line,
               "found a secret in a file that others may read; expected a reference (${ENV:NAME}, "
               "${FILE:/path}, ${SEALED:...}), or a file that only its owner can read");
}

void note_in_document(const Value& adapter, const SchemaOf& schema_of, Mistakes& warnings) {
  if (!is_adapter_id(adapter.key)) return;
  for (const std::string& key : marked_keys(schema_of, adapter.key, "writeOnly")) {
    note(find_member(adapter, key),
         {"adapters", std::string_view(adapter.key), std::string_view(key)}, warnings);
  }
}

}  // namespace

void note_open_secrets(const Value& root, const SchemaOf& schema_of, Mistakes& warnings) {
  try {
    for (const KeyInfo& info : known_keys()) {
      const Value* const room = info.room.empty() ? nullptr : find_member(root, info.room);
      if (room == nullptr || info.shown != Shown::kSecret) continue;
      note(find_member(*room, info.key), {info.room, info.key}, warnings);
    }
    const Value* const adapters = find_member(root, "adapters");
    if (adapters == nullptr) return;
    for (const Value& adapter : adapters->children) note_in_document(adapter, schema_of, warnings);
  } catch (const StopReading&) {
    // There are many already.
  }
}

}  // namespace portside::config
