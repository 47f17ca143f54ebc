// SPDX-License-Identifier: Apache-2.0
// Whole images out of a real registry: as they should be, and broken under valid digests, which is
// what a registry cannot refuse.
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "packed.hpp"
#include "run_program.hpp"
#include "test_image.hpp"

namespace portside {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::layer;
using testing::Login;
using testing::ProgramResult;
using testing::put_image;
using testing::put_index;
using testing::RealRegistry;
using testing::TestImage;
using testing::TestLayer;

constexpr char kGzip[] = "application/vnd.oci.image.layer.v1.tar+gzip";

class ImagesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!RealRegistry::is_installed()) {
      GTEST_SKIP() << "docker-registry is not installed (Debian package docker-registry)";
    }
    registry_.emplace(data_ / "registry", Login::kNone);
  }

  ProgramResult copy(const std::string& tag, const std::string& options = "") {
    std::error_code ignored;
    fs::remove_all(out_, ignored);
    return testing::run_program(PORTSIDE_PROGRAM " registry copy-out " + registry_->host() +
                                "/a/b:" + tag + " " + out_ + " --plain-http" + options);
  }

  void expect_fine(const std::string& tag, const TestImage& image) {
    const std::string digest = put_image(*registry_, "a/b", tag, image);
    const ProgramResult result = copy(tag);
    EXPECT_EQ(result.code, 0) << tag << ": " << result.output;
    EXPECT_THAT(result.output, HasSubstr(digest + "  " + std::to_string(image.layers.size()) +
                                         " layers, unpacked and verified\n"));
    EXPECT_EQ(copied(digest).size(), fs::file_size(blob(digest)));
  }

  void expect_refused(const std::string& tag, const TestLayer& layer, const std::string& why) {
    put_image(*registry_, "a/b", tag, {.layers = {layer}});
    const ProgramResult result = copy(tag);
    EXPECT_EQ(result.code, 1) << tag;
    EXPECT_THAT(result.output, HasSubstr(why)) << tag;
    EXPECT_FALSE(fs::exists(out_)) << tag;
    EXPECT_FALSE(fs::exists(out_ + ".partial")) << tag;
  }

  fs::path blob(const std::string& digest) const {
    return fs::path(out_) / "blobs/sha256" / digest.substr(7);
  }
  std::string copied(const std::string& digest) const {
    std::ifstream file(blob(digest), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  testing::TempFolder data_;
  const std::string out_ = data_ / "out";
  const std::string plain_ = testing::tar({{"etc/os-release", "ID=debian\n"}, {"a", "b"}});
  const std::string gzip_ = testing::gzip(plain_);
  const std::string diff_id_ = testing::digest_of(plain_);
  std::optional<RealRegistry> registry_;
};

TEST_F(ImagesTest, AreCopiedHoweverTheyArePacked) {
  const std::string other = testing::tar({{"x", testing::layer_like(300'000)}});
  expect_fine("gzip", {.layers = {layer(plain_), layer(other)}});
  expect_fine("zstd", {.layers = {layer(plain_, "zstd")}});
  expect_fine("tar", {.layers = {layer(plain_, "tar")}});
  expect_fine("mixed", {.layers = {layer(plain_), layer(other, "zstd"), layer(plain_, "tar")}});
  expect_fine("two-members",
              {.layers = {{testing::gzip(plain_.substr(0, 700)) + testing::gzip(plain_.substr(700)),
                           kGzip, diff_id_}}});
  expect_fine("no-type", {.layers = {layer(plain_)}, .says_type = false});
  TestImage docker{.layers = {layer(plain_)}, .docker = true};
  docker.layers[0].media_type = "application/vnd.docker.image.rootfs.diff.tar.gzip";
  expect_fine("docker", docker);
  expect_fine("none", {});
  expect_fine("empty", {.layers = {layer(std::string(1'024, '\0'))}});
}

TEST_F(ImagesTest, MayHaveManyLayers) {
  TestImage image;
  for (int i = 0; i < 127; ++i) {
    image.layers.push_back(layer(testing::tar({{"f" + std::to_string(i), "x"}})));
  }
  expect_fine("many", image);
}

TEST_F(ImagesTest, AreLayoutsThatOthersCanRead) {
  const std::string digest = put_image(*registry_, "a/b", "v1", {.layers = {layer(plain_)}});
  ASSERT_EQ(copy("v1").code, 0);
  const auto read = [this](const char* name) {
    std::ifstream file(fs::path(out_) / name);
    return nlohmann::json::parse(file);
  };
  EXPECT_EQ(read("oci-layout")["imageLayoutVersion"], "1.0.0");
  const nlohmann::json entry = read("index.json")["manifests"][0];
  EXPECT_EQ(entry["digest"], digest);
  EXPECT_EQ(entry["annotations"]["org.opencontainers.image.ref.name"], "v1");
  EXPECT_EQ(testing::digest_of(copied(testing::digest_of(gzip_))), testing::digest_of(gzip_));
}

TEST_F(ImagesTest, OfAnIndexComeAllOrOne) {
  const std::string amd64 = put_image(*registry_, "a/b", "x", {.layers = {layer(plain_)}});
  const std::string arm64 =
      put_image(*registry_, "a/b", "y", {.layers = {layer(plain_)}, .architecture = "arm64"});
  const std::string attestation = put_image(
      *registry_, "a/b", "z", {.layers = {{"{}", "application/vnd.in-toto+json", diff_id_}}});
  const std::string inner = put_index(*registry_, "a/b", "inner", {{arm64, "linux/arm64"}});
  put_index(
      *registry_, "a/b", "multi",
      {{amd64, "linux/amd64"}, {attestation, "unknown/unknown", false, true}, {inner, "", true}});
  const ProgramResult all = copy("multi");
  EXPECT_EQ(all.code, 0) << all.output;
  EXPECT_THAT(all.output, HasSubstr(amd64 + "  linux/amd64  1 layers"));
  EXPECT_THAT(all.output, HasSubstr(arm64 + "  linux/arm64  1 layers"));
  EXPECT_THAT(all.output, HasSubstr(attestation + "  1 blobs"));
  const ProgramResult one = copy("multi", " --platform linux/aarch64");
  EXPECT_EQ(one.code, 0) << one.output;
  EXPECT_EQ(one.output, arm64 + "  linux/arm64  1 layers, unpacked and verified\n");
  EXPECT_FALSE(fs::exists(blob(amd64)));
  const ProgramResult none = copy("multi", " --platform linux/s390x");
  EXPECT_EQ(none.code, 1);
  EXPECT_THAT(none.output, HasSubstr("no image for linux/s390x in it; expected one of linux/amd64, "
                                     "linux/arm64"));
}

TEST_F(ImagesTest, WithDamagedLayersAreRefused) {
  expect_refused("cut", {gzip_.substr(0, gzip_.size() / 2), kGzip, diff_id_}, "cut short");
  expect_refused("no-gzip", {"this is not gzip", kGzip, diff_id_},
                 "is not packed, its manifest says gzip");
  std::string crc = gzip_;
  crc.replace(crc.size() - 8, 4, "abcd");
  expect_refused("crc", {crc, kGzip, diff_id_}, "damaged");
  expect_refused("diff-id", {gzip_, kGzip, "sha256:" + std::string(64, '0')},
                 "holds something else than its image says");
  expect_refused("cut-tar", {testing::gzip(plain_.substr(0, 700)), kGzip, diff_id_},
                 "holds something else than its image says");
  const std::string type = "application/vnd.oci.image.layer.v1.tar";
  expect_refused("says-zstd", {gzip_, type + "+zstd", diff_id_}, "is gzip, its manifest says zstd");
  expect_refused("says-tar", {gzip_, type, diff_id_}, "is gzip, its manifest says not packed");
}

TEST_F(ImagesTest, WithConfigsThatDoNotFitAreRefused) {
  put_image(*registry_, "a/b", "config", {.layers = {layer(plain_)}, .config = "{not json"});
  const ProgramResult unreadable = copy("config");
  EXPECT_EQ(unreadable.code, 1);
  EXPECT_THAT(unreadable.output, HasSubstr("the image's config cannot be used: it is no JSON"));
  put_image(*registry_, "a/b", "fewer", {.layers = {layer(plain_)}, .config = "{}"});
  EXPECT_THAT(copy("fewer").output, HasSubstr("config names 0 layers, its manifest 1"));
}

TEST_F(ImagesTest, WithoutLayersOfFilesAreCopiedAsTheyAre) {
  put_image(*registry_, "a/b", "odd",
            {.layers = {{"encrypted", std::string(kGzip) + "+encrypted", diff_id_}}});
  const ProgramResult result = copy("odd");
  EXPECT_EQ(result.code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("1 blobs, verified as they are"));
}

TEST_F(ImagesTest, AFolderThatIsThereIsLeftAlone) {
  put_image(*registry_, "a/b", "v1", {.layers = {layer(plain_)}});
  ASSERT_EQ(copy("v1").code, 0);
  const ProgramResult again =
      testing::run_program(PORTSIDE_PROGRAM " registry copy-out " + registry_->host() + "/a/b:v1 " +
                           out_ + " --plain-http");
  EXPECT_EQ(again.code, 1);
  EXPECT_THAT(again.output, HasSubstr("is there already; expected the name of a new folder"));
  EXPECT_TRUE(fs::exists(out_ + "/index.json"));
}

TEST_F(ImagesTest, AreListed) {
  put_image(*registry_, "a/b", "v1", {.layers = {layer(plain_)}});
  put_image(*registry_, "c", "v1", {});
  EXPECT_EQ(testing::run_program(PORTSIDE_PROGRAM " registry repositories --plain-http " +
                                 registry_->host())
                .output,
            "a/b\nc\n");
}

/// A registry with many strange images, at PORTSIDE_TEST_REGISTRY=HOST:PORT without encryption and
/// login: images whose tag or repository begins with `bad-` are to be refused, all others copied.
TEST(ImagesOfATestBed, AreCopiedOrRefused) {
  const char* const host = std::getenv("PORTSIDE_TEST_REGISTRY");
  if (host == nullptr) GTEST_SKIP() << "PORTSIDE_TEST_REGISTRY names no registry";
  const testing::TempFolder folder;
  const auto run = [](const std::string& arguments) {
    return testing::run_program(PORTSIDE_PROGRAM " registry " + arguments + " --plain-http");
  };
  std::istringstream repositories(run("repositories " + std::string(host)).output);
  int number = 0;
  for (std::string repository; std::getline(repositories, repository);) {
    std::istringstream tags(run("tags " + std::string(host) + "/" + repository).output);
    for (std::string tag; std::getline(tags, tag);) {
      const std::string image = repository + ":" + tag;
      const ProgramResult result = run("copy-out " + std::string(host) + "/" + image + " " +
                                       folder / std::to_string(++number));
      const bool bad = image.find("/bad-") != std::string::npos || image.starts_with("bad-") ||
                       image.find("/bomb-") != std::string::npos || tag.starts_with("bad-") ||
                       image.find("foreign-layer") != std::string::npos;
      EXPECT_EQ(result.code, bad ? 1 : 0) << image << ": " << result.output;
    }
  }
  EXPECT_GT(number, 0);
}

}  // namespace
}  // namespace portside
