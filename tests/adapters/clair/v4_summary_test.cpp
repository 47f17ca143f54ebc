// SPDX-License-Identifier: Apache-2.0
//
// What a report that is empty, or not, means.
#include "clair/v4/report_summary.hpp"

#include "clair/v4/vulnerability_report.hpp"
#include "portside/sdk/json_stream.hpp"
#include "v4_fixture.hpp"

namespace portside::clair::v4 {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

UpdateOperations updates_of(const std::string& updater) {
  UpdateOperations updates;
  updates.updated_at[updater] = 1'700'000'000'000;
  return updates;
}

ScanSummary summary_of_text(const std::string& report, std::uint64_t rows,
                            const std::optional<UpdateOperations>& updates,
                            const ScanFacts& facts = {}) {
  ReportData data;
  const auto parser = vulnerability_report_parser(data);
  parser->write(report);
  parser->finish();
  finish_report(data, true);
  return summary_of(data, rows, facts, updates);
}

std::string report_of_package(const std::string& database, const std::string& distribution) {
  return R"({"packages":{"1":{"name":"a","version":"1","kind":"binary"}},"environments":{"1":[
             {"package_db":")" +
         database + R"(","distribution_id":")" + (distribution.empty() ? "" : "7") +
         R"("}]},"distributions":{)" +
         (distribution.empty()
              ? ""
              : R"("7":{"did":")" + distribution + R"(","version_id":"12","pretty_name":"Nice"})") +
         "}}";
}

nlohmann::json metadata_of(const ScanSummary& summary) {
  return nlohmann::json::parse(summary.metadata.text);
}

TEST(Clair4Summary, ARecordedReportIsScanned) {
  ScanFacts facts;
  facts.index_state = "s";
  const auto summary = summary_of_text(recorded("vuln-report").response.body, 6,
                                       updates_of("debian/updater"), facts);
  EXPECT_EQ(summary.coverage.outcome, CoverageOutcome::kScanned);
  EXPECT_EQ(summary.coverage.os, "debian 12");
  EXPECT_EQ(summary.coverage.packages, 6U);
  EXPECT_EQ(summary.coverage.data_updated_at, 1'700'000'000'000);
  EXPECT_THAT(summary.coverage.notes, IsEmpty());
  const auto expected = nlohmann::json::parse(R"x({"generation":4,"index_state":"s","packages":6,
      "skipped_layers":[],"layer_notes":[],"only_empty_layers":false,"os_supported":true,"data_available":true,
      "distribution":"debian 12","distribution_name":"Debian GNU/Linux 12 (bookworm)",
      "data_updated_at":1700000000000})x");
  EXPECT_EQ(metadata_of(summary), expected);
}

/// Clair 4 shows an operating system that it does not know as an image without anything.
TEST(Clair4Summary, WithoutPackagesAnImageIsUnsupported) {
  const auto summary = summary_of_text(recorded("vuln-report-no-packages").response.body, 0,
                                       updates_of("debian/updater"));
  EXPECT_EQ(summary.coverage.outcome, CoverageOutcome::kUnsupported);
  EXPECT_THAT(summary.coverage.notes, ElementsAre(HasSubstr("made from scratch")));
  EXPECT_EQ(metadata_of(summary)["os_supported"], false);
}

TEST(Clair4Summary, OnlyEmptyLayersAreNothingToScan) {
  ScanFacts facts;
  facts.has_only_empty_layers = true;
  const auto summary = summary_of_text(recorded("vuln-report-no-packages").response.body, 0,
                                       updates_of("debian/updater"), facts);
  EXPECT_EQ(summary.coverage.outcome, CoverageOutcome::kNothingToScan);
  EXPECT_THAT(summary.coverage.notes, ElementsAre(HasSubstr("No layer of the image has a file")));
  Previous previous;
  previous.scan_metadata = summary.metadata;
  EXPECT_TRUE(facts_of(previous).has_only_empty_layers);
}

TEST(Clair4Summary, ADistributionWithoutPackagesIsToldApart) {
  const auto summary =
      summary_of_text(R"({"distributions":{"7":{"did":"debian","version_id":"12"}}})", 0,
                      updates_of("debian/updater"));
  EXPECT_EQ(summary.coverage.outcome, CoverageOutcome::kUnsupported);
  EXPECT_THAT(summary.coverage.notes, ElementsAre(HasSubstr("debian 12) but found no packages")));
}

TEST(Clair4Summary, SourcePackagesAreNoPackages) {
  const auto summary = summary_of_text(
      R"({"packages":{"1":{"name":"a","version":"1","kind":"source"}}})", 0, std::nullopt);
  EXPECT_EQ(summary.coverage.packages, 0U);
}

TEST(Clair4Summary, PackagesOfAnUnknownSystemAreUnsupported) {
  for (const char* const database :
       {"var/lib/dpkg/status", "sqlite:usr/lib/sysimage/rpm", "lib/apk/db/installed"}) {
    const auto summary =
        summary_of_text(report_of_package(database, ""), 0, updates_of("debian/updater"));
    EXPECT_EQ(summary.coverage.outcome, CoverageOutcome::kUnsupported) << database;
    EXPECT_THAT(summary.coverage.notes, ElementsAre(HasSubstr("1 package of an operating system")));
    EXPECT_EQ(metadata_of(summary)["os_supported"], false);
  }
}

TEST(Clair4Summary, PackagesOfLanguagesNeedNoSystem) {
  const auto summary =
      summary_of_text(report_of_package("python:usr/lib/python3", ""), 0, updates_of("osv/pypi"));
  EXPECT_EQ(summary.coverage.outcome, CoverageOutcome::kScanned);
  EXPECT_THAT(summary.coverage.notes, IsEmpty());
}

TEST(Clair4Summary, FindingsProveThatSomethingWasScanned) {
  const auto summary = summary_of_text(report_of_package("var/lib/dpkg/status", ""), 3,
                                       updates_of("debian/updater"));
  EXPECT_EQ(summary.coverage.outcome, CoverageOutcome::kScanned);
  EXPECT_THAT(summary.coverage.notes, ElementsAre(HasSubstr("does not know")));
}

TEST(Clair4Summary, FindingsWeighMoreThanWhatTheMatcherAndTheIndexTell) {
  const auto without_updates =
      summary_of_text(recorded("vuln-report").response.body, 6, UpdateOperations());
  EXPECT_EQ(without_updates.coverage.outcome, CoverageOutcome::kScanned);
  EXPECT_THAT(without_updates.coverage.notes, IsEmpty());
  const auto of_source = summary_of_text(
      R"({"packages":{"1":{"name":"a","version":"1","kind":"source"}}})", 1, std::nullopt);
  EXPECT_EQ(of_source.coverage.outcome, CoverageOutcome::kScanned);
}

TEST(Clair4Summary, AMatcherWithoutDataHasNoData) {
  const auto summary =
      summary_of_text(recorded("vuln-report").response.body, 0, UpdateOperations());
  EXPECT_EQ(summary.coverage.outcome, CoverageOutcome::kNoData);
  EXPECT_THAT(summary.coverage.notes, ElementsAre(HasSubstr("'updaters'")));
  EXPECT_EQ(metadata_of(summary)["data_available"], false);
}

TEST(Clair4Summary, DataOfOtherDistributionsIsNoData) {
  const auto report = report_of_package("var/lib/dpkg/status", "debian");
  const auto none = summary_of_text(report, 0, updates_of("alpine-main-v3.18-updater"));
  EXPECT_EQ(none.coverage.outcome, CoverageOutcome::kNoData);
  EXPECT_THAT(none.coverage.notes, ElementsAre(HasSubstr("none of an updater for debian 12")));
  const auto some = summary_of_text(report, 1, updates_of("alpine-main-v3.18-updater"));
  EXPECT_EQ(some.coverage.outcome, CoverageOutcome::kScanned);
  EXPECT_THAT(some.coverage.notes, ElementsAre(HasSubstr("none of an updater")));
}

TEST(Clair4Summary, NothingIsClaimedAboutDistributionsWhoseUpdatersAreNotKnown) {
  const auto summary = summary_of_text(report_of_package("var/lib/rpm/x", "fedora"), 0,
                                       updates_of("alpine-main-v3.18-updater"));
  EXPECT_EQ(summary.coverage.outcome, CoverageOutcome::kScanned);
}

TEST(Clair4Summary, AMatcherThatDoesNotTellLeavesTheAgeOpen) {
  const auto summary = summary_of_text(recorded("vuln-report").response.body, 0, std::nullopt);
  EXPECT_EQ(summary.coverage.outcome, CoverageOutcome::kScanned);
  EXPECT_EQ(summary.coverage.data_updated_at, std::nullopt);
}

TEST(Clair4Summary, NamesFromOutsideAreMadeFit) {
  const auto summary =
      summary_of_text(R"({"distributions":{"1":{"did":"de\nb\u0000ian","pretty_name":")" +
                          std::string(1'000, 'x') + "\"}}}",
                      0, std::nullopt);
  EXPECT_EQ(summary.coverage.os.find_first_of(std::string_view("\n\0", 2)), std::string::npos);
  EXPECT_LE(metadata_of(summary)["distribution_name"].get<std::string>().size(), 110U);
}

TEST(Clair4Facts, AreThoseOfTheImage) {
  ImageLayers image;
  image.notes = {"A foreign layer was left out."};
  image.layers = {
      {"sha256:aa", "", true, ""},
      {"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "", false, ""}};
  const ScanFacts facts = facts_of(image, "state");
  EXPECT_EQ(facts.index_state, "state");
  EXPECT_THAT(facts.skipped_layers, ElementsAre("sha256:aa"));
  EXPECT_THAT(facts.layer_notes,
              ElementsAre("A foreign layer was left out.", HasSubstr("files of no bytes")));
  EXPECT_FALSE(facts.has_only_empty_layers) << "what was left out may be anything";
}

TEST(Clair4Facts, TellAnEmptyImageByItsDigests) {
  const auto empty = [](const std::vector<std::string>& digests) {
    ImageLayers image;
    for (const auto& digest : digests) image.layers.push_back({digest, "", false, ""});
    return facts_of(image, "s").has_only_empty_layers;
  };
  const char* const no_bytes =
      "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  const char* const docker =
      "sha256:a3ed95caeb02ffe68cdd9fd84406680ae93d633cb16422d00e8a7c22955b46d4";
  const char* const buildkit =
      "sha256:4f4fb700ef54461cfa02571ae0db9a0dc1e0cdb5577484a6d75e68dc38e8acc1";
  EXPECT_TRUE(empty({no_bytes, docker, buildkit}));
  EXPECT_FALSE(empty({docker, "sha256:aa"}));
  EXPECT_FALSE(empty({}));
}

TEST(Clair4Facts, ComeBackFromTheMetadata) {
  ScanFacts facts;
  facts.index_state = "s";
  facts.skipped_layers = {"sha256:aa"};
  facts.layer_notes = {"A note."};
  const auto summary = summary_of_text("{}", 0, std::nullopt, facts);
  EXPECT_THAT(summary.coverage.notes, Contains("A note."));
  Previous previous;
  previous.scan_metadata = summary.metadata;
  const ScanFacts again = facts_of(previous);
  EXPECT_EQ(again.index_state, "s");
  EXPECT_EQ(again.skipped_layers, facts.skipped_layers);
  EXPECT_EQ(again.layer_notes, facts.layer_notes);
}

TEST(Clair4Facts, AreEmptyWhenTheMetadataIsNotOurs) {
  EXPECT_EQ(facts_of(std::nullopt).index_state, "");
  for (const char* const text :
       {"", "null", "[]", "{", R"({"generation":2,"index_state":"s"})", R"({"index_state":"s"})",
        R"({"generation":4,"index_state":7,"layer_notes":{},"skipped_layers":[7],
            "only_empty_layers":"true"})",
        R"({"generation":"4","index_state":"s"})"}) {
    const ScanFacts facts = facts_of(Previous{{text}, {}, {}});
    EXPECT_EQ(facts.index_state, "") << text;
    EXPECT_THAT(facts.layer_notes, IsEmpty());
    EXPECT_THAT(facts.skipped_layers, IsEmpty());
    EXPECT_FALSE(facts.has_only_empty_layers);
  }
}

}  // namespace
}  // namespace portside::clair::v4
