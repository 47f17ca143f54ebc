// SPDX-License-Identifier: Apache-2.0
//
// Images that have nothing to scan, or mean harm: each says what it is, and none looks clean.
#include "error_of.hpp"
#include "rpm_fixture.hpp"
#include "scanned_image.hpp"
#include "sqlite_fixture.hpp"

namespace portside::offline {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using testing::TarBuilder;

class HostileImage : public ScannedImage {
 protected:
  void SetUp() override {
    write_index({make_advisory("CVE-1", "Debian:12", "bash", "")},
                {"Debian:12", "AlmaLinux:8", "AlmaLinux:9"}, host_.now());
  }

  void expect_outcome(CoverageOutcome outcome, const char* note) {
    const Coverage coverage = scan().coverage;
    EXPECT_EQ(coverage.outcome, outcome);
    EXPECT_THAT(coverage.notes, Contains(HasSubstr(note)));
    EXPECT_TRUE(rows_.rows.empty());
  }

  void expect_error(ErrorCode code) {
    EXPECT_EQ(testing::code_of([&] { scan(); }), code);
  }

  static std::string debian(const std::string& status) {
    return TarBuilder().file("etc/os-release", kDebian12).file(kStatus, status).finish();
  }
};

TEST_F(HostileImage, NothingAtAll) {
  put_image({});
  expect_outcome(CoverageOutcome::kNothingToScan, "holds no files");
  put_image({"", TarBuilder().directory("etc").file(".wh.x", "").finish()});
  expect_outcome(CoverageOutcome::kNothingToScan, "holds no files");
}

TEST_F(HostileImage, FilesThatNobodyKnows) {
  put_image({TarBuilder().file("server", "ELF").finish()});
  expect_outcome(CoverageOutcome::kUnsupported, "Nothing in the image says which distribution");
  put_image({TarBuilder().file(kStatus, dpkg_paragraph("bash", "1")).finish()});
  expect_outcome(CoverageOutcome::kUnsupported, "so its 1 package and 1 file were not scanned");
}

TEST_F(HostileImage, AnotherDistribution) {
  put_image({TarBuilder()
                 .file("etc/os-release", "ID=kali\nID_LIKE=debian\nVERSION_ID=2024\n")
                 .file(kStatus, dpkg_paragraph("bash", "1"))
                 .finish()});
  expect_outcome(CoverageOutcome::kUnsupported, "'kali 2024' is not supported");
  EXPECT_EQ(scan().coverage.os, "kali 2024");
}

TEST_F(HostileImage, ADatabaseThatListsNothing) {
  put_image({debian("")});
  expect_outcome(CoverageOutcome::kUnsupported, "no dpkg database with packages");
  put_image({debian(dpkg_paragraph("bash", "1")),
             TarBuilder().file("var/lib/dpkg/.wh.status", "").finish()});
  expect_outcome(CoverageOutcome::kUnsupported, "no dpkg database with packages");
}

TEST_F(HostileImage, AFormOfDatabaseThatIsNotRead) {
  put_image({TarBuilder()
                 .file("etc/os-release", "ID=almalinux\nVERSION_ID=8.9\n")
                 .file("var/lib/rpm/Packages", "berkeley")
                 .finish()});
  expect_outcome(CoverageOutcome::kUnsupported, "var/lib/rpm/Packages (Berkeley DB)");
}

TEST_F(HostileImage, AFurtherDatabaseThatIsNotRead) {
  write_index({make_advisory("ALSA-1", "AlmaLinux:9", "bash", "")}, {"AlmaLinux:9"}, host_.now());
  put_image({TarBuilder()
                 .file("etc/os-release", "ID=almalinux\nVERSION_ID=9\n")
                 .file("var/lib/rpm/Packages", "berkeley")
                 .file("usr/lib/sysimage/rpm/rpmdb.sqlite",
                       rpm_database({testing::rpm_package("bash", "1", "2")}))
                 .finish()});
  const Coverage coverage = scan().coverage;
  EXPECT_EQ(coverage.outcome, CoverageOutcome::kUnsupported);
  EXPECT_THAT(coverage.notes, Contains(HasSubstr("var/lib/rpm/Packages (Berkeley DB)")));
  EXPECT_EQ(rows_.rows.size(), 1U) << "what is known is kept";
}

TEST_F(HostileImage, ABrokenDatabaseOfAnotherDistribution) {
  for (const char* database : {"", "garbage"}) {
    put_image({TarBuilder()
                   .file("etc/os-release", kDebian12)
                   .file(kStatus, dpkg_paragraph("bash", "1"))
                   .file("var/lib/rpm/rpmdb.sqlite", database)
                   .finish()});
    const Coverage coverage = scan().coverage;
    EXPECT_EQ(coverage.outcome, CoverageOutcome::kScanned);
    EXPECT_THAT(coverage.notes, Contains(HasSubstr("not the distribution's was not scanned: the "
                                                   "package database var/lib/rpm/rpmdb.sqlite")));
    EXPECT_EQ(rows_.rows.size(), 1U);
  }
}

TEST_F(HostileImage, ADebianWithoutANumber) {
  put_image({TarBuilder()
                 .file("etc/os-release", "ID=debian\nVERSION_CODENAME=forky\n")
                 .file("etc/debian_version", "forky/sid\n")
                 .file(kStatus, dpkg_paragraph("bash", "1"))
                 .finish()});
  expect_outcome(CoverageOutcome::kNoData, "of no release of 'debian'");
}

TEST_F(HostileImage, NoImage) {
  put_image({"layer"}, "application/vnd.cncf.helm.config.v1+json");
  expect_outcome(CoverageOutcome::kUnsupported, "'application/vnd.cncf.helm.config.v1+json'");
  EXPECT_EQ(registry_.calls().layer, 0);
}

TEST_F(HostileImage, ADamagedLayerIsNotBelieved) {
  put_image({debian(dpkg_paragraph("bash", "1"))});
  registry_.put_layer(layer_digest(0), "sha256:other", debian(dpkg_paragraph("bash", "1")));
  expect_error(ErrorCode::kIntegrity);
  EXPECT_TRUE(rows_.rows.empty());
  put_image({debian("").substr(0, 520)});
  expect_error(ErrorCode::kMalformedData);
  put_image({TarBuilder().file("../../etc/os-release", "").finish()});
  expect_error(ErrorCode::kMalformedData);
}

TEST_F(HostileImage, WhatTheRegistryThrowsPassesThrough) {
  put_image({debian("")});
  registry_.fail(AdapterError(ErrorCode::kUnsupported, "the layer is encrypted"), 1);
  expect_error(ErrorCode::kUnsupported);
}

TEST_F(HostileImage, ADatabaseThatIsNone) {
  const std::string os = "ID=almalinux\nVERSION_ID=9\n";
  put_image({TarBuilder()
                 .file("etc/os-release", os)
                 .file("var/lib/rpm/rpmdb.sqlite", "SQLite format 3")
                 .finish()});
  expect_error(ErrorCode::kMalformedData);
}

TEST_F(HostileImage, LinksThatLeadOnAndOn) {
  TarBuilder tar;
  tar.file("etc/os-release", kDebian12).symlink(kStatus, "/hop0");
  for (int i = 0; i < 8; ++i) {
    tar.symlink("hop" + std::to_string(i), "/hop" + std::to_string(i + 1));
  }
  put_image({tar.finish()});
  expect_outcome(CoverageOutcome::kUnsupported, "no dpkg database with packages");
  EXPECT_EQ(registry_.calls().layer, 1) << "nothing is at the end";
  put_image({tar.file("hop8", dpkg_paragraph("bash", "1")).finish()});
  EXPECT_EQ(scan().coverage.outcome, CoverageOutcome::kScanned);
  EXPECT_EQ(registry_.calls().layer, 3);
}

TEST_F(HostileImage, HardLinksThatLeadOnAndOn) {
  TarBuilder tar;
  tar.file("etc/os-release", kDebian12).file("hop0", dpkg_paragraph("bash", "1"));
  for (int i = 0; i < 8; ++i) {
    tar.hard_link("hop" + std::to_string(i + 1), "hop" + std::to_string(i));
  }
  put_image({tar.hard_link(kStatus, "hop8").finish()});
  expect_error(ErrorCode::kMalformedData);
  EXPECT_EQ(registry_.calls().layer, 4);
}

TEST_F(HostileImage, ADatabaseThatIsADirectoryIsNamed) {
  put_image({TarBuilder()
                 .file("etc/os-release", kDebian12)
                 .directory(kStatus)
                 .file("var/lib/dpkg/status.d/bash", dpkg_paragraph("bash", "1"))
                 .finish()});
  EXPECT_THAT(scan().coverage.notes, Contains(HasSubstr("var/lib/dpkg/status (a directory)")));
}

TEST_F(HostileImage, ADatabaseBehindALinkIsFound) {
  put_image({TarBuilder()
                 .file("etc/os-release", kDebian12)
                 .symlink("var/lib/dpkg", "/data")
                 .file("data/status", dpkg_paragraph("bash", "1"))
                 .finish()});
  EXPECT_EQ(scan().coverage.outcome, CoverageOutcome::kScanned);
  EXPECT_EQ(rows_.rows.size(), 1U);
  EXPECT_EQ(registry_.calls().layer, 2);
  std::uint64_t done = 0;
  for (const Progress& report : context_.progress_reports()) {
    if (report.total == 0) continue;  // not of the layers
    EXPECT_GE(report.done, done) << "in the second pass over the layers";
    done = report.done;
  }
  EXPECT_EQ(done, 100U);
}

TEST_F(HostileImage, ThreeHundredLayers) {
  std::vector<std::string> layers{debian(dpkg_paragraph("bash", "1"))};
  for (int i = 1; i < 300; ++i) layers.push_back(TarBuilder().file("f", "x").finish());
  put_image(layers);
  EXPECT_EQ(scan().coverage.outcome, CoverageOutcome::kScanned);
  EXPECT_EQ(rows_.rows.size(), 1U);
  EXPECT_EQ(rows_.rows[0].layer_digest, layer_digest(0));
}

TEST_F(HostileImage, EndsWhenTheCallDoes) {
  put_image({debian(dpkg_paragraph("bash", "1"))});
  context_.cancel();
  expect_error(ErrorCode::kCancelled);
}

}  // namespace
}  // namespace portside::offline
