// SPDX-License-Identifier: Apache-2.0
#include <mutex>

#include "state/key_value_rules.hpp"
#include "state/sqlite_database.hpp"
#include "state/sqlite_file.hpp"
#include "state/state_store.hpp"

namespace portside::state {
namespace {

constexpr SqliteSchema kSchema{
    .what = "state file",
    .application_id = 0x50735374,  // "PsSt"
    .unmarked_table = "key_values",
    .version = 1,
    .tables =
        "CREATE TABLE key_values (instance BLOB NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, "
        "PRIMARY KEY (instance, key)) WITHOUT ROWID"};

class SqliteStore final : public StateStore {
 public:
  explicit SqliteStore(const std::string& path) : database_(open_sqlite_file(path, kSchema)) {}

  std::shared_ptr<KeyValues> open(const std::string& instance_id) override;

  std::optional<std::string> get(const std::string& instance, const std::string& key) {
    const std::lock_guard lock(mutex_);
    Query query(database_, get_);
    if (!query.bind(1, instance).bind(2, key).step()) return std::nullopt;
    return query.bytes(0);
  }

  void write(const std::string& instance, const std::vector<KeyValues::Change>& changes) {
    if (changes.empty()) return;
    const std::lock_guard lock(mutex_);
    Transaction transaction(database_);
    for (const auto& [key, value] : changes) {
      Query query(database_, value ? put_ : erase_);
      query.bind(1, instance).bind(2, key);
      if (value) query.bind(3, *value);
      query.step();
    }
    transaction.commit();
  }

  std::vector<std::string> keys(const std::string& instance, const std::string& prefix,
                                const std::string& after, std::uint32_t limit) {
    const std::string from = lower_bound_of(prefix, after);
    const std::lock_guard lock(mutex_);
    Query query(database_, keys_);
    query.bind(1, instance).bind(2, from).bind(3, std::int64_t{limit});
    std::vector<std::string> found;
    while (query.step()) {
      std::string key = query.bytes(0);
      if (!key.starts_with(prefix)) break;
      found.push_back(std::move(key));
    }
    return found;
  }

 private:
  std::mutex mutex_;
  Database database_;
  const Statement get_ =
      database_.prepare("SELECT value FROM key_values WHERE instance = ?1 AND key = ?2");
  const Statement put_ = database_.prepare(
      "INSERT INTO key_values (instance, key, value) VALUES (?1, ?2, ?3) "
      "ON CONFLICT (instance, key) DO UPDATE SET value = excluded.value");
  const Statement erase_ =
      database_.prepare("DELETE FROM key_values WHERE instance = ?1 AND key = ?2");
  // Blobs are compared bytewise. The rows that begin with a prefix follow one another.
  const Statement keys_ = database_.prepare(
      "SELECT key FROM key_values WHERE instance = ?1 AND key >= ?2 ORDER BY key LIMIT ?3");
};

class SqliteKeyValues final : public KeyValues {
 public:
  SqliteKeyValues(SqliteStore& store, std::string instance)
      : store_(store), instance_(std::move(instance)) {}

  std::optional<std::string> get(const std::string& key) override {
    check_key(key);
    return store_.get(instance_, key);
  }

  void write(const std::vector<Change>& changes) override {
    check_changes(changes);
    store_.write(instance_, changes);
  }

  std::vector<std::string> keys(const std::string& prefix, const std::string& after,
                                std::uint32_t limit) override {
    return store_.keys(instance_, prefix, after, limit);
  }

 private:
  SqliteStore& store_;
  const std::string instance_;
};

std::shared_ptr<KeyValues> SqliteStore::open(const std::string& instance_id) {
  return std::make_shared<SqliteKeyValues>(*this, instance_id);
}

}  // namespace

std::unique_ptr<StateStore> make_sqlite_store(const std::string& path) {
  return std::make_unique<SqliteStore>(path);
}

}  // namespace portside::state
