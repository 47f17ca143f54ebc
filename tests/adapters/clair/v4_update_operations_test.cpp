// SPDX-License-Identifier: Apache-2.0
#include "clair/v4/update_operations.hpp"

#include "error_of.hpp"
#include "portside/sdk/json_stream.hpp"
#include "portside/sdk/rfc3339.hpp"
#include "v4_fixture.hpp"

namespace portside::clair::v4 {
namespace {

using testing::code_of;

UpdateOperations operations_of(const std::string& text) {
  UpdateOperations operations;
  const auto parser = update_operations_parser(operations);
  parser->write(text);
  parser->finish();
  return operations;
}

TEST(UpdateOperations, NewestOfEachUpdaterIsKept) {
  const auto operations = operations_of(recorded("update-operations-two").response.body);
  ASSERT_EQ(operations.updated_at.size(), 1U);
  EXPECT_EQ(operations.updated_at.at("debian/updater"), 1'795'294'212'050);
  EXPECT_EQ(operations.newest(), 1'795'294'212'050);
}

TEST(UpdateOperations, NewestOfAllUpdatersIsTold) {
  const auto operations = operations_of(
      R"({"a":[{"date":"2024-01-02T00:00:00Z"}],"b":[{"date":"2024-01-03T00:00:00Z"}],"c":[]})");
  EXPECT_EQ(operations.updated_at.size(), 2U);
  EXPECT_EQ(operations.newest(), sdk::parse_rfc3339("2024-01-03T00:00:00Z"));
}

TEST(UpdateOperations, NothingIsNoData) {
  const auto operations = operations_of("{}");
  EXPECT_TRUE(operations.empty());
  EXPECT_EQ(operations.newest(), std::nullopt);
}

TEST(UpdateOperations, DatesThatAreNoneArePassedOver) {
  EXPECT_TRUE(operations_of(R"({"a":[{"date":"yesterday"},{"date":7},{}],"b":null})").empty());
}

TEST(UpdateOperations, KnowWhichDistributionHasAnUpdater) {
  const auto operations = operations_of(
      R"({"debian/updater":[{"date":"2024-01-02T00:00:00Z"}],
          "RHEL9-rhel-9":[{"date":"2024-01-02T00:00:00Z"}]})");
  EXPECT_EQ(operations.have_distribution("debian"), true);
  EXPECT_EQ(operations.have_distribution("rhel"), true);
  EXPECT_EQ(operations.have_distribution("alpine"), false);
  EXPECT_EQ(operations.have_distribution("sles"), false);
  EXPECT_EQ(operations.have_distribution("gentoo"), std::nullopt);
  EXPECT_EQ(operations.have_distribution(""), std::nullopt);
}

TEST(UpdateOperations, AreNotCountedWithoutEnd) {
  std::string text = "{";
  for (int i = 0; i <= 10'000; ++i) {
    text += (i == 0 ? "\"" : ",\"") + std::to_string(i) + R"(":[{"date":"2024-01-02T00:00:00Z"}])";
  }
  EXPECT_EQ(code_of([&] { operations_of(text + "}"); }), ErrorCode::kTooLarge);
}

}  // namespace
}  // namespace portside::clair::v4
