// SPDX-License-Identifier: Apache-2.0
#include "anchore/report.hpp"

#include "anchore_fixture.hpp"
#include "error_of.hpp"

namespace portside::anchore {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class KeptRows final : public ReportSink {
 public:
  void vulnerability(const Vulnerability& row) override {
    rows.push_back(row.id + ":" + row.description);
  }
  ByteSink& document(const std::string&) override { throw std::logic_error("no documents here"); }

  std::vector<std::string> rows;
};

json report_of(int rows) {
  json list = json::array();
  for (int i = 0; i < rows; ++i) {
    list.push_back({{"vuln", "CVE-" + std::to_string(i)}, {"package_name", "p"}});
  }
  return {{"vulnerabilities", list}};
}

class AnchoreReportTest : public AnchoreTest {
 protected:
  AnchoreReportTest() { image_.digest = kImageDigest; }

  auto& expect_report(int version, const std::string& query) {
    return http().expect("GET", image_url(version) + "/vuln/all?vendor_only=false" + query);
  }
  std::optional<ReportFacts> read(int version) {
    return read_vulnerabilities(api(version), image_, sink_, context_);
  }

  ImageRecord image_;
  KeptRows sink_;
};

TEST_F(AnchoreReportTest, OfV2IsStreamed) {
  expect_report(2, "&include_vuln_description=true").respond(200, report_of(2).dump());
  const auto facts = read(2);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->rows, 2U);
  EXPECT_THAT(sink_.rows, ElementsAre("CVE-0:", "CVE-1:"));
}

TEST_F(AnchoreReportTest, OfV1IsDescribedFirst) {
  expect_report(1, "").respond(200, report_of(2).dump());
  http()
      .expect("GET",
              "http://anchore/v1/query/vulnerabilities?id=CVE-0,CVE-1&namespace=nvdv2%3Acves")
      .respond(200, R"({"vulnerabilities":[{"id":"CVE-1","description":"d"}]})");
  ASSERT_TRUE(read(1));
  EXPECT_THAT(sink_.rows, ElementsAre("CVE-0:", "CVE-1:d"));
}

TEST_F(AnchoreReportTest, OfV1WithoutDescriptionsIsOneCall) {
  config_.descriptions = false;
  expect_report(1, "").respond(200, report_of(1).dump());
  ASSERT_TRUE(read(1));
  EXPECT_THAT(sink_.rows, ElementsAre("CVE-0:"));
}

TEST_F(AnchoreReportTest, DescriptionsThatCannotBeHadDoNotFailIt) {
  expect_report(1, "").respond(200, report_of(1).dump());
  http()
      .expect("GET", "http://anchore/v1/query/vulnerabilities?id=CVE-0&namespace=nvdv2%3Acves")
      .respond(500, R"("oops")");
  ASSERT_TRUE(read(1));
  EXPECT_THAT(sink_.rows, ElementsAre("CVE-0:"));
  EXPECT_EQ(host_.log_lines().size(), 1U);
}

// The one switch is not to stand for the other.
TEST_F(AnchoreReportTest, DescriptionsAndVendorOnlyAreTwoThings) {
  config_.vendor_only = true;
  config_.descriptions = false;
  http()
      .expect("GET", image_url(2) + "/vuln/all?vendor_only=true")
      .respond(200, report_of(0).dump());
  ASSERT_TRUE(read(2));
  config_.vendor_only = false;
  config_.descriptions = true;
  expect_report(2, "&include_vuln_description=true").respond(200, report_of(0).dump());
  ASSERT_TRUE(read(2));
}

TEST_F(AnchoreReportTest, OfAnImageThatIsNotAnalysedIsNone) {
  const std::string body = error_body(404, "image is not analyzed - analysis_status: analyzing");
  expect_report(2, "&include_vuln_description=true").respond(404, body);
  EXPECT_EQ(read(2), std::nullopt);
  json liar = json::parse(body);
  liar.update(report_of(1));
  expect_report(2, "&include_vuln_description=true").respond(404, liar.dump());
  EXPECT_EQ(testing::code_of([&] { read(2); }), ErrorCode::kScannerBadAnswer);
}

TEST_F(AnchoreReportTest, OtherAnswersAreErrors) {
  expect_report(2, "&include_vuln_description=true").respond(500, R"("oops")");
  EXPECT_TRUE(testing::error_of([&] { read(2); }).can_retry);
  expect_report(2, "&include_vuln_description=true").respond(200, "<html>sign in</html>");
  EXPECT_EQ(testing::code_of([&] { read(2); }), ErrorCode::kScannerBadAnswer);
  EXPECT_THAT(sink_.rows, IsEmpty());
}

// An empty report that is none would look like an image without vulnerabilities.
TEST_F(AnchoreReportTest, WithoutAListIsABadAnswer) {
  for (const char* body : {"{}", "[]", "null", R"({"vulnerabilities":null})",
                           R"({"vulnerabilities":{}})", R"({"vulnerabilities":["CVE-1"]})"}) {
    expect_report(2, "&include_vuln_description=true").respond(200, body);
    const AdapterError error = testing::error_of([&] { read(2); });
    EXPECT_EQ(error.code, ErrorCode::kScannerBadAnswer) << body;
    EXPECT_TRUE(error.can_retry);
  }
}

TEST_F(AnchoreReportTest, RowsThatSayNothingAreLeftOutAndLogged) {
  json report = report_of(1);
  report["vulnerabilities"].push_back({{"vuln", "CVE-9"}});
  expect_report(2, "&include_vuln_description=true").respond(200, report.dump());
  EXPECT_EQ(read(2)->unusable, 1U);
  ASSERT_EQ(host_.log_lines().size(), 1U);
  EXPECT_THAT(host_.log_lines()[0].message, HasSubstr("1 vulnerabilities"));
}

// An engine whose members have other names would make every image look clean.
TEST_F(AnchoreReportTest, RowsOfWhichNoneSaysAnythingAreABadAnswer) {
  expect_report(2, "&include_vuln_description=true")
      .respond(200, R"({"vulnerabilities":[{"id":"CVE-1","package":{"name":"p"}},{}]})");
  const AdapterError error = testing::error_of([&] { read(2); });
  EXPECT_EQ(error.code, ErrorCode::kScannerBadAnswer);
  EXPECT_TRUE(error.can_retry);
  EXPECT_THAT(error.message, HasSubstr("2 entries"));
  EXPECT_THAT(sink_.rows, IsEmpty());
}

TEST_F(AnchoreReportTest, TooLargeToBeDescribedIsStreamed) {
  expect_report(1, "").respond(200, report_of(50'001).dump()).in_pieces_of(1U << 20U);
  EXPECT_EQ(read(1)->rows, 50'001U);
  EXPECT_EQ(sink_.rows.size(), 50'001U);
  EXPECT_EQ(sink_.rows.back(), "CVE-50000:");
  ASSERT_EQ(host_.log_lines().size(), 1U);
  EXPECT_THAT(host_.log_lines()[0].message, HasSubstr("not described"));
}

}  // namespace
}  // namespace portside::anchore
