// SPDX-License-Identifier: Apache-2.0
#include "anchore/image_record.hpp"

#include "anchore_fixture.hpp"
#include "error_of.hpp"

namespace portside::anchore {
namespace {

ImageRecord record_of(const std::string& body) {
  return read_image_record(answer_with(200, body));
}

nlohmann::json distribution(const nlohmann::json& name, const nlohmann::json& version) {
  return {{"image_content", {{"metadata", {{"distro", name}, {"distro_version", version}}}}}};
}

TEST(AnchoreImageRecordTest, BothVersionsAreRead) {
  for (const int version : {1, 2}) {
    const ImageRecord record = record_of(image_body(version, "analyzed", owned_by("anchore@eu")));
    EXPECT_EQ(record.digest, kImageDigest);
    EXPECT_EQ(record.analysis, Analysis::kAnalyzed);
    EXPECT_EQ(record.status, "analyzed");
    EXPECT_EQ(record.image_status, "active");
    EXPECT_EQ(record.owner, "anchore@eu");
    EXPECT_EQ(record.os, "debian 12");
  }
}

TEST(AnchoreImageRecordTest, EitherShapeIsTakenInEitherVersion) {
  EXPECT_EQ(record_of(nlohmann::json::array({image_document(2, "analyzed")}).dump()).digest,
            kImageDigest);
  EXPECT_EQ(record_of(image_document(1, "analyzed").dump()).digest, kImageDigest);
}

TEST(AnchoreImageRecordTest, WhatIsNotKnownIsPending) {
  EXPECT_EQ(record_of(image_body(1, "not_analyzed")).analysis, Analysis::kPending);
  EXPECT_EQ(record_of(image_body(2, "analyzing")).analysis, Analysis::kPending);
  EXPECT_EQ(record_of(image_body(2, "analysis_queued")).analysis, Analysis::kPending);
  EXPECT_EQ(record_of(image_body(2, "Analyzed")).analysis, Analysis::kPending);
  EXPECT_EQ(record_of(image_body(1, "analysis_failed")).analysis, Analysis::kFailed);
}

TEST(AnchoreImageRecordTest, ADistributionThatWasNotRecognisedIsNone) {
  const auto os_of = [](const nlohmann::json& name, const nlohmann::json& version) {
    return record_of(image_body(2, "analyzed", distribution(name, version))).os;
  };
  EXPECT_EQ(os_of("Unknown", "0"), "");
  EXPECT_EQ(os_of("", "12"), "");
  EXPECT_EQ(os_of(nullptr, nullptr), "");
  EXPECT_EQ(os_of("Alpine", "3.19.1"), "alpine 3.19.1");
  EXPECT_EQ(os_of("debian", ""), "debian");
  EXPECT_EQ(record_of(image_body(1, "analyzing", {{"image_content", nullptr}})).os, "");
}

TEST(AnchoreImageRecordTest, TellsHowItCameToItsStatus) {
  const nlohmann::json detail = {
      {"from_status", "analyzing"},
      {"to_status", "analysis_failed"},
      {"source", {{"host_id", "analyzer-1"}, {"service_name", "analyzer\n"}}},
      {"number", 7}};
  for (const int version : {1, 2}) {
    const ImageRecord record =
        record_of(image_body(version, "analysis_failed", {{"analysis_status_detail", detail}}));
    EXPECT_EQ(record.status_detail,
              "from_status: analyzing, host_id: analyzer-1, service_name: analyzer, "
              "to_status: analysis_failed");
  }
  EXPECT_EQ(
      record_of(image_body(2, "analyzed", {{"analysis_status_detail", nullptr}})).status_detail,
      "");
  nlohmann::json long_detail;
  for (int i = 0; i < 100; ++i) long_detail[std::to_string(i)] = std::string(1'000, 'x');
  EXPECT_LT(record_of(image_body(2, "analysis_failed", {{"analysis_status_detail", long_detail}}))
                .status_detail.size(),
            600U);
}

TEST(AnchoreImageRecordTest, AnnotationsMayBeAnything) {
  EXPECT_EQ(record_of(image_body(1, "analyzed")).owner, "");
  for (const char* const annotations : {"null", "[]", "\"x\"", R"({"portside-owner":7})"}) {
    const nlohmann::json more = {{"annotations", nlohmann::json::parse(annotations)}};
    EXPECT_EQ(record_of(image_body(2, "analyzed", more)).owner, "") << annotations;
  }
}

TEST(AnchoreImageRecordTest, WhatIsNoRecordIsABadAnswer) {
  const std::string two =
      nlohmann::json::array({image_document(1, "analyzed"), image_document(1, "analyzed")}).dump();
  const nlohmann::json no_digest = {{"image_digest", "sha256:../../x"}};
  for (const std::string& body :
       {std::string("[]"), std::string("{}"), std::string("true"), std::string("<html>"),
        std::string(), two, image_body(2, ""), image_body(2, "analyzed", no_digest)}) {
    const AdapterError error = testing::error_of([&] { record_of(body); });
    EXPECT_EQ(error.code, ErrorCode::kScannerBadAnswer) << body;
    EXPECT_TRUE(error.can_retry);
  }
}

TEST(AnchoreImageRecordTest, ARecordThatWasCutIsABadAnswer) {
  HttpResponse answer = answer_with(200, image_body(2, "analyzed"));
  answer.cut_short = true;
  EXPECT_EQ(testing::code_of([&] { read_image_record(answer); }), ErrorCode::kScannerBadAnswer);
}

}  // namespace
}  // namespace portside::anchore
