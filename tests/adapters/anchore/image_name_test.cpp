// SPDX-License-Identifier: Apache-2.0
#include "anchore/image_name.hpp"

#include <gmock/gmock.h>

#include "error_of.hpp"

namespace portside::anchore {
namespace {

using ::testing::HasSubstr;

const std::string kNamedDigits(64, 'a');

ImageReference reference(const std::string& registry, const std::string& repository = "p/r") {
  ImageReference image;
  image.registry_url = registry;
  image.repository = repository;
  image.digest = "sha256:" + kNamedDigits;
  return image;
}

ImageName named(const ImageReference& image, const std::string& registry = {}) {
  AnchoreConfig config;
  config.registry = registry;
  return image_name(image, config);
}

TEST(AnchoreImageNameTest, NamesRegistryRepositoryAndDigest) {
  ImageReference image = reference("https://registry.example:8443");
  image.tags = {"1.2"};
  const ImageName name = named(image);
  EXPECT_EQ(name.registry, "registry.example:8443");
  EXPECT_EQ(name.repository, "registry.example:8443/p/r");
  EXPECT_EQ(name.pull_string, "registry.example:8443/p/r@sha256:" + kNamedDigits);
  EXPECT_EQ(name.full_tag, "registry.example:8443/p/r:1.2");
  EXPECT_FALSE(name.is_plain_http);
}

TEST(AnchoreImageNameTest, AHostNeverGoesWithoutItsPort) {
  EXPECT_EQ(named(reference("https://core")).registry, "core:443");
  EXPECT_EQ(named(reference("http://core")).registry, "core:80");
  EXPECT_EQ(named(reference("http://core/")).registry, "core:80");
  EXPECT_TRUE(named(reference("http://core")).is_plain_http);
}

TEST(AnchoreImageNameTest, TheConfiguredRegistryReplacesTheHost) {
  const ImageName name = named(reference("http://[::1]:5000"), "core:8080");
  EXPECT_EQ(name.full_tag, "core:8080/p/r:" + kNamedDigits);
  EXPECT_FALSE(name.is_plain_http) << "the configuration says how this one is reached";
  AnchoreConfig config;
  config.registry = "core:8080";
  config.is_registry_plain_http = true;
  EXPECT_TRUE(image_name(reference("https://registry.example"), config).is_plain_http);
}

TEST(AnchoreImageNameTest, ATagIsTheFirstThatCanBeOne) {
  ImageReference image = reference("https://core");
  EXPECT_EQ(named(image).full_tag, "core:443/p/r:" + kNamedDigits);
  image.tags = {"", "no tag", "-x", std::string(129, 'x'), "a:b", "_1.0-rc", "later"};
  EXPECT_EQ(named(image).full_tag, "core:443/p/r:_1.0-rc");
}

TEST(AnchoreImageNameTest, WhatAnchoreCannotNameIsSaid) {
  for (const char* const url :
       {"https://[::1]:5000", "https://", "", "https://a_b c", "https://ü"}) {
    const AdapterError error = testing::error_of([&] { named(reference(url)); });
    EXPECT_EQ(error.code, ErrorCode::kUnsupported) << url;
    EXPECT_THAT(error.message, HasSubstr("set 'registry'"));
  }
  for (const char* const repository :
       {"", "/p", "p/", "p//r", "p/../r", "p/.", "p?x=1", "p\nr", "p@sha256:x", "p:tag"}) {
    EXPECT_EQ(testing::code_of([&] { named(reference("https://core", repository)); }),
              ErrorCode::kUnsupported)
        << repository;
  }
}

TEST(AnchoreImageNameTest, ADigestIsNeeded) {
  for (const std::string& digest :
       {std::string(), "sha512:" + kNamedDigits, "sha256:" + std::string(64, 'g'),
        "sha256:" + std::string(63, 'a'), "sha256:" + kNamedDigits + "/check"}) {
    ImageReference image = reference("https://core");
    image.digest = digest;
    EXPECT_EQ(testing::code_of([&] { named(image); }), ErrorCode::kInvalidArgument) << digest;
  }
}

}  // namespace
}  // namespace portside::anchore
