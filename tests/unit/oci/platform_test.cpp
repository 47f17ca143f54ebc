// SPDX-License-Identifier: Apache-2.0
#include "oci/platform.hpp"

#include <gmock/gmock.h>

#include "error_of.hpp"

namespace portside::oci {
namespace {

using ::testing::HasSubstr;

Platform platform(const std::string& text) {
  return parse_platform(text);
}

TEST(Platform, IsReadInEverySpelling) {
  EXPECT_EQ(platform("linux/amd64").text(), "linux/amd64");
  EXPECT_EQ(platform("Linux/x86_64").text(), "linux/amd64");
  EXPECT_EQ(platform("linux/aarch64").text(), "linux/arm64");
  EXPECT_EQ(platform("linux/arm64/v8").text(), "linux/arm64") << "it goes without saying";
  EXPECT_EQ(platform("linux/arm64/v9").text(), "linux/arm64/v9");
  EXPECT_EQ(platform("linux/arm").text(), "linux/arm/v7") << "it does not";
  EXPECT_EQ(platform("linux/armhf").text(), "linux/arm/v7");
  EXPECT_EQ(platform("linux/armel").text(), "linux/arm/v6");
  EXPECT_EQ(platform("linux/arm/6").text(), "linux/arm/v6");
  EXPECT_EQ(platform("linux/i686").text(), "linux/386");
  EXPECT_EQ(platform("linux/amd64/v1").text(), "linux/amd64");
  EXPECT_EQ(platform("windows/amd64").text(), "windows/amd64");
}

TEST(Platform, RefusesWhatIsNone) {
  for (const char* text : {"", "linux", "linux/", "/amd64", "linux/arm/v7/x", "linux//v7",
                           "linux/amd64/", "lin ux/amd64", "linux/amd64\n"}) {
    const AdapterError error = testing::error_of([&] { parse_platform(text); });
    EXPECT_EQ(error.code, ErrorCode::kInvalidArgument) << text;
    EXPECT_THAT(error.message, HasSubstr("is no platform; expected OS/ARCHITECTURE[/VARIANT]"));
  }
}

TEST(Platform, RunsOlderVariantsToo) {
  const auto distance = [](const char* offered, const char* wanted) {
    return suitability(platform(offered), platform(wanted));
  };
  EXPECT_EQ(distance("linux/arm64", "linux/aarch64/v8"), 0);
  EXPECT_EQ(distance("linux/arm/v6", "linux/arm/v7"), 1);
  EXPECT_EQ(distance("linux/arm/v5", "linux/arm"), 2);
  EXPECT_EQ(distance("linux/amd64", "linux/amd64/v3"), 2);
  EXPECT_EQ(distance("linux/arm/v7", "linux/arm/v6"), std::nullopt);
  EXPECT_EQ(distance("linux/amd64/v3", "linux/amd64"), std::nullopt);
  EXPECT_EQ(distance("linux/arm64", "linux/amd64"), std::nullopt);
  EXPECT_EQ(distance("windows/amd64", "linux/amd64"), std::nullopt);
}

}  // namespace
}  // namespace portside::oci
