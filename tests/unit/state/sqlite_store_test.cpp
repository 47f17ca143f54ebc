// SPDX-License-Identifier: Apache-2.0
//
// What is about the file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "portside/api/error.hpp"
#include "state/state_store.hpp"
#include "temp_folder.hpp"

namespace portside::state {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Optional;
using std::string_literals::operator""s;

class SqliteStoreTest : public ::testing::Test {
 protected:
  portside::testing::TempFolder folder_;
  std::string file_ = folder_ / "state.db";
};

/// A connection of another program.
class Foreign {
 public:
  explicit Foreign(const std::string& file) {
    EXPECT_EQ(sqlite3_open(file.c_str(), &handle_), SQLITE_OK);
  }
  ~Foreign() { sqlite3_close(handle_); }
  Foreign(const Foreign&) = delete;
  Foreign& operator=(const Foreign&) = delete;

  void execute(const char* sql) {
    EXPECT_EQ(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(handle_);
  }

  std::string first_value(const char* sql) {
    std::string value;
    const auto keep = [](void* into, int, char** columns, char**) {
      *static_cast<std::string*>(into) = columns[0];
      return 0;
    };
    EXPECT_EQ(sqlite3_exec(handle_, sql, keep, &value, nullptr), SQLITE_OK);
    return value;
  }

 private:
  sqlite3* handle_ = nullptr;
};

AdapterError error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const AdapterError& error) {
    return error;
  }
  ADD_FAILURE() << "nothing was thrown";
  return {ErrorCode::kInternal, ""};
}

unsigned mode_of(const std::string& file) {
  struct stat status {};
  EXPECT_EQ(::stat(file.c_str(), &status), 0) << file;
  return status.st_mode & 07777U;
}

TEST_F(SqliteStoreTest, KeepsValuesInTheFile) {
  make_sqlite_store(file_)->open("clair")->write({{"a", "1"}});
  const auto store = make_sqlite_store(file_);
  EXPECT_THAT(store->open("clair")->get("a"), Optional("1"s));
}

TEST_F(SqliteStoreTest, MakesAFileForItsUserOnly) {
  const mode_t before = ::umask(0);
  const auto store = make_sqlite_store(file_);
  store->open("clair")->write({{"a", "1"}});
  ::umask(before);
  for (const char* suffix : {"", "-wal", "-shm"}) EXPECT_EQ(mode_of(file_ + suffix), 0600U);
}

TEST_F(SqliteStoreTest, UsesAWriteAheadLogAndAVersion) {
  const auto store = make_sqlite_store(file_);
  Foreign foreign(file_);
  EXPECT_EQ(foreign.first_value("PRAGMA journal_mode"), "wal");
  EXPECT_EQ(foreign.first_value("PRAGMA user_version"), "1");
  EXPECT_EQ(foreign.first_value("PRAGMA application_id"), std::to_string(0x50735374));
}

TEST_F(SqliteStoreTest, TakesAnEmptyFile) {
  folder_.write("state.db", "");
  make_sqlite_store(file_)->open("clair")->write({{"a", "1"}});
  EXPECT_THAT(make_sqlite_store(file_)->open("clair")->get("a"), Optional("1"s));
}

TEST_F(SqliteStoreTest, RefusesAFileThatIsNoDatabase) {
  folder_.write("state.db", std::string(10'000, 'x'));
  const AdapterError error = error_of([&] { make_sqlite_store(file_); });
  EXPECT_EQ(error.code, ErrorCode::kIo);
  EXPECT_THAT(error.message, AllOf(HasSubstr(file_), HasSubstr("not a database"),
                                   HasSubstr("move the file away")));
  EXPECT_EQ(std::filesystem::file_size(file_), 10'000U) << "left as it was";
}

TEST_F(SqliteStoreTest, ReportsADamagedFile) {
  make_sqlite_store(file_)->open("clair")->write({{"a", std::string(100'000, 'v')}});
  // The header stays; all that follows it is overwritten.
  const std::string head = [this] {
    std::string bytes(100, '\0');
    std::ifstream(file_, std::ios::binary).read(bytes.data(), std::ssize(bytes));
    return bytes;
  }();
  folder_.write("state.db", head + std::string(std::filesystem::file_size(file_) - 100, '\x5a'));
  const AdapterError error = error_of([&] { make_sqlite_store(file_)->open("clair")->get("a"); });
  EXPECT_EQ(error.code, ErrorCode::kIo);
  EXPECT_THAT(error.message, AllOf(HasSubstr(file_), HasSubstr("malformed")));
}

TEST_F(SqliteStoreTest, RefusesAnotherVersion) {
  make_sqlite_store(file_);
  for (const char* version : {"2", "-1"}) {
    Foreign(file_).execute(("PRAGMA user_version = "s + version).c_str());
    const AdapterError error = error_of([&] { make_sqlite_store(file_); });
    EXPECT_EQ(error.code, ErrorCode::kIo);
    EXPECT_THAT(error.message,
                AllOf(HasSubstr(file_), HasSubstr("version is "s + version), HasSubstr("knows 1")));
    EXPECT_FALSE(error.can_retry);
  }
}

TEST_F(SqliteStoreTest, RefusesADatabaseOfSomebodyElseAndLeavesItAsItWas) {
  const char* const contents[] = {
      "CREATE TABLE key_values (x)",
      "CREATE TABLE bookmarks (x)",
      "CREATE TABLE bookmarks (x); PRAGMA user_version = 1",
      "CREATE TABLE bookmarks (x); PRAGMA user_version = 70",
      "CREATE TABLE key_values (x); PRAGMA user_version = 1; PRAGMA application_id = 7",
      "PRAGMA application_id = 7",
  };
  for (const char* const content : contents) {
    std::filesystem::remove(file_);
    Foreign(file_).execute(content);
    const AdapterError error = error_of([&] { make_sqlite_store(file_); });
    EXPECT_EQ(error.code, ErrorCode::kIo);
    EXPECT_THAT(error.message, AllOf(HasSubstr(file_), HasSubstr("no state file of Portside"),
                                     HasSubstr("name another file")))
        << content;
    EXPECT_EQ(Foreign(file_).first_value("PRAGMA journal_mode"), "delete") << content;
  }
}

TEST_F(SqliteStoreTest, TakesAStateFileFromBeforeFilesWereMarked) {
  make_sqlite_store(file_)->open("clair")->write({{"a", "1"}});
  Foreign(file_).execute("PRAGMA application_id = 0");
  EXPECT_THAT(make_sqlite_store(file_)->open("clair")->get("a"), Optional("1"s));
}

TEST_F(SqliteStoreTest, RefusesPlacesWhereNoFileCanBe) {
  const struct {
    std::string path;
    const char* cause;
  } cases[] = {
      {"", "No such file or directory"},
      {folder_ / "none/state.db", "No such file or directory"},
      {folder_.write("plain", "text") + "/state.db", "Not a directory"},
      {folder_.str(), "unable to open database file"},
  };
  for (const auto& test : cases) {
    const AdapterError error = error_of([&] { make_sqlite_store(test.path); });
    EXPECT_EQ(error.code, ErrorCode::kIo);
    EXPECT_THAT(error.message, AllOf(HasSubstr("'" + test.path + "'"), HasSubstr(test.cause)));
  }
}

TEST_F(SqliteStoreTest, DoesNotFollowALinkToNowhere) {
  const std::string target = folder_ / "elsewhere.db";
  std::filesystem::create_symlink(target, file_);
  EXPECT_EQ(error_of([&] { make_sqlite_store(file_); }).code, ErrorCode::kIo);
  EXPECT_FALSE(std::filesystem::exists(target)) << "it would not have mode 0600";
}

TEST_F(SqliteStoreTest, RefusesAFolderThatIsNotWritable) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  ASSERT_EQ(::chmod(folder_.str().c_str(), 0500), 0);
  const AdapterError error = error_of([&] { make_sqlite_store(file_); });
  ASSERT_EQ(::chmod(folder_.str().c_str(), 0700), 0);
  EXPECT_EQ(error.code, ErrorCode::kIo);
  EXPECT_THAT(error.message, AllOf(HasSubstr(file_), HasSubstr("Permission denied")));
}

TEST_F(SqliteStoreTest, RefusesAFileThatIsNotWritable) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  make_sqlite_store(file_);
  ASSERT_EQ(::chmod(file_.c_str(), 0400), 0);
  const AdapterError error = error_of([&] { make_sqlite_store(file_); });
  EXPECT_EQ(error.code, ErrorCode::kIo);
  EXPECT_THAT(error.message, AllOf(HasSubstr(file_), HasSubstr("may not write")));
}

TEST_F(SqliteStoreTest, ReportsAnErrorInAWriteAndChangesNothing) {
  const auto store = make_sqlite_store(file_);
  const auto values = store->open("clair");
  values->write({{"a", "1"}});
  Foreign(file_).execute(
      "CREATE TRIGGER refuse BEFORE INSERT ON key_values WHEN NEW.key = CAST('bad' AS BLOB) "
      "BEGIN SELECT RAISE(ABORT, 'refused by a trigger'); END");
  const AdapterError error = error_of([&] { values->write({{"a", "2"}, {"bad", "2"}}); });
  EXPECT_EQ(error.code, ErrorCode::kIo);
  EXPECT_THAT(error.message, AllOf(HasSubstr(file_), HasSubstr("refused by a trigger")));
  EXPECT_THAT(values->get("a"), Optional("1"s));
  values->write({{"a", "3"}});
  EXPECT_THAT(values->get("a"), Optional("3"s)) << "the next write is not disturbed";
}

TEST_F(SqliteStoreTest, CanBeTriedAgainWhenAnotherProgramWritesForTooLong) {
  const auto store = make_sqlite_store(file_);
  Foreign foreign(file_);
  foreign.execute("BEGIN IMMEDIATE");
  const AdapterError error = error_of([&] { store->open("clair")->write({{"a", "1"}}); });
  EXPECT_EQ(error.code, ErrorCode::kIo);
  EXPECT_TRUE(error.can_retry);
  EXPECT_THAT(error.message, HasSubstr("try again"));
  foreign.execute("COMMIT");
  store->open("clair")->write({{"a", "1"}});
  EXPECT_THAT(store->open("clair")->get("a"), Optional("1"s));
}

TEST_F(SqliteStoreTest, TwoStoresOnOneFileSeeEachOther) {
  const auto one = make_sqlite_store(file_);
  const auto other = make_sqlite_store(file_);
  one->open("clair")->write({{"a", "1"}});
  EXPECT_THAT(other->open("clair")->get("a"), Optional("1"s));
  other->open("clair")->write({{"a", std::nullopt}});
  EXPECT_EQ(one->open("clair")->get("a"), std::nullopt);
}

TEST_F(SqliteStoreTest, StoresOnOneFileCanBeMadeAndWrittenAtTheSameTime) {
  constexpr int kStores = 4;
  constexpr int kKeys = 25;
  std::vector<std::thread> threads;
  for (int s = 0; s < kStores; ++s) {
    threads.emplace_back([this, s] {
      const auto store = make_sqlite_store(file_);
      const auto values = store->open("clair");
      for (int i = 0; i < kKeys; ++i) {
        values->write({{std::to_string(s) + '/' + std::to_string(i), "value"}});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto store = make_sqlite_store(file_);
  EXPECT_EQ(store->open("clair")->keys("", "", 1'000).size(), std::size_t{kStores * kKeys});
}

}  // namespace
}  // namespace portside::state
