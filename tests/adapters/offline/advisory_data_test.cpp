// SPDX-License-Identifier: Apache-2.0
// What scans say of the advisories that they use.
#include <cstring>
#include <fstream>
#include <iterator>

#include "advisory/index_format.hpp"
#include "error_of.hpp"
#include "offline/index_file.hpp"
#include "offline/kernel_source.hpp"
#include "scanned_image.hpp"

namespace portside::offline {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::TarBuilder;

class AdvisoryData : public ScannedImage {
 protected:
  void put_debian(const std::string& paragraphs) {
    put_image({TarBuilder()
                   .file("etc/os-release", kDebian12)
                   .file("var/lib/dpkg/status", paragraphs)
                   .finish()});
  }
};

TEST_F(AdvisoryData, IsAsOldAsThatOfTheRelease) {
  host_.clock().advance(400 * kDay);
  advisory::IndexBuilder builder;
  builder.begin_source({"osv", {}, ""});
  builder.updated_at("Debian:12", host_.now() - 300 * kDay);
  builder.updated_at("AlmaLinux:9", host_.now());
  builder.write(index_path(), host_.now());
  put_debian(dpkg_paragraph("bash", "1"));
  const Coverage coverage = scan().coverage;
  EXPECT_EQ(coverage.data_updated_at, host_.now() - 300 * kDay);
  EXPECT_THAT(coverage.notes, Contains(HasSubstr("300 days old")));
}

TEST_F(AdvisoryData, OfUnknownAgeIsNotedAsSuch) {
  write_index({}, {"Debian:12"}, 0);
  put_debian(dpkg_paragraph("bash", "1"));
  EXPECT_THAT(scan().coverage.notes, Contains(HasSubstr("age of the advisories")));
  EXPECT_THAT(scan(",\"max_data_age_days\":0").coverage.notes,
              Not(Contains(HasSubstr("age of the advisories"))));
}

TEST_F(AdvisoryData, OfChangelogsSaysHowFarItGoes) {
  advisory::IndexBuilder builder;
  builder.begin_source({"debian-changelogs", {}, "Only some."});
  builder.updated_at("Debian:12", host_.now());
  builder.add(make_advisory("CVE-1", "Debian:12", "curl", "1"));
  builder.add(make_advisory("CVE-2", "Debian:12", "curl", "2"));
  builder.add(make_advisory("CVE-2", "Debian:12", "zlib", "2"));
  builder.write(index_path(), host_.now());
  put_debian(dpkg_paragraph("bash", "1"));
  EXPECT_THAT(scan().coverage.notes,
              Contains("Only some. They name 2 source packages of Debian:12."));
}

TEST_F(AdvisoryData, OfAKernelIsTrueOfItsSignedImage) {
  write_index({make_advisory("CVE-1", "Debian:12", "linux", "6.1.90-1")}, {"Debian:12"},
              host_.now());
  const std::string source = "Source: linux-signed-amd64 (6.1.85+1)\n";
  put_debian(dpkg_paragraph("linux-image-6.1.0-20-amd64", "6.1.85-1", source));
  scan();
  ASSERT_EQ(rows_.rows.size(), 1U);
  EXPECT_EQ(rows_.rows[0].source_name, "linux-signed-amd64");
  put_debian(dpkg_paragraph("linux-image-6.1.0-21-amd64", "6.1.90-1",
                            "Source: linux-signed-amd64 (6.1.90+1)\n"));
  scan();
  EXPECT_THAT(rows_.rows, IsEmpty());
}

TEST_F(AdvisoryData, ThatIsDamagedIsNotUsed) {
  write_index({make_advisory("CVE-1", "Debian:12", "bash", "2")}, {"Debian:12"}, host_.now());
  std::ifstream file(index_path(), std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  advisory::format::Header header;
  std::memcpy(&header, bytes.data(), sizeof header);
  bytes[header.tables[advisory::format::kGroups].offset] ^= 1;
  folder_.write("advisories.index", bytes);
  IndexFile index(index_path());
  EXPECT_EQ(testing::code_of([&] { (void)index.open(); }), ErrorCode::kMalformedData);
  EXPECT_EQ(testing::code_of([&] { (void)index.open(); }), ErrorCode::kMalformedData);
}

TEST(KernelSource, IsThatOfTheKernel) {
  EXPECT_EQ(kernel_source("linux-signed-amd64", "Debian:12"), "linux");
  EXPECT_EQ(kernel_source("linux-signed-5.10-arm64", "Debian:10"), "linux-5.10");
  EXPECT_EQ(kernel_source("linux-signed", "Ubuntu:22.04"), "linux");
  EXPECT_EQ(kernel_source("linux-signed-aws", "Ubuntu:22.04"), "linux-aws");
  EXPECT_EQ(kernel_source("linux-signed", "Debian:12"), "");
  EXPECT_EQ(kernel_source("linux-signedness", "Ubuntu:22.04"), "");
  EXPECT_EQ(kernel_source("linux", "Debian:12"), "");
  EXPECT_EQ(kernel_source("linux-signed-amd64", "AlmaLinux:9"), "");
}

}  // namespace
}  // namespace portside::offline
