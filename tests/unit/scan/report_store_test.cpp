// SPDX-License-Identifier: Apache-2.0
#include "portside/host/report_store.hpp"

#include <gmock/gmock.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <fstream>

#include "error_of.hpp"
#include "portside/host/key_values_file.hpp"
#include "temp_folder.hpp"

namespace portside {
namespace {

using ::testing::ElementsAre;
using testing::error_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ScanReport report(const std::string& digest, const std::string& adapter, const std::string& id) {
  ScanReport report;
  report.reference = "registry.test/app:1";
  report.image.repository = "app";
  report.image.digest = digest;
  report.adapter_id = adapter;
  report.scanner_version = "1.2";
  report.finished_at = 1'700'000'000'123;
  report.coverage.outcome = CoverageOutcome::kScanned;
  report.coverage.data_updated_at = 1'600'000'000'000;
  report.scan_metadata.text = R"({"etag": 1.0})";
  report.vulnerabilities.resize(1);
  report.vulnerabilities.front().id = id;
  return report;
}

/// Both kinds keep the same promises.
class ReportStoreTest : public ::testing::TestWithParam<bool> {
 protected:
  std::shared_ptr<ReportStore> open() {
    return GetParam() ? open_report_store(file_) : make_memory_report_store();
  }
  testing::TempFolder folder_;
  std::string file_ = folder_ / "reports.db";
};

TEST_P(ReportStoreTest, KeepsTheLastReportOfEachImageAndAdapter) {
  const auto store = open();
  EXPECT_FALSE(store->find("sha256:a", "clair"));
  store->put(report("sha256:a", "clair", "CVE-1"));
  store->put(report("sha256:a", "clair", "CVE-2"));
  store->put(report("sha256:a", "trivy", "CVE-3"));
  const auto found = store->find("sha256:a", "clair");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->vulnerabilities.front().id, "CVE-2");
  EXPECT_EQ(found->image.repository, "app");
  EXPECT_EQ(found->reference, "registry.test/app:1");
  EXPECT_EQ(found->scanner_version, "1.2");
  EXPECT_EQ(found->finished_at, 1'700'000'000'123);
  EXPECT_EQ(found->coverage.data_updated_at, 1'600'000'000'000);
  EXPECT_EQ(found->scan_metadata.text, R"({"etag": 1.0})") << "byte for byte";
}

TEST_P(ReportStoreTest, ListsAndRemoves) {
  const auto store = open();
  for (const char* digest : {"sha256:b", "sha256:a"}) store->put(report(digest, "clair", "CVE-1"));
  store->put(report("sha256:c", "clair@eu", "CVE-1"));
  EXPECT_THAT(store->digests("clair"), ElementsAre("sha256:a", "sha256:b"));
  store->remove("sha256:a", "clair");
  store->remove("sha256:a", "clair");
  EXPECT_THAT(store->digests("clair"), ElementsAre("sha256:b"));
  EXPECT_THAT(store->digests("clair@eu"), ElementsAre("sha256:c"));
  EXPECT_THAT(store->digests("nobody"), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Stores, ReportStoreTest, ::testing::Bool(),
                         [](const auto& kind) { return kind.param ? "File" : "Memory"; });

class ReportStoreFileTest : public ::testing::Test {
 protected:
  testing::TempFolder folder_;
  std::string file_ = folder_ / "reports.db";
};

TEST_F(ReportStoreFileTest, OutlivesItsProcess) {
  open_report_store(file_)->put(report("sha256:a", "clair", "CVE-1"));
  EXPECT_TRUE(open_report_store(file_)->find("sha256:a", "clair"));
}

TEST_F(ReportStoreFileTest, SeesWhatAnotherWrote) {
  const auto one = open_report_store(file_);
  const auto other = open_report_store(file_);
  one->put(report("sha256:a", "clair", "CVE-1"));
  EXPECT_THAT(other->digests("clair"), ElementsAre("sha256:a"));
}

TEST_F(ReportStoreFileTest, IsItsOwnersAlone) {
  open_report_store(file_);
  struct stat status {};
  ASSERT_EQ(::stat(file_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(ReportStoreFileTest, RefusesWhatIsNoReportFile) {
  std::ofstream(file_) << "this is a text and no database, longer than a header of one";
  const AdapterError error = error_of([this] { open_report_store(file_); });
  EXPECT_EQ(error.code, ErrorCode::kIo);
  EXPECT_THAT(error.message, HasSubstr("the report file '" + file_ + "'"));
}

TEST_F(ReportStoreFileTest, RefusesWhatItCouldNotReadBackAndKeepsTheLastReport) {
  const auto store = open_report_store(file_);
  store->put(report("sha256:a", "clair", "CVE-1"));
  const AdapterError error = error_of([&] { store->put(report("sha256:a", "clair", "")); });
  EXPECT_EQ(error.code, ErrorCode::kMalformedData);
  EXPECT_THAT(error.message, HasSubstr("the report of sha256:a by clair"));
  EXPECT_EQ(store->find("sha256:a", "clair")->vulnerabilities.front().id, "CVE-1");
}

TEST_F(ReportStoreFileTest, SaysOfARowThatItCannotBeReadAndReplacesIt) {
  const auto store = open_report_store(file_);
  store->put(report("sha256:a", "clair", "CVE-1"));
  sqlite3* foreign = nullptr;
  ASSERT_EQ(sqlite3_open(file_.c_str(), &foreign), SQLITE_OK);
  EXPECT_EQ(
      sqlite3_exec(foreign, R"(UPDATE reports SET report = '{"schema_version":99,"reports":[]}')",
                   nullptr, nullptr, nullptr),
      SQLITE_OK);
  sqlite3_close(foreign);
  const AdapterError error = error_of([&] { store->find("sha256:a", "clair"); });
  EXPECT_EQ(error.code, ErrorCode::kMalformedData);
  EXPECT_THAT(error.message,
              ::testing::AllOf(
                  HasSubstr("the report of sha256:a by clair in the report file '" + file_ + "'"),
                  HasSubstr("scan the image again")));
  store->put(report("sha256:a", "clair", "CVE-2"));
  EXPECT_TRUE(store->find("sha256:a", "clair"));
}

TEST_F(ReportStoreFileTest, RefusesAStateFile) {
  open_key_values(file_, "x");
  EXPECT_THAT(error_of([this] { open_report_store(file_); }).message,
              HasSubstr("no report file of Portside"));
}

TEST_F(ReportStoreFileTest, RefusesAFolderThatIsNotThere) {
  EXPECT_EQ(error_of([this] { open_report_store(folder_ / "missing/reports.db"); }).code,
            ErrorCode::kIo);
}

}  // namespace
}  // namespace portside
