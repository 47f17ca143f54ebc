// SPDX-License-Identifier: Apache-2.0
#include "config/file_check.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>

#include "config/file_text.hpp"
#include "config/names.hpp"
#include "portside/api/error.hpp"
#include "schema/schema.hpp"

namespace portside::config {
namespace {

struct FileKey {
  std::string_view room;
  std::string_view key;
  std::string_view what;
};

constexpr std::array<FileKey, 4> kFileKeys{
    {{"http", "ca_file", "the file of certificate authorities"},
     {"registry", "ca_file", "the file of certificate authorities"},
     {"registry", "client_cert", "the certificate"},
     {"registry", "client_key", "the key"}}};

void check_file(const Value& file, std::string_view what, std::string_view expected,
                const Path& path, Mistakes& mistakes) {
  // What is no absolute path was noted before.
  if (file.kind != ValueKind::kString || !file.text.starts_with('/')) return;
  try {
    if (!read_file(file.text, what, 1).empty()) return;
    mistakes.add(path, file.line, "found an empty file; expected " + std::string(expected));
  } catch (const AdapterError& error) {
    // The path itself is a secret where a reference stands for it.
    mistakes.add(path, file.line,
                 file.secret ? "found a file that cannot be read; expected " + std::string(expected)
                             : error.message);
  }
}

/// The keys of documents that name files.
std::set<std::string> file_keys(const SchemaOf& schema_of, const std::string& adapter_id) {
  std::set<std::string> keys;
  try {
    const std::string schema = schema_of(adapter_id).value_or("");
    if (!schema.empty()) static_cast<void>(schema::Schema(schema));  // bounds its depth
    const auto parsed = nlohmann::json::parse(schema, nullptr, false);
    const auto rules = parsed.find("properties");
    if (!parsed.is_object() || rules == parsed.end() || !rules->is_object()) return keys;
    for (const auto& [key, rule] : rules->items()) {
      const auto mark = rule.find("x-file");
      if (mark != rule.end() && *mark == true) keys.insert(key);
    }
  } catch (const AdapterError&) {
    // Said by check_documents().
  }
  return keys;
}

void check_document(const Value& adapter, const SchemaOf& schema_of, Mistakes& mistakes) {
  if (adapter.kind != ValueKind::kMap || !is_adapter_id(adapter.key)) return;
  for (const std::string& key : file_keys(schema_of, adapter.key)) {
    if (const Value* const file = find_member(adapter, key)) {
      check_file(*file, "the file", "one with something in it",
                 {"adapters", std::string_view(adapter.key), std::string_view(key)}, mistakes);
    }
  }
}

}  // namespace

void check_files(const Value& root, const SchemaOf& schema_of, Mistakes& mistakes) {
  try {
    for (const FileKey& key : kFileKeys) {
      const Value* const room = find_member(root, key.room);
      const Value* const file = room == nullptr ? nullptr : find_member(*room, key.key);
      if (file != nullptr) check_file(*file, key.what, "PEM", {key.room, key.key}, mistakes);
    }
    const Value* const adapters = find_member(root, "adapters");
    if (adapters == nullptr) return;
    for (const Value& adapter : adapters->children) check_document(adapter, schema_of, mistakes);
  } catch (const StopReading&) {
    // There are too many mistakes already.
  }
}

}  // namespace portside::config
