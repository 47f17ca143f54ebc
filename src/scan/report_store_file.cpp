// SPDX-License-Identifier: Apache-2.0
#include <mutex>
#include <utility>

#include "portside/api/error.hpp"
#include "portside/host/report_json.hpp"
#include "portside/host/report_store.hpp"
#include "state/sqlite_database.hpp"
#include "state/sqlite_file.hpp"

namespace portside {
namespace {

using state::Query;

/// A report is one JSON text, with all that the adapter wants back.
constexpr state::SqliteSchema kSchema{
    .what = "report file",
    .application_id = 0x50735270,  // "PsRp"
    .unmarked_table = nullptr,
    .version = 1,
    .tables =
        "CREATE TABLE reports (adapter BLOB NOT NULL, digest BLOB NOT NULL, report BLOB NOT NULL, "
        "PRIMARY KEY (adapter, digest)) WITHOUT ROWID"};

class ReportStoreFile final : public ReportStore {
 public:
  explicit ReportStoreFile(const std::string& path)
      : path_(path), database_(state::open_sqlite_file(path, kSchema)) {}

  std::optional<ScanReport> find(const std::string& digest,
                                 const std::string& adapter_id) override {
    std::string text;
    {
      const std::scoped_lock lock(mutex_);
      Query query(database_, find_);
      if (!query.bind(1, adapter_id).bind(2, digest).step()) return std::nullopt;
      text = query.bytes(0);
    }
    try {
      return report_from_json(text);
    } catch (const AdapterError& error) {
      throw AdapterError(ErrorCode::kMalformedData,
                         "the report of " + digest + " by " + adapter_id + " in the report file '" +
                             path_ + "' cannot be read: " + error.message +
                             "; scan the image again");
    }
  }

  void put(const ScanReport& report) override {
    const std::string text = to_json(report);
    require_readable(report, text);
    const std::scoped_lock lock(mutex_);
    Query query(database_, put_);
    query.bind(1, report.adapter_id).bind(2, report.image.digest).bind(3, text).step();
  }

  void remove(const std::string& digest, const std::string& adapter_id) override {
    const std::scoped_lock lock(mutex_);
    Query query(database_, remove_);
    query.bind(1, adapter_id).bind(2, digest).step();
  }

  std::vector<std::string> digests(const std::string& adapter_id) override {
    const std::scoped_lock lock(mutex_);
    Query query(database_, digests_);
    query.bind(1, adapter_id);
    std::vector<std::string> digests;
    while (query.step()) digests.push_back(query.bytes(0));
    return digests;
  }

 private:
  /// A report that nobody can read again would take the place of one that can be.
  static void require_readable(const ScanReport& report, const std::string& text) {
    try {
      report_from_json(text);
    } catch (const AdapterError& error) {
      throw AdapterError(error.code, "the report of " + report.image.digest + " by " +
                                         report.adapter_id +
                                         " could not be read back: " + error.message);
    }
  }

  const std::string path_;
  std::mutex mutex_;
  state::Database database_;
  const state::Statement find_ =
      database_.prepare("SELECT report FROM reports WHERE adapter = ?1 AND digest = ?2");
  const state::Statement put_ = database_.prepare(
      "INSERT INTO reports (adapter, digest, report) VALUES (?1, ?2, ?3) "
      "ON CONFLICT (adapter, digest) DO UPDATE SET report = excluded.report");
  const state::Statement remove_ =
      database_.prepare("DELETE FROM reports WHERE adapter = ?1 AND digest = ?2");
  const state::Statement digests_ =
      database_.prepare("SELECT digest FROM reports WHERE adapter = ?1 ORDER BY digest");
};

}  // namespace

std::shared_ptr<ReportStore> open_report_store(const std::string& path) {
  return std::make_shared<ReportStoreFile>(path);
}

}  // namespace portside
