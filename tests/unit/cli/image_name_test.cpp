// SPDX-License-Identifier: Apache-2.0
#include "cli/image_name.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "error_of.hpp"
#include "temp_folder.hpp"

namespace portside::cli {
namespace {

using testing::code_of;

const std::string kDigest = "sha256:" + std::string(64, 'a');

TEST(ImageName, OfARegistry) {
  const ImageName image = parse_image_name("registry.example:5000/library/app:1.0@" + kDigest);
  EXPECT_EQ(image.host, "registry.example:5000");
  EXPECT_EQ(image.repository, "library/app");
  EXPECT_EQ(image.version, kDigest) << "a digest says more than a tag";
  EXPECT_EQ(image.folder, "");
}

TEST(ImageName, WithoutAHostIsOfTheConfigurationsRegistry) {
  const ImageName image = parse_image_name("library/app");
  EXPECT_EQ(image.host, "");
  EXPECT_EQ(image.version, "");
  EXPECT_EQ(image.place(), parse_image_name("other:1").place());
  EXPECT_NE(image.place(), parse_image_name("registry.example/library/app").place());
}

TEST(ImageName, OfAFolder) {
  const testing::TempFolder folder;
  const ImageName image = parse_image_name("oci:" + folder.str());
  EXPECT_EQ(image.folder, folder.str());
  EXPECT_EQ(image.repository, folder.path().filename());
  EXPECT_EQ(image.version, "");
  EXPECT_EQ(parse_image_name("oci:" + folder.str() + "/").folder, folder.str());
  EXPECT_EQ(parse_image_name("oci:" + folder.str() + ":1.0").version, "1.0");
  EXPECT_EQ(parse_image_name("oci:" + folder.str() + "@" + kDigest).version, kDigest);
}

TEST(ImageName, AFolderMayHaveColonsAndSoMayAName) {
  const testing::TempFolder folder;
  std::filesystem::create_directory(folder / "a:b");
  const ImageName whole = parse_image_name("oci:" + (folder / "a:b"));
  EXPECT_EQ(whole.folder, folder / "a:b");
  EXPECT_EQ(whole.version, "");
  EXPECT_EQ(parse_image_name("oci:" + (folder / "a:b:1.0")).version, "1.0");
  EXPECT_EQ(parse_image_name("oci:" + folder.str() + ":registry.example/app:1").version,
            "registry.example/app:1");
}

TEST(ImageName, SaysWhatCannotBe) {
  EXPECT_EQ(code_of([] { parse_image_name("oci:"); }), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code_of([] { parse_image_name("No Image"); }), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code_of([] { parse_image_name(""); }), ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace portside::cli
