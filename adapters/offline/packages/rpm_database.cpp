// SPDX-License-Identifier: Apache-2.0
#include "offline/packages/rpm_database.hpp"

#include <sqlite3.h>

#include <memory>
#include <string_view>
#include <utility>

#include "offline/packages/rpm_header.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/throw_if_over.hpp"

namespace portside::offline {
namespace {

/// rpm refuses larger headers (HEADER_DATA_MAX and HEADER_TAGS_MAX).
constexpr int kMaxBlobBytes = 272 << 20;
/// SQLite's virtual machine asks after so many steps whether to go on.
constexpr int kStepsBetweenLooks = 10'000;

struct Closer {
  void operator()(sqlite3* database) const noexcept { ::sqlite3_close_v2(database); }
  void operator()(sqlite3_stmt* statement) const noexcept { ::sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, Closer>;
using Statement = std::unique_ptr<sqlite3_stmt, Closer>;

[[noreturn]] void fail(sqlite3* database, const std::string& location, int status) {
  if (status == SQLITE_NOMEM) throw std::bad_alloc();
  throw AdapterError(
      ErrorCode::kMalformedData,
      "the package database " + location + " cannot be read: " + ::sqlite3_errmsg(database));
}

/// What SQLite advises for databases from strangers ("Defense Against The Dark Arts").
void harden(sqlite3* database) {
  ::sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  ::sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  ::sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  ::sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  ::sqlite3_limit(database, SQLITE_LIMIT_LENGTH, kMaxBlobBytes);
  ::sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
}

/// Exclusive: no memory shared with others, which the log would need.
constexpr char kSettings[] =
    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON;";

Database open(const std::string& file, const std::string& location) {
  sqlite3* opened = nullptr;
  const int status = ::sqlite3_open_v2(file.c_str(), &opened,
                                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(opened);
  if (opened == nullptr) throw std::bad_alloc();
  if (status != SQLITE_OK) fail(opened, location, status);
  harden(opened);
  const int settings = ::sqlite3_exec(opened, kSettings, nullptr, nullptr, nullptr);
  if (settings != SQLITE_OK) fail(opened, location, settings);
  return database;
}

Statement prepare(const Database& database, const char* sql, const std::string& location) {
  sqlite3_stmt* prepared = nullptr;
  const int status = ::sqlite3_prepare_v2(database.get(), sql, -1, &prepared, nullptr);
  Statement statement(prepared);
  if (status != SQLITE_OK) fail(database.get(), location, status);
  return statement;
}

int is_over(void* context) {
  return static_cast<const CallContext*>(context)->cancelled() ? 1 : 0;
}

bool step(const Database& database, const Statement& statement, const std::string& location,
          const CallContext& context) {
  const int status = ::sqlite3_step(statement.get());
  if (status == SQLITE_ROW) return true;
  if (status == SQLITE_DONE) return false;
  sdk::throw_if_over(context);
  fail(database.get(), location, status);
}

/// A view or a virtual table of that name would be somebody's program.
void require_table(const Database& database, const std::string& location,
                   const CallContext& context) {
  const Statement statement = prepare(
      database,
      "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'Packages' AND rootpage > 1",
      location);
  if (step(database, statement, location, context)) return;
  throw AdapterError(ErrorCode::kMalformedData,
                     "the package database " + location + " has no table Packages");
}

}  // namespace

void read_rpm_database(const std::string& file, const std::string& location, PackageList& list,
                       const CallContext& context) {
  const Database database = open(file, location);
  ::sqlite3_progress_handler(database.get(), kStepsBetweenLooks, is_over,
                             const_cast<CallContext*>(&context));
  require_table(database, location, context);
  const Statement statement = prepare(database, "SELECT blob FROM Packages", location);
  std::size_t rows = 0;
  while (step(database, statement, location, context)) {
    sdk::throw_if_over(context);
    const auto* blob = static_cast<const char*>(::sqlite3_column_blob(statement.get(), 0));
    const auto size = static_cast<std::size_t>(::sqlite3_column_bytes(statement.get(), 0));
    if (++rows > kMaxPackages + kMaxPackages / 10) {
      throw AdapterError(ErrorCode::kTooLarge,
                         "the package database " + location + " has too many rows");
    }
    auto package = read_rpm_header(std::string_view(size == 0 ? "" : blob, size));
    if (!package) continue;
    package->location = location;
    add_package(list, std::move(*package));
  }
}

}  // namespace portside::offline
