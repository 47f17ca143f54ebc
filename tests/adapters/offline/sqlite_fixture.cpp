// SPDX-License-Identifier: Apache-2.0
#include "sqlite_fixture.hpp"

#include <sqlite3.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "portside/testing/temp_folder.hpp"

namespace portside::offline {
namespace {

constexpr char kTable[] =
    "CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)";

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

class Writer {
 public:
  explicit Writer(const std::string& path) {
    if (::sqlite3_open(path.c_str(), &database_) != SQLITE_OK) throw std::runtime_error("open");
    run("PRAGMA synchronous = OFF");
  }
  ~Writer() { ::sqlite3_close(database_); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void run(const std::string& sql, const std::vector<std::string>& blobs = {}) {
    sqlite3_stmt* statement = nullptr;
    if (::sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
      throw std::runtime_error(::sqlite3_errmsg(database_));
    }
    for (std::size_t i = 0; i < blobs.size(); ++i) {
      ::sqlite3_bind_blob64(statement, static_cast<int>(i + 1), blobs[i].data(), blobs[i].size(),
                            SQLITE_TRANSIENT);
    }
    while (::sqlite3_step(statement) == SQLITE_ROW) {
    }
    if (::sqlite3_finalize(statement) != SQLITE_OK) {
      throw std::runtime_error(::sqlite3_errmsg(database_));
    }
  }

 private:
  sqlite3* database_ = nullptr;
};

}  // namespace

std::string sqlite_database(const std::vector<std::string>& statements,
                            const std::vector<std::string>& blobs) {
  const testing::TempFolder folder;
  const std::string path = folder / "db";
  {
    Writer writer(path);
    std::size_t next = 0;
    for (const std::string& sql : statements) {
      if (sql.find('?') == std::string::npos) {
        writer.run(sql);
      } else {
        writer.run(sql, {blobs.at(next++)});
      }
    }
  }
  return content_of(path);
}

std::string rpm_database(const std::vector<std::string>& blobs) {
  std::vector<std::string> statements{kTable};
  for (std::size_t i = 0; i < blobs.size(); ++i) {
    statements.emplace_back("INSERT INTO Packages (blob) VALUES (?)");
  }
  return sqlite_database(statements, blobs);
}

std::string rpm_database_with_log(const std::vector<std::string>& blobs, std::string& log) {
  const testing::TempFolder folder;
  const std::string path = folder / "db";
  Writer writer(path);
  writer.run("PRAGMA journal_mode = WAL");
  writer.run(kTable);
  writer.run("PRAGMA wal_checkpoint(TRUNCATE)");
  for (const std::string& blob : blobs) {
    writer.run("INSERT INTO Packages (blob) VALUES (?)", {blob});
  }
  log = content_of(path + "-wal");
  return content_of(path);
}

}  // namespace portside::offline
