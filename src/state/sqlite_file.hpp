// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "state/sqlite_database.hpp"

namespace portside::state {

/// What is in a file.
struct SqliteSchema {
  /// The kind of file, for messages: `state file`.
  const char* what;
  /// Kept in the file as SQLite's application_id, which tells files of this kind from all others.
  /// From 1 to 2^31 - 1.
  std::int64_t application_id;
  /// A table by which version 1 is known from before files were marked with application_id; null
  /// when all files are marked.
  const char* unmarked_table;
  /// Kept as user_version; more than 0.
  std::int64_t version;
  /// Makes the tables in a new file.
  const char* tables;
};

/// Opens a file that is made when needed, mode 0600, with a write-ahead log. Throws kIo naming the
/// file and the cause: not writable, not a database, one of another kind or program (which is left
/// as it was), made by a newer version.
Database open_sqlite_file(const std::string& path, const SqliteSchema& schema);

}  // namespace portside::state
