// SPDX-License-Identifier: Apache-2.0
#include "state/sqlite_database.hpp"

#include <sqlite3.h>

#include <system_error>

#include "portside/api/error.hpp"

namespace portside::state {
namespace {

constexpr int kBusyMilliseconds = 5'000;

/// What the operator can do about an SQLite error.
std::string_view remedy(int code) {
  switch (code) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT: return "; move the file away to start with an empty one";
    case SQLITE_BUSY: return "; another process is writing for too long, try again";
    default: return "";
  }
}

AdapterError error_for(const std::string& name, const std::string& cause) {
  return {ErrorCode::kIo, "the " + name + " cannot be used: " + cause};
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* handle) const noexcept {
  sqlite3_finalize(handle);
}

void Database::Close::operator()(sqlite3* handle) const noexcept {
  sqlite3_close(handle);
}

Database::Database(const std::string& path, const std::string& what)
    : name_(what + " '" + path + "'") {
  sqlite3* handle = nullptr;
  // The caller has a mutex; SQLite needs none of its own.
  const int result =
      sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  handle_.reset(handle);
  if (handle == nullptr) fail("out of memory");
  sqlite3_extended_result_codes(handle, 1);
  if (result != SQLITE_OK) fail();
  sqlite3_busy_timeout(handle, kBusyMilliseconds);
}

void Database::execute(const char* sql) {
  if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
}

Statement Database::prepare(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(handle_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) !=
      SQLITE_OK) {
    fail();
  }
  return Statement(statement);
}

void Database::roll_back() noexcept {
  if (sqlite3_get_autocommit(handle_.get()) == 0) {
    sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

bool Database::read_only() const noexcept {
  return sqlite3_db_readonly(handle_.get(), "main") == 1;
}

void Database::fail() const {
  const int code = sqlite3_errcode(handle_.get()) & 0xff;
  std::string cause = sqlite3_errmsg(handle_.get());
  const int system_error = sqlite3_system_errno(handle_.get());
  if (system_error != 0 && (code == SQLITE_CANTOPEN || code == SQLITE_IOERR)) {
    cause += " (" + std::generic_category().message(system_error) + ")";
  }
  cause += remedy(code);
  AdapterError error = error_for(name_, cause);
  error.can_retry = code == SQLITE_BUSY;
  throw error;
}

void Database::fail(const std::string& cause) const {
  throw error_for(name_, cause);
}

Query::~Query() {
  sqlite3_reset(handle_);
  sqlite3_clear_bindings(handle_);
}

Query& Query::bind(int parameter, std::string_view bytes) {
  // A null pointer would bind NULL.
  const char* data = bytes.empty() ? "" : bytes.data();
  if (sqlite3_bind_blob64(handle_, parameter, data, bytes.size(), SQLITE_STATIC) != SQLITE_OK) {
    database_.fail();
  }
  return *this;
}

Query& Query::bind(int parameter, std::int64_t number) {
  if (sqlite3_bind_int64(handle_, parameter, number) != SQLITE_OK) database_.fail();
  return *this;
}

bool Query::step() {
  switch (sqlite3_step(handle_)) {
    case SQLITE_ROW: return true;
    case SQLITE_DONE: return false;
    default: database_.fail();
  }
}

std::string Query::bytes(int column) const {
  const void* data = sqlite3_column_blob(handle_, column);
  const int size = sqlite3_column_bytes(handle_, column);
  return data == nullptr ? std::string() : std::string(static_cast<const char*>(data), size);
}

std::int64_t Query::number(int column) const {
  return sqlite3_column_int64(handle_, column);
}

}  // namespace portside::state
