// SPDX-License-Identifier: Apache-2.0
#include "clair/v2/layer_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "v2_fixture.hpp"

namespace portside::clair::v2 {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Clair2LayerReport : public ::testing::Test {
 protected:
  Clair2LayerReport() {
    chain_ = name_layers({{kBaseDigest, "", false, ""}, {kChildDigest, "", false, ""}},
                         crypto::plugin_crypto());
  }

  LayerFacts read(const std::string& text, std::size_t piece = 1'000'000) {
    LayerReport report(chain_, sink_);
    for (std::size_t at = 0; at < text.size(); at += piece) {
      report.json().write(std::string_view(text).substr(at, piece));
    }
    report.json().finish();
    return report.facts();
  }
  /// A report of one feature with these members.
  LayerFacts read_feature(const std::string& members) {
    return read(R"({"Layer":{"NamespaceName":"debian:9","Features":[{)" + members + "}]}}");
  }
  static std::string recorded(const std::string& name) {
    return read_recorded("v2", name).response.body;
  }

  Chain chain_;
  RowsOfReport sink_;
};

TEST_F(Clair2LayerReport, HasARowForEachVulnerabilityOfEachFeature) {
  const LayerFacts facts = read(recorded("layer-get-with-vulns"));
  EXPECT_TRUE(facts.is_there);
  EXPECT_EQ(facts.os, "debian:9");
  EXPECT_EQ(facts.engine, 3);
  EXPECT_EQ(facts.features, 5U);
  EXPECT_EQ(facts.vulnerabilities, 7U);
  ASSERT_EQ(sink_.rows.size(), 7U);
}

TEST_F(Clair2LayerReport, FillsARowWithAllThatClairSays) {
  read(recorded("layer-get-with-vulns"));
  const Vulnerability row = sink_.row("CVE-2018-0734");
  EXPECT_EQ(row.package, "openssl");
  EXPECT_EQ(row.version, "1.1.0f-3");
  EXPECT_EQ(row.fixed_version, "1.1.0j-1~deb9u1");
  EXPECT_EQ(row.severity, Severity::kMedium);
  EXPECT_EQ(row.severity_text, "Medium");
  EXPECT_THAT(row.description, ::testing::StartsWith("The OpenSSL DSA signature"));
  EXPECT_THAT(row.links, ElementsAre("https://security-tracker.debian.org/tracker/CVE-2018-0734"));
  EXPECT_EQ(row.layer_digest, kBaseDigest);
  EXPECT_EQ(row.data_source, "debian:9");
  EXPECT_EQ(row.extra.text, R"({"published":"2018-10-29T13:29Z"})");
  ASSERT_EQ(row.cvss.size(), 2U);
  EXPECT_EQ(row.cvss[0].source, "nvd");
  EXPECT_EQ(row.cvss[0].version, "3.0");
  EXPECT_EQ(row.cvss[0].score, 5.9);
  EXPECT_EQ(row.cvss[0].vector, "CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N");
  EXPECT_EQ(row.cvss[1].version, "2.0");
  EXPECT_EQ(row.cvss[1].score, 4.3);
  EXPECT_EQ(row.cvss[1].vector, "AV:N/AC:M/Au:N/C:P/I:N/A:N");
}

TEST_F(Clair2LayerReport, LeavesNothingOfOneRowInTheNext) {
  read(recorded("layer-get-with-vulns"));
  const Vulnerability row = sink_.row("CVE-2007-6755");
  EXPECT_EQ(row.fixed_version, "");
  EXPECT_EQ(row.severity, Severity::kNegligible);
  EXPECT_THAT(row.cvss, IsEmpty());
  EXPECT_EQ(row.extra.text, "");
  EXPECT_THAT(sink_.row("CVE-2014-0160").links, IsEmpty());
}

TEST_F(Clair2LayerReport, KnowsTheSeveritiesOfClair) {
  read(recorded("layer-get-with-vulns"));
  EXPECT_EQ(sink_.row("CVE-2014-0160").severity, Severity::kCritical) << "Defcon1";
  EXPECT_EQ(sink_.row("CVE-2014-0160").severity_text, "Defcon1");
  EXPECT_EQ(sink_.row("CVE-2019-3822").severity, Severity::kCritical);
  EXPECT_EQ(sink_.row("CVE-2019-9924").severity, Severity::kHigh);
  EXPECT_EQ(sink_.row("CVE-2016-2781").severity, Severity::kUnknown);
  EXPECT_EQ(sink_.row("CVE-2018-25032").severity, Severity::kLow);
}

TEST_F(Clair2LayerReport, IsTheSameInPiecesOfAnySize) {
  const std::string text = recorded("layer-get-with-vulns");
  read(text);
  const std::vector<Vulnerability> whole = std::move(sink_.rows);
  for (const std::size_t piece : {1U, 2U, 13U, 997U}) {
    sink_.rows.clear();
    EXPECT_EQ(read(text, piece).vulnerabilities, whole.size());
    ASSERT_EQ(sink_.rows.size(), whole.size()) << piece;
    for (std::size_t i = 0; i < whole.size(); ++i) {
      EXPECT_EQ(sink_.rows[i].id, whole[i].id);
      EXPECT_EQ(sink_.rows[i].description, whole[i].description);
      EXPECT_EQ(sink_.rows[i].layer_digest, whole[i].layer_digest);
    }
  }
}

TEST_F(Clair2LayerReport, TakesMembersInAnyOrder) {
  read_feature(R"("Vulnerabilities":[{"FixedBy":"2","Severity":"High","Name":"CVE-1"}],)"
               R"("AddedBy":")" +
               chain_[1].name + R"(","Version":"1","Name":"bash")");
  const Vulnerability late = sink_.row("CVE-1");
  EXPECT_EQ(late.package, "bash");
  EXPECT_EQ(late.version, "1");
  EXPECT_EQ(late.fixed_version, "2");
  EXPECT_EQ(late.layer_digest, kChildDigest);
  sink_.rows.clear();
  read_feature(R"("AddedBy":")" + chain_[1].name +
               R"(","Name":"bash","Version":"1","Vulnerabilities":[{"Name":"CVE-1"}])");
  EXPECT_EQ(sink_.row("CVE-1").layer_digest, kChildDigest);
}

TEST_F(Clair2LayerReport, KnowsNoDigestOfALayerThatIsNotInTheImage) {
  read_feature(R"("Vulnerabilities":[{"Name":"CVE-1"}],"AddedBy":"c-plain-tar")");
  EXPECT_EQ(sink_.row("CVE-1").layer_digest, "");
  read_feature(R"("Vulnerabilities":[{"Name":"CVE-2"}])");
  EXPECT_EQ(sink_.row("CVE-2").layer_digest, "");
}

TEST_F(Clair2LayerReport, TakesNoScoreForAScoreThatIsNone) {
  read_feature(
      R"("Vulnerabilities":[{"Name":"CVE-1","Metadata":{"NVD":{"CVSSv2":{"Score":0,"Vectors":"x"},)"
      R"("CVSSv3":{"Score":99}}}},{"Name":"CVE-2","Metadata":{"NVD":{"CVSSv3":{"Score":9.8,)"
      R"("Vectors":"CVSS:3.1/AV:N"}}}},{"Name":"CVE-3","Metadata":{"NVD":null}},)"
      R"({"Name":"CVE-4","Metadata":{"NVD":{"CVSSv2":{"Score":"5","PublishedDateTime":"\"}"}}}}])");
  EXPECT_THAT(sink_.row("CVE-1").cvss, IsEmpty());
  ASSERT_EQ(sink_.row("CVE-2").cvss.size(), 1U);
  EXPECT_EQ(sink_.row("CVE-2").cvss[0].version, "3.1");
  EXPECT_THAT(sink_.row("CVE-3").cvss, IsEmpty());
  EXPECT_THAT(sink_.row("CVE-4").cvss, IsEmpty());
  EXPECT_EQ(sink_.row("CVE-4").extra.text, "") << "no JSON out of a date that is none";
}

TEST_F(Clair2LayerReport, TakesNoneForNoFix) {
  read_feature(R"("Vulnerabilities":[{"Name":"CVE-1","FixedBy":"None"}])");
  EXPECT_EQ(sink_.row("CVE-1").fixed_version, "");
}

TEST_F(Clair2LayerReport, CountsFeaturesWithoutVulnerabilities) {
  const LayerFacts facts = read(recorded("layer-get-content-debian12-base"));
  EXPECT_EQ(facts.features, 3U);
  EXPECT_EQ(facts.vulnerabilities, 0U);
  EXPECT_EQ(facts.os, "debian:12");
}

TEST_F(Clair2LayerReport, SeesThatThereIsNothing) {
  const LayerFacts facts = read(recorded("layer-get-content-zero-bytes"));
  EXPECT_TRUE(facts.is_there);
  EXPECT_EQ(facts.os, "");
  EXPECT_EQ(facts.features, 0U);
  EXPECT_FALSE(read(recorded("layer-get-unknown")).is_there);
}

TEST_F(Clair2LayerReport, RefusesAVulnerabilityWithoutAName) {
  try {
    read_feature(R"("Vulnerabilities":[{"Name":"CVE-1"},{"Severity":"High"}])");
    FAIL() << "it was taken";
  } catch (const AdapterError& error) {
    EXPECT_EQ(error.code, ErrorCode::kScannerBadAnswer);
  }
  EXPECT_THAT(sink_.rows, IsEmpty());
}

TEST_F(Clair2LayerReport, HoldsOneFeatureOnlyUpToALimit) {
  LayerReport report(chain_, sink_);
  const std::string big =
      R"({"Name":"CVE-1","Description":")" + std::string(1'000'000, 'd') + "\"},";
  report.json().write(R"({"Layer":{"Features":[{"Vulnerabilities":[)");
  try {
    for (int i = 0; i < 100; ++i) report.json().write(big);
    FAIL() << "it was taken";
  } catch (const AdapterError& error) {
    EXPECT_EQ(error.code, ErrorCode::kTooLarge);
  }
}

TEST_F(Clair2LayerReport, RefusesAnOperatingSystemOfALongName) {
  EXPECT_THROW(read(R"({"Layer":{"NamespaceName":")" + std::string(1'000, 'x') + "\"}}"),
               AdapterError);
}

}  // namespace
}  // namespace portside::clair::v2
