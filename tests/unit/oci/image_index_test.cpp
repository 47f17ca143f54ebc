// SPDX-License-Identifier: Apache-2.0
#include "oci/image_index.hpp"

#include <gmock/gmock.h>

#include <map>
#include <nlohmann/json.hpp>

#include "error_of.hpp"
#include "oci/media_types.hpp"

namespace portside::oci {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

std::string digest(int number) {
  const std::string text = std::to_string(number);
  return "sha256:" + std::string(64 - text.size(), '0') + text;
}

json entry(int number, std::string_view type = kOciManifest, const std::string& platform = "") {
  json made = {{"mediaType", type}, {"digest", digest(number)}, {"size", 7}};
  if (platform.empty()) return made;
  const Platform parsed = parse_platform(platform);
  made["platform"] = {{"os", parsed.os}, {"architecture", parsed.architecture}};
  if (!parsed.variant.empty()) made["platform"]["variant"] = parsed.variant;
  return made;
}

json index_of(const json& entries) {
  return {{"schemaVersion", 2}, {"mediaType", kOciIndex}, {"manifests", entries}};
}

class ImageIndexTest : public ::testing::Test {
 protected:
  IndexContent expand(const json& index) {
    return expand_index(parse_manifest(index.dump(), kOciIndex), [this](const std::string& wanted) {
      fetched_.push_back(wanted);
      return FetchedManifest{stored_.at(wanted).dump(), std::string(kOciIndex), wanted};
    });
  }

  static std::vector<std::string> digests(const std::vector<Descriptor>& descriptors) {
    std::vector<std::string> all;
    for (const Descriptor& each : descriptors) all.push_back(each.digest);
    return all;
  }

  std::map<std::string, json> stored_;
  std::vector<std::string> fetched_;
};

TEST_F(ImageIndexTest, ListsImagesAndPassesOverAttestations) {
  json attestation = entry(3);
  attestation["platform"] = {{"os", "unknown"}, {"architecture", "unknown"}};
  const IndexContent content =
      expand(index_of({entry(1, kOciManifest, "linux/amd64"), attestation,
                       entry(2, kDockerManifest, "linux/arm/v7"), entry(4, "text/plain")}));
  EXPECT_THAT(digests(content.images), ElementsAre(digest(1), digest(2)));
  EXPECT_THAT(digests(content.attestations), ElementsAre(digest(3)));
  EXPECT_THAT(digests(content.others), ElementsAre(digest(4)));
  EXPECT_EQ(platforms_of(content.images), "linux/amd64, linux/arm/v7");
  EXPECT_THAT(fetched_, IsEmpty());
}

TEST_F(ImageIndexTest, LooksIntoIndexesInIt) {
  stored_[digest(10)] = index_of({entry(2), entry(3, kOciManifest, "linux/s390x")});
  const IndexContent content = expand(
      index_of({entry(1, kOciManifest, "linux/amd64"), entry(10, kOciIndex, "linux/arm64")}));
  EXPECT_EQ(platforms_of(content.images), "linux/amd64, linux/arm64, linux/s390x")
      << "an entry without a platform has that of the index around it";
  EXPECT_THAT(fetched_, ElementsAre(digest(10)));
}

TEST_F(ImageIndexTest, SeesEachDigestOnce) {
  stored_[digest(10)] = index_of({entry(1), entry(11, kDockerList)});
  stored_[digest(11)] = index_of({entry(10, kOciIndex), entry(1), entry(2)});
  stored_[digest(11)]["mediaType"] = kDockerList;
  const IndexContent content = expand(index_of({entry(10, kOciIndex), entry(1), entry(1)}));
  EXPECT_THAT(digests(content.images), ElementsAre(digest(1), digest(2)));
  EXPECT_THAT(fetched_, SizeIs(2)) << "a circle ends";
}

TEST_F(ImageIndexTest, HidesNoImageBehindAnAttestation) {
  json annotated = entry(1, kOciManifest, "linux/amd64");
  annotated["annotations"] = {{"vnd.docker.reference.type", "attestation-manifest"}};
  json unknown = entry(2);
  unknown["platform"] = {{"os", "unknown"}, {"architecture", "unknown"}};
  json bare = entry(3);
  bare["annotations"] = annotated["annotations"];
  const IndexContent content =
      expand(index_of({annotated, unknown, entry(2, kOciManifest, "linux/arm64"), bare}));
  EXPECT_THAT(digests(content.images), ElementsAre(digest(1), digest(2)))
      << "whoever runs by platform runs these";
  EXPECT_THAT(digests(content.attestations), ElementsAre(digest(2), digest(3)));
}

TEST_F(ImageIndexTest, ListsADigestForEachOfItsPlatforms) {
  const IndexContent content = expand(
      index_of({entry(1, kOciManifest, "linux/amd64"), entry(1, kOciManifest, "linux/386")}));
  EXPECT_EQ(platforms_of(content.images), "linux/amd64, linux/386");
}

TEST_F(ImageIndexTest, NamesPlatformsHarmlessly) {
  json hostile = entry(1);
  hostile["platform"] = {{"os", "linux"}, {"architecture", "\x1b[2J\n\xe2\x80\xae"}};
  json large = entry(2);
  large["platform"] = {{"os", "linux"}, {"architecture", std::string(10'000, 'x')}};
  const IndexContent content = expand(index_of({hostile, large}));
  EXPECT_THAT(platforms_of(content.images),
              AllOf(StartsWith("linux/\\u001b[2J\\u000a\\u202e, linux/xxx"), EndsWith("xxx...")));
  EXPECT_LT(platforms_of(content.images).size(), 200U);
}

TEST_F(ImageIndexTest, IsBounded) {
  for (int depth = 10; depth < 20; ++depth) {
    stored_[digest(depth)] = index_of(json::array({entry(depth + 1, kOciIndex)}));
  }
  EXPECT_THAT(testing::error_of([&] { expand(stored_[digest(10)]); }).message,
              HasSubstr("more than 4 deep"));
  json many = json::array();
  for (int i = 0; i <= 1'000; ++i) many.push_back(entry(i));
  const AdapterError error = testing::error_of([&] { expand(index_of(many)); });
  EXPECT_EQ(error.code, ErrorCode::kTooLarge);
  EXPECT_THAT(error.message, HasSubstr("more than 1,000 entries"));
}

TEST_F(ImageIndexTest, AnEmptyOneHoldsNothing) {
  EXPECT_THAT(expand(index_of(json::array())).images, IsEmpty());
}

TEST_F(ImageIndexTest, TheBestImageIsChosen) {
  const IndexContent content = expand(index_of(
      {entry(1, kOciManifest, "linux/arm/v5"), entry(2, kOciManifest, "linux/arm/v6"),
       entry(3, kOciManifest, "linux/arm/v6"), entry(4), entry(5, kOciManifest, "linux/amd64")}));
  const auto chosen = [&](const char* platform) {
    const Descriptor* image = choose_image(content.images, parse_platform(platform));
    return image == nullptr ? "" : image->digest;
  };
  EXPECT_EQ(chosen("linux/arm/v7"), digest(2)) << "the newest that runs, of equals the first";
  EXPECT_EQ(chosen("linux/arm/v5"), digest(1));
  EXPECT_EQ(chosen("linux/x86_64"), digest(5));
  EXPECT_EQ(chosen("linux/arm64"), "");
  EXPECT_EQ(chosen("windows/amd64"), "");
  EXPECT_EQ(platforms_of({content.images[3]}), "(unknown)");
}

}  // namespace
}  // namespace portside::oci
