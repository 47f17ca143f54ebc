// SPDX-License-Identifier: Apache-2.0
#include "anchore/descriptions.hpp"

#include "anchore_fixture.hpp"
#include "error_of.hpp"

namespace portside::anchore {
namespace {

using nlohmann::json;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string cve_name(int number) {
  return "CVE-2026-" + std::to_string(10'000 + number);
}

std::vector<Vulnerability> undescribed_rows(int count, const std::string& source = "debian:12") {
  std::vector<Vulnerability> rows(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    rows[static_cast<std::size_t>(i)].id = cve_name(i);
    rows[static_cast<std::size_t>(i)].data_source = source;
  }
  return rows;
}

/// A page that describes the vulnerabilities from `first` to before `last`.
json description_page(int first, int last) {
  json page = {{"page", "1"}, {"returned_count", last - first}, {"vulnerabilities", json::array()}};
  for (int i = first; i < last; ++i) {
    page["vulnerabilities"].push_back(
        {{"id", cve_name(i)}, {"namespace", "debian:12"}, {"description", "about " + cve_name(i)}});
  }
  return page;
}

class AnchoreDescriptionsTest : public AnchoreTest {
 protected:
  static std::string query(int first, int last, const std::string& rest = "") {
    std::string url = "http://anchore/v1/query/vulnerabilities?id=" + cve_name(first);
    for (int i = first + 1; i < last; ++i) url += "," + cve_name(i);
    return url + "&namespace=nvdv2%3Acves,debian%3A12" + rest;
  }
  auto& expect_query(int first, int last, const std::string& rest = "") {
    return http().expect("GET", query(first, last, rest));
  }
  void add(std::vector<Vulnerability>& rows) { add_descriptions(api(1), rows, context_); }
  std::size_t described(int count) {
    std::vector<Vulnerability> rows = undescribed_rows(count);
    add(rows);
    return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [](const auto& row) {
      return row.description == "about " + row.id;
    }));
  }
};

TEST_F(AnchoreDescriptionsTest, ComeAHundredAtATime) {
  expect_query(0, 100).respond(200, description_page(0, 100).dump());
  expect_query(100, 150).respond(200, description_page(100, 150).dump());
  EXPECT_EQ(described(150), 150U);
  EXPECT_THAT(host_.log_lines(), IsEmpty());
}

TEST_F(AnchoreDescriptionsTest, OfAMultipleOfAHundredAreAllThereAndNothingMoreIsAsked) {
  expect_query(0, 100).respond(200, description_page(0, 100).dump());
  EXPECT_EQ(described(100), 100U);
  http().verify();
  expect_query(0, 100).respond(200, description_page(0, 100).dump());
  expect_query(100, 200).respond(200, description_page(100, 200).dump());
  EXPECT_EQ(described(200), 200U);
  http().verify();
  EXPECT_EQ(described(0), 0U);
}

TEST_F(AnchoreDescriptionsTest, PagesEndWhereNoNextOneIsNamed) {
  json first = description_page(0, 2);
  first["next_page"] = "2";
  json second = description_page(2, 3);
  second["next_page"] = 3;
  expect_query(0, 4).respond(200, first.dump());
  expect_query(0, 4, "&page=2").respond(200, second.dump());
  expect_query(0, 4, "&page=3").respond(200, description_page(3, 4).dump());
  EXPECT_EQ(described(4), 4U);
}

TEST_F(AnchoreDescriptionsTest, APageThatNamesItselfIsTheLast) {
  json page = description_page(0, 1);
  page["next_page"] = "2";
  expect_query(0, 1).respond(200, page.dump());
  expect_query(0, 1, "&page=2").respond(200, page.dump());
  EXPECT_EQ(described(1), 1U);
}

TEST_F(AnchoreDescriptionsTest, PagesHaveAnEnd) {
  for (int i = 0; i < 100; ++i) {
    json page = description_page(0, 1);
    page["next_page"] = std::to_string(i + 2);
    expect_query(0, 1, i == 0 ? "" : "&page=" + std::to_string(i + 1)).respond(200, page.dump());
  }
  EXPECT_EQ(described(1), 1U);
}

TEST_F(AnchoreDescriptionsTest, RowsOfOneVulnerabilityAreAskedForOnce) {
  std::vector<Vulnerability> rows = undescribed_rows(2);
  rows.push_back(rows[0]);
  rows[0].location = "/a";
  expect_query(0, 2).respond(200, description_page(0, 2).dump());
  add(rows);
  EXPECT_EQ(rows[0].description, "about " + cve_name(0));
  EXPECT_EQ(rows[2].description, rows[0].description);
  EXPECT_EQ(rows[0].location, "/a") << "rows keep their order";
}

TEST_F(AnchoreDescriptionsTest, OfAVendorGoBeforeThoseOfNvd) {
  const auto element = [](const char* name_space, const json& text) {
    return json{{"id", cve_name(0)}, {"namespace", name_space}, {"description", text}};
  };
  const json nvd = element("nvdv2:cves", "of NVD");
  const json vendor = element("debian:12", "of Debian");
  const json none = element("debian:11", nullptr);
  const json foreign = {{"id", "CVE-1999-1"}, {"description", "not asked for"}};
  for (const json& list : {json{nvd, vendor, none, foreign}, json{none, vendor, nvd}}) {
    std::vector<Vulnerability> rows = undescribed_rows(1);
    expect_query(0, 1).respond(200, json{{"vulnerabilities", list}}.dump());
    add(rows);
    EXPECT_EQ(rows[0].description, "of Debian");
  }
  std::vector<Vulnerability> rows = undescribed_rows(1);
  expect_query(0, 1).respond(200, json{{"vulnerabilities", json{none, nvd}}}.dump());
  add(rows);
  EXPECT_EQ(rows[0].description, "of NVD");
}

TEST_F(AnchoreDescriptionsTest, AFailureLeavesTheOthersAndIsLoggedOnce) {
  expect_query(0, 100).respond(500, R"("oops")");
  expect_query(100, 200).respond(200, description_page(100, 200).dump());
  expect_query(200, 201).respond(200, "<html>");
  EXPECT_EQ(described(201), 100U);
  ASSERT_EQ(host_.log_lines().size(), 1U);
  EXPECT_THAT(host_.log_lines()[0].message,
              HasSubstr("101 of 201 vulnerabilities have no description: "));
}

TEST_F(AnchoreDescriptionsTest, WhenThreeCallsFailedNoneFollows) {
  for (int i = 0; i < 3; ++i) expect_query(100 * i, 100 * i + 100).respond(400, "{}");
  EXPECT_EQ(described(500), 0U);
}

TEST_F(AnchoreDescriptionsTest, WithoutAConnectionNoneFollows) {
  expect_query(0, 100).fail(AdapterError(ErrorCode::kScannerUnreachable, "connection refused"));
  EXPECT_EQ(described(500), 0U);
}

TEST_F(AnchoreDescriptionsTest, TakeHalfOfTheTimeAtMost) {
  config_.timeout = 600'000;
  expect_query(0, 100).respond(200, description_page(0, 100).dump()).takes(20'000);
  expect_query(100, 200).respond(200, description_page(100, 200).dump()).takes(20'000);
  EXPECT_EQ(described(500), 100U);
  EXPECT_EQ(context_.time_left(), 30'000);
  EXPECT_EQ(http().requests().back().timeout, 10'000);
}

TEST_F(AnchoreDescriptionsTest, TakeAMinuteAtMost) {
  config_.timeout = 600'000;
  testing::TestCallContext long_call(3'600'000);
  expect_query(0, 100).respond(200, description_page(0, 100).dump()).takes(40'000);
  expect_query(100, 200).respond(200, description_page(100, 200).dump()).takes(40'000);
  std::vector<Vulnerability> rows = undescribed_rows(500);
  add_descriptions(api(1), rows, long_call);
  EXPECT_EQ(long_call.time_left(), 3'540'000);
}

TEST_F(AnchoreDescriptionsTest, AreNotAskedForWhenTheCallIsOver) {
  context_.cancel();
  EXPECT_EQ(testing::code_of([&] { described(1); }), ErrorCode::kCancelled);
  EXPECT_THAT(http().requests(), IsEmpty());
}

TEST_F(AnchoreDescriptionsTest, ACancelledCallIsNoFailureOfAnchore) {
  expect_query(0, 100).takes(1'000);
  context_.on_wait([&](Millis) { context_.cancel(); });
  EXPECT_EQ(testing::code_of([&] { described(200); }), ErrorCode::kCancelled);
}

TEST_F(AnchoreDescriptionsTest, OnlyNamesGoIntoTheQuery) {
  std::vector<Vulnerability> rows = undescribed_rows(1, "a&b=c,d");
  for (const std::string& id : {std::string("a,b"), std::string("x y"), std::string("a&b"),
                                std::string(65, 'x'), std::string()}) {
    rows.emplace_back();
    rows.back().id = id;
  }
  rows.emplace_back();
  rows.back().id = "CVE-2026-99999";
  rows.back().description = "is there";
  http()
      .expect("GET", "http://anchore/v1/query/vulnerabilities?id=" + cve_name(0) +
                         "&namespace=nvdv2%3Acves")
      .respond(200, description_page(0, 1).dump());
  add(rows);
  EXPECT_EQ(rows.back().description, "is there");
}

}  // namespace
}  // namespace portside::anchore
