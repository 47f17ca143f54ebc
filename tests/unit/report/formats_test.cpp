// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "error_of.hpp"
#include "portside/api/error.hpp"
#include "portside/host/report_writers.hpp"
#include "sample_report.hpp"
#include "string_sink.hpp"

namespace portside {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using testing::empty_report;
using testing::full_report;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::row;
using ::testing::StartsWith;

json written(const char* format, const std::vector<ScanReport>& reports) {
  testing::StringSink sink;
  find_report_format(format)->write(reports, {}, sink);
  return json::parse(sink.text());
}

ScanReport not_scanned() {
  ScanReport report = empty_report();
  report.coverage.outcome = CoverageOutcome::kNoData;
  return report;
}

TEST(Formats, AreFoundByName) {
  std::vector<std::string_view> names;
  for (const ReportFormat& format : report_formats()) {
    EXPECT_EQ(find_report_format(format.name), &format);
    names.push_back(format.name);
  }
  EXPECT_THAT(names, ElementsAre("table", "json", "sarif", "cyclonedx", "harbor"));
  EXPECT_EQ(find_report_format("Table"), nullptr);
  EXPECT_EQ(find_report_format(""), nullptr);
}

TEST(Formats, AreTheSameInWhateverOrderRowsCome) {
  ScanReport report = full_report();
  report.vulnerabilities.push_back(row("CVE-9", "apt", Severity::kLow));
  report.vulnerabilities.push_back(row("CVE-8", "apt", static_cast<Severity>(77)));
  report.vulnerabilities.push_back(row("CVE-7", "apt", static_cast<Severity>(-1)));
  ScanReport other = report;
  std::ranges::reverse(other.vulnerabilities);
  for (const ReportFormat& format : report_formats()) {
    testing::StringSink a;
    testing::StringSink b;
    format.write(std::span(&report, 1), {}, a);
    format.write(std::span(&other, 1), {}, b);
    EXPECT_EQ(a.text(), b.text()) << format.name;
  }
}

TEST(Formats, StayJsonWhateverTextsSay) {
  ScanReport report = full_report();
  Vulnerability& bad = report.vulnerabilities[0];
  for (std::string* text : {&bad.id, &bad.package, &bad.version, &bad.title, &bad.description,
                            &bad.purl, &bad.location, &report.reference, &report.adapter_id}) {
    *text = "\"\\\xff\x01\n{";
  }
  bad.links = {"javascript:alert(1)", "https://x\"y", "https://good.example/"};
  bad.extra.text = "[not an object]";
  bad.cvss[0].score = std::numeric_limits<double>::infinity();
  bad.severity = static_cast<Severity>(77);
  for (const char* format : {"json", "sarif", "cyclonedx", "harbor"}) {
    EXPECT_NO_THROW(written(format, {report})) << format;
  }
  const json rule = written("sarif", {report})["runs"][0]["tool"]["driver"]["rules"].at(1);
  EXPECT_EQ(rule["helpUri"], "https://good.example/");
}

TEST(Formats, LeaveOutANumberOfPackagesThatNobodyTold) {
  ScanReport report = empty_report();
  for (const char* const format : {"json", "sarif", "cyclonedx"}) {
    SCOPED_TRACE(format);
    report.coverage.packages = 88;
    EXPECT_THAT(written(format, {report}).dump(), HasSubstr("packages\""));
    report.coverage.packages = 0;
    EXPECT_THAT(written(format, {report}).dump(), Not(HasSubstr("packages\"")));
  }
}

TEST(Sarif, HasARuleForEachIdAndAResultForEachRow) {
  ScanReport report = full_report();
  report.vulnerabilities.push_back(row("CVE-2", "apt", Severity::kMedium, "3"));
  const json run = written("sarif", {report})["runs"][0];
  const json& rules = run["tool"]["driver"]["rules"];
  ASSERT_EQ(rules.size(), 3U);
  EXPECT_EQ(rules[0]["id"], "CVE-2024-3094");
  EXPECT_EQ(rules[0]["properties"]["security-severity"], "10.0");
  EXPECT_EQ(rules[0]["properties"]["tags"], json({"security", "vulnerability", "critical"}));
  EXPECT_EQ(rules[1]["id"], "CVE-2");
  EXPECT_EQ(rules[1]["defaultConfiguration"]["level"], "warning");
  const json& results = run["results"];
  ASSERT_EQ(results.size(), 4U);
  std::set<std::string> fingerprints;
  for (const json& result : results) {
    EXPECT_EQ(rules[result["ruleIndex"].get<std::size_t>()]["id"], result["ruleId"]);
    fingerprints.insert(result["partialFingerprints"]["portsideVulnerability/v1"]);
  }
  EXPECT_EQ(fingerprints.size(), 4U);
  const json& place = results[0]["locations"][0]["physicalLocation"];
  EXPECT_EQ(place["artifactLocation"]["uri"], "library/app/var/lib/dpkg/status");
  EXPECT_EQ(place["region"]["startLine"], 1);
  EXPECT_EQ(results[1]["message"]["text"], "apt 1.0 has CVE-2 (Medium). Fixed in 3.");
  EXPECT_EQ(results[3]["suppressions"][0]["justification"], "not reachable");
  EXPECT_FALSE(results[0].contains("suppressions"));
}

TEST(Sarif, SaysThatAScanWasIncomplete) {
  const json bad = written("sarif", {not_scanned()})["runs"][0]["invocations"][0];
  EXPECT_EQ(bad["executionSuccessful"], false);
  EXPECT_EQ(bad["toolExecutionNotifications"][0]["level"], "error");
  EXPECT_THAT(bad["toolExecutionNotifications"][0]["message"]["text"].get<std::string>(),
              HasSubstr("no vulnerability data for debian 12"));
  const json good = written("sarif", {empty_report()})["runs"][0]["invocations"][0];
  EXPECT_EQ(good["executionSuccessful"], true);
  EXPECT_TRUE(good["toolExecutionNotifications"].empty());
}

TEST(Sarif, GivesEachSeverityAScoreThatReadersTakeForTheSame) {
  ScanReport report = empty_report();
  for (const auto severity : {Severity::kCritical, Severity::kHigh, Severity::kMedium,
                              Severity::kLow, Severity::kUnknown}) {
    report.vulnerabilities.push_back(row("CVE", "p", severity));
    report.vulnerabilities.back().id += std::to_string(static_cast<int>(severity));
  }
  const json rules = written("sarif", {report})["runs"][0]["tool"]["driver"]["rules"];
  EXPECT_EQ(rules[0]["properties"]["security-severity"], "9.5");
  EXPECT_EQ(rules[1]["properties"]["security-severity"], "8.0");
  EXPECT_EQ(rules[2]["properties"]["security-severity"], "5.5");
  EXPECT_EQ(rules[3]["properties"]["security-severity"], "2.0");
  EXPECT_FALSE(rules[4]["properties"].contains("security-severity"));
  EXPECT_EQ(rules[4]["defaultConfiguration"]["level"], "warning");
}

TEST(Sarif, DoesNotTakeARatingOfZeroForAScore) {
  ScanReport report = empty_report();
  report.vulnerabilities = {row("CVE-1", "p", Severity::kHigh), row("CVE-2", "p", Severity::kLow)};
  report.vulnerabilities[0].cvss = {{"nvd", "3.1", "", 0.0}};
  report.vulnerabilities[1].cvss = {{"nvd", "3.1", "", 0.0}, {"nvd", "2.0", "", 6.4}};
  const json rules = written("sarif", {report})["runs"][0]["tool"]["driver"]["rules"];
  EXPECT_EQ(rules[0]["properties"]["security-severity"], "8.0");
  EXPECT_EQ(rules[1]["properties"]["security-severity"], "6.4");
}

TEST(Sarif, TellsFindingsOfPlatformsAndRegistriesApart) {
  const auto fingerprint = [](const ScanReport& report) {
    const json result = written("sarif", {report})["runs"][0]["results"][0];
    return result["partialFingerprints"]["portsideVulnerability/v1"].get<std::string>();
  };
  const ScanReport report = full_report();
  ScanReport arm = report;
  arm.image.platform = "linux/arm64";
  EXPECT_NE(fingerprint(arm), fingerprint(report));
  ScanReport elsewhere = report;
  elsewhere.image.registry_url = "https://other.example";
  EXPECT_NE(fingerprint(elsewhere), fingerprint(report));
  ScanReport rebuilt = report;
  rebuilt.image.digest = "sha256:" + std::string(64, 'c');
  rebuilt.image.tags = {"2"};
  rebuilt.reference = "registry.example/library/app:2";
  rebuilt.image.registry_url = "http://Registry.example/";
  EXPECT_EQ(fingerprint(rebuilt), fingerprint(report)) << "the same finding in a later build";
}

TEST(Sarif, HasARunForEachReport) {
  const json runs = written("sarif", {full_report(), not_scanned(), empty_report()})["runs"];
  ASSERT_EQ(runs.size(), 3U);
  EXPECT_EQ(runs[1]["results"].size(), 0U);
}

TEST(CycloneDx, ListsPackagesOnceAndWhatAffectsThem) {
  ScanReport report = full_report();
  report.vulnerabilities.push_back(row("CVE-2", "liblzma5", Severity::kLow));
  report.vulnerabilities.push_back(row("CVE-9", "bash", Severity::kLow));
  const json bom = written("cyclonedx", {report});
  EXPECT_EQ(bom["specVersion"], "1.5");
  EXPECT_EQ(bom["metadata"]["timestamp"], "2024-03-29T12:00:01.500Z");
  EXPECT_EQ(bom["metadata"]["component"]["name"], "registry.example/library/app:1");
  ASSERT_EQ(bom["components"].size(), 4U);
  EXPECT_EQ(bom["components"][0]["purl"], "pkg:deb/debian/liblzma5@5.6.0-0.2?arch=amd64");
  std::set<std::string> refs = {bom["metadata"]["component"]["bom-ref"]};
  for (const json& component : bom["components"]) refs.insert(component["bom-ref"]);
  EXPECT_EQ(refs.size(), 5U);
  ASSERT_EQ(bom["vulnerabilities"].size(), 4U);
  for (const json& each : bom["vulnerabilities"]) {
    for (const json& affected : each["affects"]) EXPECT_TRUE(refs.contains(affected["ref"]));
  }
  const json& xz = bom["vulnerabilities"][0];
  EXPECT_EQ(xz["ratings"][0]["severity"], "critical");
  EXPECT_EQ(xz["ratings"][1]["method"], "CVSSv31");
  EXPECT_EQ(xz["cwes"], json({506}));
  EXPECT_FALSE(xz.contains("analysis"));
  EXPECT_EQ(bom["vulnerabilities"][1]["affects"].size(), 2U);
}

TEST(CycloneDx, AnalysesWhatIsSuppressed) {
  const json bom = written("cyclonedx", {full_report()});
  const json& last = bom["vulnerabilities"].back();
  EXPECT_EQ(last["id"], "CVE-3");
  EXPECT_EQ(last["analysis"]["state"], "exploitable") << "nobody said that it is not there";
  EXPECT_EQ(last["analysis"]["response"], json({"will_not_fix"}));
  EXPECT_EQ(last["analysis"]["detail"], "not reachable; passed over until 2031-01-31");
}

TEST(CycloneDx, LeavesOpenWhatIsSuppressedWithoutAReason) {
  ScanReport report = full_report();
  report.suppressed[0].reason = "";
  const json last = written("cyclonedx", {report})["vulnerabilities"].back();
  EXPECT_EQ(last["analysis"]["state"], "in_triage");
  EXPECT_FALSE(last["analysis"].contains("response"));
  EXPECT_EQ(last["analysis"]["detail"], "passed over until 2031-01-31");
  EXPECT_EQ(last["affects"][0]["versions"][0]["status"], "affected");
}

TEST(CycloneDx, HasNoElementTwice) {
  ScanReport report = full_report();
  report.vulnerabilities[0].aliases = {"DSA-1", "GHSA-2", "DSA-1"};
  report.vulnerabilities[0].cwe_ids = {"CWE-506", "CWE-0506"};
  const SuppressedVulnerability passed_over = report.suppressed[0];
  report.suppressed = {passed_over, passed_over, passed_over, passed_over, passed_over};
  report.suppressed[1].vulnerability.package = "zlib1g-dev";
  report.suppressed[2].reason = "another";
  report.suppressed[3].vulnerability.title = "of another feed";
  const json bom = written("cyclonedx", {report});
  EXPECT_EQ(bom["vulnerabilities"][0]["references"].size(), 2U);
  EXPECT_EQ(bom["vulnerabilities"][0]["cwes"], json({506}));
  ASSERT_EQ(bom["vulnerabilities"].size(), 4U);
  std::set<json> all(bom["vulnerabilities"].begin(), bom["vulnerabilities"].end());
  EXPECT_EQ(all.size(), 4U);
  EXPECT_EQ(bom["vulnerabilities"][2]["affects"].size(), 2U);
}

TEST(CycloneDx, TellsTheImageFromAPackageOfThatName) {
  ScanReport report = full_report();
  report.vulnerabilities[0].purl = "image";
  const json bom = written("cyclonedx", {report});
  EXPECT_NE(bom["components"][0]["bom-ref"], bom["metadata"]["component"]["bom-ref"]);
}

TEST(CycloneDx, HasASerialNumberMadeOfItsContent) {
  const std::string serial = written("cyclonedx", {full_report()})["serialNumber"];
  EXPECT_THAT(serial, ::testing::MatchesRegex(
                          "urn:uuid:[0-9a-f]+-[0-9a-f]+-8[0-9a-f]+-[89ab][0-9a-f]+-[0-9a-f]+"));
  EXPECT_EQ(serial.size(), 45U);
  EXPECT_EQ(written("cyclonedx", {full_report()})["serialNumber"], serial);
  ScanReport other = full_report();
  other.vulnerabilities[0].title += '.';
  EXPECT_NE(written("cyclonedx", {other})["serialNumber"], serial);
}

TEST(CycloneDx, HoldsSeveralImagesWithReferencesOfTheirOwn) {
  const json bom = written("cyclonedx", {full_report(), not_scanned(), full_report()});
  EXPECT_FALSE(bom["metadata"].contains("component"));
  ASSERT_EQ(bom["components"].size(), 3U);
  std::set<std::string> refs;
  std::size_t count = 0;
  for (const json& image : bom["components"]) {
    refs.insert(image["bom-ref"]);
    ++count;
    for (const json& component : image["components"]) {
      refs.insert(component["bom-ref"]);
      ++count;
    }
  }
  EXPECT_EQ(refs.size(), count);
  EXPECT_EQ(count, 9U);
  EXPECT_EQ(bom["compositions"][1]["aggregate"], "unknown");
}

TEST(Harbor, HasItsWords) {
  const json report = written("harbor", {full_report()});
  EXPECT_EQ(report["severity"], "Critical");
  EXPECT_EQ(report["scanner"]["vendor"], "Portside");
  ASSERT_EQ(report["vulnerabilities"].size(), 2U);
  const json& xz = report["vulnerabilities"][0];
  EXPECT_EQ(xz["fix_version"], "5.6.1+really5.4.5-1");
  EXPECT_EQ(xz["severity"], "Critical");
  EXPECT_EQ(xz["preferred_cvss"]["score_v3"], 10.0);
  EXPECT_EQ(xz["preferred_cvss"]["vector_v2"], "AV:N/AC:L/Au:N/C:C/I:C/A:C");
  EXPECT_EQ(xz["vendor_attributes"]["z"], 1.5);
  EXPECT_TRUE(report["vulnerabilities"][1]["links"].is_array());
}

TEST(Harbor, IsNeverCleanWithoutAScan) {
  EXPECT_EQ(written("harbor", {empty_report()})["severity"], "None");
  EXPECT_EQ(written("harbor", {not_scanned()})["severity"], "Unknown");
  EXPECT_EQ(written("harbor", {not_scanned()})["coverage"]["complete"], false);
  EXPECT_TRUE(written("harbor", {empty_report()})["vulnerabilities"].is_array());
}

TEST(Harbor, HoldsOneImage) {
  EXPECT_FALSE(find_report_format("harbor")->takes_several);
  const AdapterError error = testing::error_of([] {
    written("harbor", {empty_report(), empty_report()});
  });
  EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(error.message, StartsWith("a Harbor report is about one image; found 2"));
}

}  // namespace
}  // namespace portside
