// SPDX-License-Identifier: Apache-2.0
#include "config/file_check.hpp"

#include <array>
#include <string_view>

#include "config/file_text.hpp"
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

void check_file(const Value& root, const FileKey& file, Mistakes& mistakes) {
  const Value* const room = find_member(root, file.room);
  const Value* const path = room == nullptr ? nullptr : find_member(*room, file.key);
  // What is no absolute path was noted before.
  if (path == nullptr || path->kind != ValueKind::kString || !path->text.starts_with('/')) return;
  try {
    if (!read_file(path->text, file.what, 1).empty()) return;
    mistakes.add({file.room, file.key}, path->line, "found an empty file; expected PEM");
  } catch (const AdapterError& error) {
    mistakes.add({file.room, file.key}, path->line, error.message);
  }
}

}  // namespace

void check_files(const Value& root, Mistakes& mistakes) {
  try {
    for (const FileKey& file : kFileKeys) check_file(root, file, mistakes);
  } catch (const StopReading&) {
    // There are too many mistakes already.
  }
}

}  // namespace portside::config
