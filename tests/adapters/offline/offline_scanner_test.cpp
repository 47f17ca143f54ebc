// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "error_of.hpp"
#include "rpm_fixture.hpp"
#include "scanned_image.hpp"
#include "sqlite_fixture.hpp"

namespace portside::offline {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::TarBuilder;

using OfflineScan = ScannedImage;

constexpr char kLanguages[] = "Packages of programming languages are not looked at.";

TEST_F(OfflineScan, ReportsWhatTheAdvisoriesSay) {
  write_index({make_advisory("CVE-1", "Debian:12", "openssl", "3.0.11-1~deb12u3"),
               make_advisory("CVE-2", "Debian:12", "openssl", ""),
               make_advisory("CVE-3", "Debian:11", "openssl", ""),
               make_advisory("CVE-4", "Debian:12", "bash", "5.1")},
              {"Debian:11", "Debian:12"}, host_.now());
  put_image({TarBuilder().file("etc/os-release", kDebian12).finish(),
             TarBuilder()
                 .file(kStatus, dpkg_paragraph("libssl3", "3.0.11-1~deb12u2", "Source: openssl\n") +
                                    dpkg_paragraph("bash", "5.2"))
                 .finish(),
             TarBuilder()
                 .file(kStatus, dpkg_paragraph("libssl3", "3.0.11-1~deb12u2", "Source: openssl\n") +
                                    dpkg_paragraph("bash", "5.2") + dpkg_paragraph("curl", "1"))
                 .finish()});
  const ScanSummary summary = scan();
  EXPECT_EQ(summary.coverage.outcome, CoverageOutcome::kScanned);
  EXPECT_EQ(summary.coverage.os, "debian 12");
  EXPECT_EQ(summary.coverage.packages, 3U);
  EXPECT_EQ(summary.coverage.data_updated_at, host_.now());
  EXPECT_THAT(summary.coverage.notes, ElementsAre(kLanguages));

  ASSERT_EQ(rows_.rows.size(), 2U);
  const Vulnerability& row = rows_.rows[0];
  EXPECT_EQ(row.id, "CVE-1");
  EXPECT_EQ(row.package, "libssl3");
  EXPECT_EQ(row.version, "3.0.11-1~deb12u2");
  EXPECT_EQ(row.fixed_version, "3.0.11-1~deb12u3");
  EXPECT_EQ(row.severity, Severity::kHigh);
  EXPECT_EQ(row.source_name, "openssl");
  EXPECT_EQ(row.location, kStatus);
  EXPECT_EQ(row.layer_digest, layer_digest(1));
  EXPECT_EQ(row.data_source, "test-source");
  EXPECT_EQ(row.purl, "pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12");
  EXPECT_EQ(nlohmann::json::parse(row.extra.text)["severity_source"], "test-source");
  EXPECT_EQ(rows_.rows[1].id, "CVE-2");
  EXPECT_EQ(rows_.rows[1].fixed_version, "");

  const auto metadata = nlohmann::json::parse(summary.metadata.text);
  EXPECT_EQ(metadata["release"], "Debian:12");
  EXPECT_EQ(metadata["packages"]["dpkg"], 3);
  EXPECT_EQ(metadata["index"]["sources"][0]["name"], "test-source");
}

TEST_F(OfflineScan, ReadsApkAndRpm) {
  write_index({make_advisory("CVE-A", "Alpine:v3.10", "openssl", "1.1.1d-r0"),
               make_advisory("ALSA-1", "AlmaLinux:9", "openssl-libs", "1:3.0.8-1.el9",
                             advisory::NameKind::kBinary)},
              {"Alpine:v3.10", "AlmaLinux:9"}, host_.now());
  put_image({TarBuilder()
                 .file("etc/alpine-release", "3.10.2\n")
                 .file("lib/apk/db/installed", "P:libssl1.1\nV:1.1.1c-r0\no:openssl\n\n")
                 .finish()});
  EXPECT_EQ(scan().coverage.outcome, CoverageOutcome::kScanned);
  ASSERT_EQ(rows_.rows.size(), 1U);
  EXPECT_EQ(rows_.rows[0].id, "CVE-A");

  put_image({TarBuilder()
                 .file("usr/lib/os-release", "ID=almalinux\nVERSION_ID=9.2\n")
                 .file("var/lib/rpm/rpmdb.sqlite",
                       rpm_database({testing::rpm_package("openssl-libs", "3.0.7", "6.el9")}))
                 .finish()});
  EXPECT_EQ(scan().coverage.outcome, CoverageOutcome::kScanned);
  ASSERT_EQ(rows_.rows.size(), 1U);
  EXPECT_EQ(rows_.rows[0].id, "ALSA-1");
  EXPECT_EQ(rows_.rows[0].location, "var/lib/rpm/rpmdb.sqlite");
}

TEST_F(OfflineScan, WithoutAnIndexNothingIsClean) {
  put_image({TarBuilder()
                 .file("etc/os-release", kDebian12)
                 .file(kStatus, dpkg_paragraph("bash", "1"))
                 .finish()});
  const Coverage coverage = scan().coverage;
  EXPECT_EQ(coverage.outcome, CoverageOutcome::kNoData);
  EXPECT_EQ(coverage.packages, 1U);
  EXPECT_THAT(coverage.notes, ElementsAre(HasSubstr("portside advisories build"), kLanguages));
}

TEST_F(OfflineScan, WithoutDataForTheReleaseNothingIsClean) {
  write_index({make_advisory("CVE-1", "Debian:11", "bash", "")}, {"Debian:11"}, host_.now());
  put_image({TarBuilder()
                 .file("etc/os-release", kDebian12)
                 .file(kStatus, dpkg_paragraph("bash", "1"))
                 .finish()});
  const Coverage coverage = scan().coverage;
  EXPECT_EQ(coverage.outcome, CoverageOutcome::kNoData);
  EXPECT_THAT(coverage.notes, ElementsAre(HasSubstr("none for Debian:12; it has those for "
                                                    "Debian:11."),
                                          kLanguages));
  EXPECT_THAT(rows_.rows, IsEmpty());
}

TEST_F(OfflineScan, SaysWhenTheDataIsOld) {
  host_.clock().advance(400 * kDay);
  write_index({}, {"Debian:12"}, host_.now() - 31 * kDay, "Severities are unknown.");
  put_image({TarBuilder()
                 .file("etc/os-release", kDebian12)
                 .file(kStatus, dpkg_paragraph("bash", "1"))
                 .finish()});
  EXPECT_THAT(scan().coverage.notes,
              ElementsAre(kLanguages, HasSubstr("31 days old"), "Severities are unknown."));
  EXPECT_THAT(scan(",\"max_data_age_days\":31").coverage.notes, ::testing::SizeIs(2));
  EXPECT_THAT(scan(",\"max_data_age_days\":0").coverage.notes, ::testing::SizeIs(2));
}

TEST_F(OfflineScan, CountsWhatCannotBeDecided) {
  write_index({make_advisory("CVE-1", "Debian:12", "bash", "5.0")}, {"Debian:12"}, host_.now());
  put_image({TarBuilder()
                 .file("etc/os-release", kDebian12)
                 .file(kStatus, dpkg_paragraph("bash", "no version"))
                 .finish()});
  EXPECT_THAT(scan().coverage.notes,
              Contains(AllOf(HasSubstr("1 comparison"), HasSubstr("CVE-1"))));
}

TEST_F(OfflineScan, AnOsReleaseWithoutAnIdDoesNotHideTheOther) {
  write_index({make_advisory("CVE-1", "Debian:12", "bash", "")}, {"Debian:12"}, host_.now());
  put_image({TarBuilder()
                 .file("etc/os-release", "NAME=\"Ours\"\nVERSION_ID=99\n")
                 .file("usr/lib/os-release", kDebian12)
                 .file(kStatus, dpkg_paragraph("bash", "1"))
                 .finish()});
  EXPECT_EQ(scan().coverage.os, "debian 12");
  EXPECT_EQ(rows_.rows.size(), 1U);
}

TEST_F(OfflineScan, SaysWhichEntriesItCouldNotDecide) {
  write_index({}, {"Debian:12"}, host_.now());
  const std::string bad = "Package: openssl\nStatus: install ok installed\n\n";
  put_image({TarBuilder()
                 .file("etc/os-release", kDebian12)
                 .file(kStatus, dpkg_paragraph("bash", "1") + bad)
                 .finish()});
  EXPECT_THAT(scan().coverage.notes,
              Contains(AllOf(HasSubstr("1 entry of"), HasSubstr("'openssl' in var/lib/dpkg"))));
  put_image({TarBuilder()
                 .file("etc/os-release", kDebian12)
                 .file(kStatus, bad + bad + dpkg_paragraph("bash", "1") +
                                    dpkg_paragraph("fmt", "1", "Type: Port\n"))
                 .finish()});
  EXPECT_THAT(scan().coverage.notes, Contains(HasSubstr("2 entries of")));
  EXPECT_THAT(scan().coverage.notes,
              Contains(HasSubstr("1 entry of the dpkg database was not scanned, because of")));
}

std::string origin_of(const Vulnerability& row) {
  return nlohmann::json::parse(row.extra.text).value("origin", "");
}

TEST_F(OfflineScan, MarksPackagesOfOthers) {
  write_index({make_advisory("CVE-1", "Debian:12", "docker", "")}, {"Debian:12"}, host_.now());
  put_image(
      {TarBuilder()
           .file("etc/os-release", kDebian12)
           .file(kStatus, dpkg_paragraph("docker", "1", "Maintainer: D <Support@docker.com>\n") +
                              dpkg_paragraph("bash", "1"))
           .finish()});
  const Coverage coverage = scan().coverage;
  ASSERT_EQ(rows_.rows.size(), 1U);
  EXPECT_EQ(origin_of(rows_.rows[0]), "Docker");
  EXPECT_EQ(coverage.packages, 2U);
  EXPECT_THAT(coverage.notes, Contains(HasSubstr("1 package of other vendors (Docker);")));
}

TEST_F(OfflineScan, MarksWhatTheVendorOfAnRpmSays) {
  write_index({make_advisory("RLSA-1", "Rocky Linux:9", "bash", ""),
               make_advisory("RLSA-1", "Rocky Linux:9", "zlib", ""),
               make_advisory("RLSA-1", "Rocky Linux:9", "curl", "")},
              {"Rocky Linux:9"}, host_.now());
  const auto package = [](const char* name, const char* vendor) {
    return testing::RpmHeader().text(1000, name).text(1001, "1").text(1002, "2").text(1011, vendor);
  };
  put_image({TarBuilder()
                 .file("etc/os-release", "ID=rocky\nVERSION_ID=9.2\n")
                 .file("var/lib/rpm/rpmdb.sqlite",
                       rpm_database({package("bash", "Rocky Enterprise Software Foundation").blob(),
                                     package("curl", "").blob(),
                                     package("zlib", "Fedora Project").blob()}))
                 .finish()});
  const Coverage coverage = scan().coverage;
  ASSERT_EQ(rows_.rows.size(), 3U);
  EXPECT_EQ(origin_of(rows_.rows[0]), "");
  EXPECT_EQ(origin_of(rows_.rows[1]), "");
  EXPECT_EQ(origin_of(rows_.rows[2]), "Fedora Project");
  EXPECT_THAT(coverage.notes, Contains(HasSubstr("1 package of other vendors (Fedora Project)")));
}

TEST_F(OfflineScan, ComparesSourcesWithTheirOwnEpoch) {
  write_index({make_advisory("RLSA-1", "Rocky Linux:9", "perl", "4:5.32.1-480.el9")},
              {"Rocky Linux:9"}, host_.now());
  const auto package = [](const char* name, const char* version, const char* source) {
    return testing::rpm_package(name, version, "479.el9", source);
  };
  const std::string errno_package = package("perl-Errno", "1.30", "perl-5.32.1-479.el9.src.rpm");
  const std::string libs = testing::RpmHeader()
                               .text(1000, "perl-libs")
                               .text(1001, "5.32.1")
                               .text(1002, "479.el9")
                               .number(1003, 4)
                               .text(1044, "perl-5.32.1-479.el9.src.rpm")
                               .blob();
  const auto put = [this](const std::vector<std::string>& blobs) {
    put_image({TarBuilder()
                   .file("etc/os-release", "ID=rocky\nVERSION_ID=9.2\n")
                   .file("var/lib/rpm/rpmdb.sqlite", rpm_database(blobs))
                   .finish()});
  };
  put({errno_package, libs});
  scan();
  ASSERT_EQ(rows_.rows.size(), 2U);
  EXPECT_EQ(rows_.rows[0].source_version, "4:5.32.1-479.el9");
  put({errno_package});
  EXPECT_THAT(scan().coverage.notes, Contains(HasSubstr("perl (epoch not known) 5.32.1-479.el9")));
  EXPECT_THAT(rows_.rows, IsEmpty());
}

TEST_F(OfflineScan, WhatSeveralDatabasesListIsReportedOnce) {
  write_index({make_advisory("CVE-1", "Debian:12", "bash", "")}, {"Debian:12"}, host_.now());
  put_image({TarBuilder()
                 .file("etc/os-release", kDebian12)
                 .file(kStatus, dpkg_paragraph("bash", "1") + dpkg_paragraph("bash", "1"))
                 .file("var/lib/dpkg/status.d/bash", dpkg_paragraph("bash", "1"))
                 .finish()});
  EXPECT_EQ(scan().coverage.packages, 1U);
  EXPECT_EQ(rows_.rows.size(), 1U);
}

TEST_F(OfflineScan, SeesANewIndex) {
  put_image({TarBuilder()
                 .file("etc/os-release", kDebian12)
                 .file(kStatus, dpkg_paragraph("bash", "1"))
                 .finish()});
  OfflineScanner scanner;
  scanner.configure({R"({"index":")" + index_path() + "\"}"}, host_);
  EXPECT_FALSE(scanner.status(context_).reachable);
  EXPECT_THAT(scanner.status(context_).message, HasSubstr("portside advisories build"));
  write_index({}, {"Debian:12"}, 1);
  EXPECT_TRUE(scanner.status(context_).reachable);
  EXPECT_EQ(scanner.status(context_).data_updated_at, 1);
  write_index({}, {"Debian:12"}, 2);
  EXPECT_EQ(scanner.status(context_).data_updated_at, 2);
  folder_.write("advisories.index", "damaged");
  EXPECT_FALSE(scanner.status(context_).reachable);
  EXPECT_THAT(scanner.status(context_).message, ::testing::Not(HasSubstr("There is no index")));
}

TEST_F(OfflineScan, TellsProgressInBytes) {
  put_image({TarBuilder().file("a", "").finish(), TarBuilder().file("b", "").finish()});
  scan();
  const auto reports = context_.progress_reports();
  ASSERT_FALSE(reports.empty());
  EXPECT_EQ(reports.back().phase, "layer 2 of 2");
  EXPECT_EQ(reports.back().done, 200U);
  EXPECT_EQ(reports.back().total, 200U);
}

TEST_F(OfflineScan, CannotJudge) {
  OfflineScanner scanner;
  scanner.configure({R"({"index":"/x"})"}, host_);
  const ImageCheck check = scanner.check_image({}, nullptr, context_);
  EXPECT_EQ(check.verdict, CheckVerdict::kUnknown);
  EXPECT_NE(check.reason, "");
}

}  // namespace
}  // namespace portside::offline
