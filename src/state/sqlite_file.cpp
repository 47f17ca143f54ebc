// SPDX-License-Identifier: Apache-2.0
#include "state/sqlite_file.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <system_error>

#include "portside/api/error.hpp"

namespace portside::state {
namespace {

/// SQLite gives a file that it makes itself the mode 0644, and its side files that of the main
/// file.
///
/// Made with mknod() and not with open(): closing a descriptor drops all locks of this process on
/// the file (POSIX), also those of a store that just opened it.
void make_private_file(const std::string& path, const char* what) {
  if (::mknod(path.c_str(), S_IFREG | S_IRUSR | S_IWUSR, 0) == 0 || errno == EEXIST) return;
  throw AdapterError(ErrorCode::kIo,
                     std::string("the ") + what + " '" + path +
                         "' cannot be made: " + std::generic_category().message(errno) +
                         "; expected a folder that this process can write to");
}

std::int64_t number_of(Database& database, const char* sql) {
  const Statement statement = database.prepare(sql);
  Query query(database, statement);
  return query.step() ? query.number(0) : 0;
}

bool has_table(Database& database, std::string_view table) {
  const Statement statement = database.prepare(
      "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = CAST(?1 AS TEXT)");
  Query query(database, statement);
  return query.bind(1, table).step();
}

/// New, or of the kind that is expected, whatever its version.
bool is_ours(Database& database, const SqliteSchema& schema) {
  const std::int64_t id = number_of(database, "PRAGMA application_id");
  if (id != 0) return id == schema.application_id;
  const std::int64_t version = number_of(database, "PRAGMA user_version");
  if (version == 0) return number_of(database, "SELECT count(*) FROM sqlite_master") == 0;
  return version == 1 && schema.unmarked_table != nullptr &&
         has_table(database, schema.unmarked_table);
}

/// One look at the file, so that another process that makes the tables meanwhile does not disturb.
void require_ours(Database& database, const SqliteSchema& schema) {
  database.execute("BEGIN");
  const bool ours = is_ours(database, schema);
  database.roll_back();
  if (ours) return;
  database.fail(std::string("it is a database of another kind or program, and no ") + schema.what +
                " of Portside; name another file");
}

/// Makes the tables in a new file; throws when the file is of another version.
void prepare_schema(Database& database, const SqliteSchema& schema) {
  Transaction transaction(database);
  const std::int64_t version = number_of(database, "PRAGMA user_version");
  const std::string known = std::to_string(schema.version);
  if (version == 0) {
    database.execute((std::string(schema.tables) + "; PRAGMA user_version = " + known +
                      "; PRAGMA application_id = " + std::to_string(schema.application_id))
                         .c_str());
  } else if (version != schema.version) {
    database.fail("its schema version is " + std::to_string(version) +
                  " and this version of Portside knows " + known +
                  "; use the newer Portside that made it, or another file");
  }
  transaction.commit();
}

}  // namespace

Database open_sqlite_file(const std::string& path, const SqliteSchema& schema) {
  make_private_file(path, schema.what);
  Database database(path, schema.what);
  if (database.read_only()) database.fail("this process may not write to it");
  require_ours(database, schema);
  // On a file system that cannot share memory SQLite keeps its rollback journal: slower, as safe.
  database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
  prepare_schema(database, schema);
  return database;
}

}  // namespace portside::state
