// SPDX-License-Identifier: Apache-2.0
#include "offline/packages/rpm_copy.hpp"

#include "error_of.hpp"
#include "portside/testing/temp_folder.hpp"
#include "portside/testing/test_call_context.hpp"
#include "rpm_fixture.hpp"
#include "sqlite_fixture.hpp"

namespace portside::offline {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::rpm_package;
using ::testing::StartsWith;

class RpmDatabase : public ::testing::Test {
 protected:
  PackageList read(std::string content, std::string log = {}) {
    PackageList list;
    copies_.read({"var/lib/rpm/rpmdb.sqlite", std::make_shared<const std::string>(content),
                  std::make_shared<const std::string>(log)},
                 list);
    return list;
  }

  void expect_refused(const std::string& content, const char* why) {
    const AdapterError error = testing::error_of([&] { read(content); });
    EXPECT_EQ(error.code, ErrorCode::kMalformedData);
    EXPECT_THAT(error.message, StartsWith("the package database var/lib/rpm/rpmdb.sqlite "));
    EXPECT_THAT(error.message, HasSubstr(why));
  }

  testing::TempFolder folder_;
  testing::TestCallContext context_;
  RpmCopies copies_{[this] { return folder_ / ""; }, context_};
};

TEST_F(RpmDatabase, ListsItsPackages) {
  const PackageList list =
      read(rpm_database({rpm_package("bash", "5.1.8", "6.el9"), rpm_package("gpg-pubkey", "1", "1"),
                         rpm_package("zlib", "1.2.11", "39.el9")}));
  ASSERT_EQ(list.packages.size(), 2U);
  EXPECT_EQ(list.packages[0].name, "bash");
  EXPECT_EQ(list.packages[1].version, "1.2.11-39.el9");
  EXPECT_EQ(list.packages[1].source_name, "zlib");
  EXPECT_EQ(list.packages[1].location, "var/lib/rpm/rpmdb.sqlite");
  EXPECT_THAT(read(rpm_database({})).packages, IsEmpty());
}

TEST_F(RpmDatabase, ReadsWhatIsStillInTheLog) {
  std::string log;
  const std::string database = rpm_database_with_log({rpm_package("bash", "5", "6")}, log);
  EXPECT_THAT(read(database).packages, IsEmpty());
  EXPECT_EQ(read(database, log).packages.size(), 1U);
  EXPECT_THAT(read(database).packages, IsEmpty()) << "the log of another image";
}

TEST_F(RpmDatabase, RefusesWhatIsNoDatabase) {
  expect_refused("no database at all", "cannot be read");
  const std::string whole =
      rpm_database(std::vector<std::string>(50, rpm_package("bash", "5", "6")));
  expect_refused(whole.substr(0, whole.size() / 2), "cannot be read");
  expect_refused(sqlite_database({"CREATE TABLE Other (blob BLOB)"}), "has no table Packages");
  expect_refused(sqlite_database({"CREATE TABLE Packages (hnum INTEGER)"}), "cannot be read");
  expect_refused("", "has no table Packages");
}

TEST_F(RpmDatabase, RunsNothingOfTheSchema) {
  expect_refused(sqlite_database({"CREATE VIEW Packages AS WITH RECURSIVE n(blob) AS "
                                  "(SELECT 1 UNION ALL SELECT blob + 1 FROM n) SELECT * FROM n"}),
                 "has no table Packages");
}

TEST_F(RpmDatabase, PassesOnWhatIsWrongWithAHeader) {
  const AdapterError error = testing::error_of([&] { read(rpm_database({"short"})); });
  EXPECT_EQ(error.code, ErrorCode::kMalformedData);
  EXPECT_THAT(error.message, HasSubstr("it is too short"));
}

TEST_F(RpmDatabase, StopsWhenTheCallIsOver) {
  const std::string database = rpm_database({rpm_package("bash", "5", "6")});
  context_.cancel();
  EXPECT_EQ(testing::code_of([&] { read(database); }), ErrorCode::kCancelled);
}

}  // namespace
}  // namespace portside::offline
