// SPDX-License-Identifier: Apache-2.0
//
// A report without vulnerabilities is not a clean image: each reason is an outcome of its own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "clair/v2/layer_coverage.hpp"
#include "v2_fixture.hpp"

namespace portside::clair::v2 {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const char kZero[] = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const char kEmptyTar[] = "sha256:a3ed95caeb02ffe68cdd9fd84406680ae93d633cb16422d00e8a7c22955b46d4";

/// An image of one layer, of which Clair says what a recording says.
class Clair2Coverage : public Clair2Test {
 protected:
  Coverage coverage_of(const std::string& recording, const std::vector<Layer>& layers) {
    put_image(layers);
    ScanStep step = scan();
    std::string name;
    for (std::size_t i = 0; i < layers.size(); ++i) {
      name = nlohmann::json::parse(step.await->body)["Layer"]["Name"];
      if (i + 1 == layers.size()) expect_report(name).respond(answer(recording));
      step = resume(step, answer("layer-post-base"));
    }
    metadata_ = nlohmann::json::parse(step.summary.metadata.text);
    return step.summary.coverage;
  }
  Coverage coverage_of(const std::string& recording) {
    return coverage_of(recording, {{kBaseDigest}});
  }

  nlohmann::json metadata_;
};

TEST_F(Clair2Coverage, OfAnUnknownSystemIsUnsupported) {
  const Coverage coverage = coverage_of("layer-get-content-unsupported-os");
  EXPECT_EQ(coverage.outcome, CoverageOutcome::kUnsupported);
  EXPECT_EQ(coverage.os, "");
  EXPECT_THAT(coverage.notes, ElementsAre(HasSubstr("use another scanner")));
  EXPECT_EQ(metadata_["os_supported"], false);
  EXPECT_FALSE(metadata_.contains("data_available"));
}

TEST_F(Clair2Coverage, OfZeroBytesIsNothing) {
  const Coverage coverage = coverage_of("layer-get-content-zero-bytes", {{kZero}});
  EXPECT_EQ(coverage.outcome, CoverageOutcome::kNothingToScan);
  EXPECT_THAT(coverage.notes,
              ElementsAre(HasSubstr("no layer"), HasSubstr("push the image again")));
}

TEST_F(Clair2Coverage, OfEmptyArchivesIsNothing) {
  const Coverage coverage = coverage_of("layer-get-content-empty-tar", {{kEmptyTar}, {kEmptyTar}});
  EXPECT_EQ(coverage.outcome, CoverageOutcome::kNothingToScan);
  EXPECT_THAT(coverage.notes, ElementsAre(HasSubstr("no layer")));
}

TEST_F(Clair2Coverage, SaysThatOneLayerHasNoBytes) {
  const Coverage coverage = coverage_of("layer-get-with-vulns-base", {{kBaseDigest}, {kZero}});
  EXPECT_EQ(coverage.outcome, CoverageOutcome::kScanned);
  EXPECT_THAT(coverage.notes, ElementsAre(HasSubstr("zero bytes")));
}

TEST_F(Clair2Coverage, AsksForDataWhereNothingWasFound) {
  const std::string name = kBaseName;
  put_image({{kBaseDigest}});
  const ScanStep step = scan();
  expect_report(name).respond(answer("layer-get-content-debian12-base"));
  expect_get("/v1/namespaces/debian%3A12/vulnerabilities?limit=1")
      .respond(answer("vuln-list-empty"));
  const ScanStep done = resume(step, answer("layer-post-base"));
  const Coverage& coverage = done.summary.coverage;
  EXPECT_EQ(coverage.outcome, CoverageOutcome::kNoData);
  EXPECT_EQ(coverage.os, "debian 12");
  EXPECT_EQ(coverage.packages, 3U);
  EXPECT_THAT(coverage.notes, ElementsAre(HasSubstr("first update")));
  EXPECT_EQ(nlohmann::json::parse(done.summary.metadata.text)["data_available"], false);
}

struct GuardCase {
  const char* recording;
  CoverageOutcome outcome;
};

class Clair2DataGuard : public Clair2Test, public ::testing::WithParamInterface<GuardCase> {};

TEST_P(Clair2DataGuard, TellsCleanFromUnknown) {
  put_image({{kBaseDigest}});
  const ScanStep step = scan();
  expect_report(kBaseName).respond(answer("layer-get-content-alpine38-base"));
  expect_get("/v1/namespaces/alpine%3Av3.8/vulnerabilities?limit=1")
      .respond(answer(GetParam().recording));
  const Coverage coverage = resume(step, answer("layer-post-base")).summary.coverage;
  EXPECT_EQ(coverage.outcome, GetParam().outcome);
  EXPECT_EQ(coverage.os, "alpine 3.8");
}

INSTANTIATE_TEST_SUITE_P(Answers, Clair2DataGuard,
                         ::testing::Values(GuardCase{"vuln-list", CoverageOutcome::kScanned},
                                           GuardCase{"vuln-list-empty", CoverageOutcome::kNoData},
                                           GuardCase{"vuln-list-unknown-namespace",
                                                     CoverageOutcome::kNoData}));

TEST_F(Clair2DataGuard, DoesNotGuessWhenClairDoesNotSay) {
  put_image({{kBaseDigest}});
  const ScanStep step = scan();
  expect_report(kBaseName).respond(answer("layer-get-content-alpine38-base"));
  expect_get("/v1/namespaces/alpine%3Av3.8/vulnerabilities?limit=1")
      .respond(answer("namespaces-db-down"));
  try {
    resume(step, answer("layer-post-base"));
    FAIL() << "it guessed";
  } catch (const AdapterError& error) {
    EXPECT_EQ(error.code, ErrorCode::kScannerUnavailable);
  }
}

LayerFacts facts_of(const std::string& os, std::uint64_t features, std::uint64_t rows) {
  LayerFacts facts;
  facts.os = os;
  facts.features = features;
  facts.vulnerabilities = rows;
  return facts;
}

TEST(Clair2ReportSummary, OfASystemWithoutPackagesIsUnsupported) {
  const ScanSummary summary = report_summary(facts_of("debian:9", 0, 0), {}, "top", {});
  EXPECT_EQ(summary.coverage.outcome, CoverageOutcome::kUnsupported);
  EXPECT_THAT(summary.coverage.notes, ElementsAre(HasSubstr("distroless")));
}

TEST(Clair2ReportSummary, OfAnImageOfWhichNothingIsKnownIsUnsupported) {
  const ScanSummary summary = report_summary(facts_of("", 0, 0), {}, "top", {});
  EXPECT_EQ(summary.coverage.outcome, CoverageOutcome::kUnsupported);
}

TEST(Clair2ReportSummary, TakesALayerThatWasLeftOutForNoEmptyOne) {
  ImageChain image;
  image.chain = {{kBaseName, {kBaseDigest, {}, true, {}}}, {kTopName, {kEmptyTar, {}, false, {}}}};
  const ScanSummary summary = report_summary(facts_of("", 0, 0), image, kTopName, {});
  EXPECT_EQ(summary.coverage.outcome, CoverageOutcome::kUnsupported);
}

TEST(Clair2ReportSummary, WithDataAndWithoutRowsIsClean) {
  const ScanSummary summary = report_summary(facts_of("debian:9", 5, 0), {}, "top", true);
  EXPECT_EQ(summary.coverage.outcome, CoverageOutcome::kScanned);
  EXPECT_THAT(summary.coverage.notes, IsEmpty());
  EXPECT_EQ(nlohmann::json::parse(summary.metadata.text)["data_available"], true);
}

TEST(Clair2ReportSummary, SpellsSystemsAsOthersDo) {
  const auto os = [](const char* name) {
    return report_summary(facts_of(name, 1, 1), {}, "top", {}).coverage.os;
  };
  EXPECT_EQ(os("ubuntu:18.04"), "ubuntu 18.04");
  EXPECT_EQ(os("alpine:v3.8"), "alpine 3.8");
  EXPECT_EQ(os("debian:vista"), "debian vista");
  EXPECT_EQ(os("unstable"), "unstable");
  EXPECT_EQ(os(""), "");
}

TEST(Clair2ReportSummary, IsReadBack) {
  LayerFacts facts = facts_of("debian:9", 1, 1);
  facts.engine = 3;
  const ReportMetadata read = read_metadata(report_summary(facts, {}, kTopName, {}).metadata);
  EXPECT_EQ(read.top_layer, kTopName);
  EXPECT_EQ(read.engine, 3);
  EXPECT_EQ(read_metadata({}).engine, 0);
  EXPECT_EQ(read_metadata({R"({"indexed_by_version":"3"})"}).engine, 0);
}

}  // namespace
}  // namespace portside::clair::v2
