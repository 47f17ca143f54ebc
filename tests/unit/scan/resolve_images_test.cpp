// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "digest_of.hpp"
#include "error_of.hpp"
#include "portside/host/image_source.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside {
namespace {

using testing::digest_of;
using ::testing::ElementsAre;
using testing::error_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::MemoryRegistryAccess;
using ::testing::SizeIs;

constexpr char kManifestType[] = "application/vnd.oci.image.manifest.v1+json";
constexpr char kIndexType[] = "application/vnd.oci.image.index.v1+json";
constexpr char kImageConfig[] = "application/vnd.oci.image.config.v1+json";
constexpr char kLayer[] = "application/vnd.oci.image.layer.v1.tar+gzip";

std::string descriptor(const std::string& type, const std::string& digest,
                       const std::string& more = "") {
  return R"({"mediaType":")" + type + R"(","size":2,"digest":")" + digest + "\"" + more + "}";
}

std::string platform(const std::string& os, const std::string& architecture) {
  return R"(,"platform":{"os":")" + os + R"(","architecture":")" + architecture + "\"}";
}

class ResolveImagesTest : public ::testing::Test {
 protected:
  /// Returns its digest.
  std::string put(const std::string& type, const std::string& text) {
    access_.put_manifest(digest_of(text), type, text);
    return digest_of(text);
  }
  /// `salt` sets manifests apart.
  std::string put_manifest(const std::string& salt, const std::string& config_type = kImageConfig,
                           const std::string& layer_type = kLayer, const std::string& more = "") {
    const std::string config = R"({"os":"linux","architecture":")" + salt + "\"}";
    access_.put_blob(digest_of(config), config);
    return put(kManifestType, R"({"schemaVersion":2,"mediaType":")" + std::string(kManifestType) +
                                  "\"" + more + R"(,"config":)" +
                                  descriptor(config_type, digest_of(config)) + R"(,"layers":[)" +
                                  descriptor(layer_type, digest_of(salt)) + "]}");
  }
  std::string put_index(const std::string& entries) {
    return put(kIndexType, R"({"schemaVersion":2,"mediaType":")" + std::string(kIndexType) +
                               R"(","manifests":[)" + entries + "]}");
  }
  /// amd64, arm64 and an attestation.
  std::string put_usual_index() {
    amd64_ = put_manifest("amd64");
    arm64_ = put_manifest("arm64");
    const std::string attestation = put_manifest("attestation");
    return put_index(descriptor(kManifestType, amd64_, platform("linux", "amd64")) + "," +
                     descriptor(kManifestType, arm64_, platform("linux", "arm64")) + "," +
                     descriptor(kManifestType, attestation, platform("unknown", "unknown")));
  }
  void tag(const std::string& tag, const std::string& digest) {
    std::string type;
    const std::string text = access_.manifest(digest, type, context_);
    access_.put_manifest(tag, type, text);
  }

  ResolvedImages resolve(const ImageQuery& query) {
    return resolve_images(access_, query, context_);
  }
  static std::vector<std::string> platforms_of(const ResolvedImages& found) {
    std::vector<std::string> platforms;
    for (const ResolvedImage& each : found.images) platforms.push_back(each.image.platform);
    return platforms;
  }

  MemoryRegistryAccess access_{"https://registry.test", "library/app"};
  testing::TestCallContext context_;
  std::string amd64_;
  std::string arm64_;
};

TEST_F(ResolveImagesTest, FindsTheImageOfATag) {
  const std::string digest = put_manifest("riscv64");
  tag("latest", digest);
  const ResolvedImages found = resolve({});
  ASSERT_THAT(found.images, SizeIs(1));
  const ImageReference& image = found.images.front().image;
  EXPECT_EQ(image.registry_url, "https://registry.test");
  EXPECT_EQ(image.repository, "library/app");
  EXPECT_EQ(image.digest, digest);
  EXPECT_EQ(image.manifest_media_type, kManifestType);
  EXPECT_EQ(image.config_media_type, kImageConfig);
  EXPECT_EQ(image.platform, "linux/riscv64");
  EXPECT_THAT(image.tags, ElementsAre("latest"));
  EXPECT_EQ(found.images.front().unsupported, "");
}

TEST_F(ResolveImagesTest, FindsTheImageOfADigest) {
  const std::string digest = put_manifest("amd64");
  const ResolvedImages found = resolve({.version = digest});
  ASSERT_THAT(found.images, SizeIs(1));
  EXPECT_EQ(found.images.front().image.digest, digest);
  EXPECT_THAT(found.images.front().image.tags, IsEmpty());
}

TEST_F(ResolveImagesTest, ChoosesFromAnIndex) {
  const std::string index = put_usual_index();
  EXPECT_EQ(resolve({.version = index}).images.front().image.digest, amd64_);
  const ResolvedImages chosen = resolve({.version = index, .platform = "linux/arm64"});
  ASSERT_THAT(chosen.images, SizeIs(1));
  EXPECT_EQ(chosen.images.front().image.digest, arm64_);
  EXPECT_EQ(chosen.images.front().image.platform, "linux/arm64");
  const AdapterError error =
      error_of([&] { resolve({.version = index, .platform = "linux/s390x"}); });
  EXPECT_EQ(error.code, ErrorCode::kRegistryNotFound);
  EXPECT_THAT(error.message, HasSubstr("linux/amd64, linux/arm64"));
}

TEST_F(ResolveImagesTest, ListsAllOfAnIndexAndPassesOverAttestations) {
  const ResolvedImages found = resolve({.version = put_usual_index(), .all_platforms = true});
  EXPECT_THAT(platforms_of(found), ElementsAre("linux/amd64", "linux/arm64"));
  EXPECT_THAT(found.passed_over, ElementsAre(HasSubstr("attestation")));
}

TEST_F(ResolveImagesTest, FindsNothingInAnIndexWithoutImages) {
  const std::string attestation =
      descriptor(kManifestType, put_manifest("attestation"), platform("unknown", "unknown"));
  for (const std::string& entries : {std::string(), attestation}) {
    const std::string index = put_index(entries);
    for (const bool all : {false, true}) {
      const AdapterError error =
          error_of([&] { resolve({.version = index, .all_platforms = all}); });
      EXPECT_EQ(error.code, ErrorCode::kRegistryNotFound);
      EXPECT_THAT(error.message, HasSubstr("library/app@" + index));
    }
  }
}

TEST_F(ResolveImagesTest, TakesTheOnlyImageOfAnIndexWhateverItIsFor) {
  const std::string index =
      put_index(descriptor(kManifestType, put_manifest("s390x"), platform("linux", "s390x")));
  EXPECT_THAT(platforms_of(resolve({.version = index})), ElementsAre("linux/s390x"));
  EXPECT_EQ(error_of([&] { resolve({.version = index, .platform = "linux/amd64"}); }).code,
            ErrorCode::kRegistryNotFound);
}

TEST_F(ResolveImagesTest, HoldsASingleImageAgainstThePlatform) {
  const std::string digest = put_manifest("arm64");
  EXPECT_THAT(resolve({.version = digest, .platform = "linux/arm64"}).images, SizeIs(1));
  EXPECT_THAT(error_of([&] { resolve({.version = digest, .platform = "linux/amd64"}); }).message,
              HasSubstr("is for linux/arm64"));
}

TEST_F(ResolveImagesTest, SaysWhatIsNoImage) {
  const auto unsupported = [this](const std::string& digest) {
    return resolve({.version = digest}).images.front().unsupported;
  };
  EXPECT_THAT(unsupported(put_manifest("chart", "application/vnd.cncf.helm.config.v1+json")),
              HasSubstr("helm"));
  EXPECT_THAT(unsupported(put_manifest("sbom", "application/vnd.oci.empty.v1+json", "text/spdx",
                                       R"(,"artifactType":"text/spdx")")),
              HasSubstr("text/spdx"));
  EXPECT_THAT(unsupported(put_manifest("sig", kImageConfig,
                                       "application/vnd.dev.cosign.simplesigning.v1+json")),
              HasSubstr("cosign"));
  EXPECT_EQ(unsupported(put_manifest("docker", "application/vnd.docker.container.image.v1+json",
                                     "application/vnd.docker.image.rootfs.diff.tar.gzip")),
            "");
}

TEST_F(ResolveImagesTest, GoesOnWithoutAPlatformWhereTheConfigCannotBeRead) {
  const std::string digest =
      put(kManifestType, R"({"schemaVersion":2,"config":)" +
                             descriptor(kImageConfig, digest_of("missing")) + R"(,"layers":[]})");
  const ResolvedImages found = resolve({.version = digest});
  EXPECT_THAT(platforms_of(found), ElementsAre(""));
  EXPECT_EQ(found.images.front().unsupported, "");
}

TEST_F(ResolveImagesTest, RefusesWhatNamesNothing) {
  EXPECT_EQ(error_of([&] { resolve({.version = "no tag"}); }).code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(error_of([&] { resolve({.platform = "linux"}); }).code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(error_of([&] { resolve({.version = "gone"}); }).code, ErrorCode::kRegistryNotFound);
}

TEST(WhyUnsupported, LooksAtTheTypesAlone) {
  ImageReference image;
  EXPECT_EQ(why_unsupported(image), "");
  image.config_media_type = kImageConfig;
  EXPECT_EQ(why_unsupported(image), "");
  image.config_media_type = "application/vnd.wasm.config.v1+json";
  EXPECT_THAT(why_unsupported(image), HasSubstr("wasm"));
}

}  // namespace
}  // namespace portside
