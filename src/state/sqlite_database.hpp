// SPDX-License-Identifier: Apache-2.0
//
// As much of SQLite's C interface as the state store needs, with errors as kIo that name the file.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace portside::state {

/// A prepared statement.
class Statement {
 public:
  explicit Statement(sqlite3_stmt* handle) : handle_(handle) {}
  sqlite3_stmt* handle() const noexcept { return handle_.get(); }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const noexcept;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

/// One connection to a file that exists. Not thread-safe.
class Database {
 public:
  /// `what` names the kind of file in messages: `state file`.
  Database(const std::string& path, const std::string& what);

  /// Runs statements that give no rows.
  void execute(const char* sql);
  Statement prepare(const char* sql);

  /// Undoes the transaction that is open, if one is.
  void roll_back() noexcept;

  bool read_only() const noexcept;

  /// Throws kIo: the file and SQLite's last error.
  [[noreturn]] void fail() const;
  /// Throws kIo: the file and `cause`.
  [[noreturn]] void fail(const std::string& cause) const;

 private:
  struct Close {
    void operator()(sqlite3* handle) const noexcept;
  };
  std::string name_;
  std::unique_ptr<sqlite3, Close> handle_;
};

/// One use of a statement, which is ready for the next one afterwards. What is bound must stay
/// where it is as long as this object.
class Query {
 public:
  Query(const Database& database, const Statement& statement) noexcept
      : database_(database), handle_(statement.handle()) {}
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  /// The parameters are counted from 1.
  Query& bind(int parameter, std::string_view bytes);
  Query& bind(int parameter, std::int64_t number);

  /// True when there is a row.
  bool step();
  /// Columns of the row, counted from 0.
  std::string bytes(int column) const;
  std::int64_t number(int column) const;

 private:
  const Database& database_;
  sqlite3_stmt* handle_;
};

/// Undone by the destructor unless committed. Holds the right to write from its beginning, so that
/// it waits for other writers there and nowhere else.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database) {
    database_.execute("BEGIN IMMEDIATE");
  }
  ~Transaction() { database_.roll_back(); }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit() { database_.execute("COMMIT"); }

 private:
  Database& database_;
};

}  // namespace portside::state
