// SPDX-License-Identifier: Apache-2.0
#include "config/file_check.hpp"

#include <array>
#include <string>
#include <string_view>

#include "config/file_text.hpp"
#include "config/marked_keys.hpp"
#include "config/names.hpp"
#include "portside/api/error.hpp"

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

void check_document(const Value& adapter, const SchemaOf& schema_of, Mistakes& mistakes) {
  if (adapter.kind != ValueKind::kMap || !is_adapter_id(adapter.key)) return;
  for (const std::string& key : marked_keys(schema_of, adapter.key, "x-file")) {
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
