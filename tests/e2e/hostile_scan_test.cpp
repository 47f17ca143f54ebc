// SPDX-License-Identifier: Apache-2.0
// Images that are broken, or made to harm, under valid digests: each ends with a reason, none looks
// clean.
#include <gmock/gmock.h>

#include "packed.hpp"
#include "scan_fixture.hpp"
#include "tar_builder.hpp"

namespace portside {
namespace {

using ::testing::AllOf;
using testing::debian;
using testing::digest_of;
using testing::gzip;
using ::testing::HasSubstr;
using testing::kGzipLayer;
using testing::layer;
using ::testing::Not;
using testing::ProgramResult;
using testing::put_image;
using testing::TarBuilder;
using testing::TestImage;
using testing::TestLayer;

class HostileScanTest : public testing::ScanTest {
 protected:
  /// `code` is 1 (an error) or 4 (not scanned).
  void expect_refused(const std::string& tag, const TestImage& image, int code,
                      const std::string& why) {
    put_image(*registry_, "a/b", tag, image);
    const ProgramResult result = scan(this->image(tag) + " --fail-on critical");
    EXPECT_EQ(result.code, code) << tag << ": " << result.output;
    EXPECT_THAT(result.output, AllOf(HasSubstr(why), Not(HasSubstr("no vulnerabilities found"))))
        << tag;
  }

  const std::string plain_ = debian("1.0-2");
  const std::string gzip_ = gzip(plain_);
  const std::string diff_id_ = digest_of(plain_);
};

TEST_F(HostileScanTest, DamagedLayers) {
  std::string crc = gzip_;
  crc.replace(crc.size() - 8, 4, "abcd");
  const auto one = [](TestLayer layer) { return TestImage{.layers = {std::move(layer)}}; };
  expect_refused("crc", one({crc, kGzipLayer, diff_id_}), 1, "is damaged");
  expect_refused("cut", one({gzip_.substr(0, gzip_.size() / 2), kGzipLayer, diff_id_}), 1,
                 "is cut short");
  expect_refused("no-gzip", one({"this is not gzip", kGzipLayer, diff_id_}), 1, "is not packed");
  expect_refused("zero-bytes", one({"", kGzipLayer, diff_id_}), 1, "a/b@sha256:");
  expect_refused("diff-id", one({gzip_, kGzipLayer, digest_of("else")}), 1,
                 "holds something else than its image says");
  expect_refused("encrypted", one({gzip_, std::string(kGzipLayer) + "+encrypted", diff_id_}), 1,
                 "encrypted");
  expect_refused("config", {.layers = {layer(plain_)}, .config = "{not json"}, 1, "no");
  const std::string cut_tar = plain_.substr(0, plain_.size() - 2'000);
  expect_refused("cut-tar", one({gzip(cut_tar), kGzipLayer, digest_of(cut_tar)}), 1, "layer");
}

TEST_F(HostileScanTest, PathsOutOfTheImage) {
  const auto files = [](const TarBuilder& tar) {
    return TestImage{.layers = {layer(tar.finish())}};
  };
  expect_refused("links",
                 files(TarBuilder()
                           .file("etc/os-release", testing::kOsRelease)
                           .symlink("var/lib/dpkg/status", "../../../../../../etc/passwd")),
                 4, "NOT SCANNED");
  expect_refused("loop",
                 files(TarBuilder()
                           .file("etc/os-release", testing::kOsRelease)
                           .symlink("var/lib/dpkg/status", "status2")
                           .symlink("var/lib/dpkg/status2", "status")),
                 4, "NOT SCANNED");
  expect_refused("host",
                 files(TarBuilder()
                           .file("etc/os-release", testing::kOsRelease)
                           .hard_link("var/lib/dpkg/status", "/etc/passwd")),
                 4, "NOT SCANNED");
}

TEST_F(HostileScanTest, NothingInIt) {
  expect_refused("empty", {.layers = {layer(std::string(1'024, '\0'))}}, 0, "nothing to scan");
  expect_refused("no-os", {.layers = {layer(testing::tar({{"a", "b"}}))}}, 4, "NOT SCANNED");
}

TEST_F(HostileScanTest, ThreeHundredLayersAreNoProblem) {
  TestImage image;
  image.layers.push_back(layer(debian("1.0-1")));
  for (int i = 0; i < 299; ++i) {
    image.layers.push_back(layer(testing::tar({{"f" + std::to_string(i), "x"}})));
  }
  put_image(*registry_, "a/b", "many", image);
  const ProgramResult result = scan(this->image("many"));
  EXPECT_EQ(result.code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("CVE-2024-0001"));
}

}  // namespace
}  // namespace portside
