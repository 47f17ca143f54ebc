// SPDX-License-Identifier: Apache-2.0
#include "oci/image_config.hpp"

#include <gmock/gmock.h>

#include "error_of.hpp"

namespace portside::oci {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kOne = "sha256:" + std::string(64, '1');
const std::string kTwo = "sha256:" + std::string(64, '2');

TEST(ImageConfig, IsRead) {
  const ImageConfig config = parse_image_config(
      R"({"os":"windows","architecture":"arm64","variant":"v8","os.version":"10.0","config":{},)"
      R"("rootfs":{"type":"layers","diff_ids":[")" +
      kOne + "\",\"" + kTwo + R"("]}})");
  EXPECT_EQ(config.platform.text(), "windows/arm64/v8");
  EXPECT_EQ(config.platform.os_version, "10.0");
  EXPECT_THAT(config.diff_ids, ElementsAre(kOne, kTwo));
}

TEST(ImageConfig, MayHoldNothing) {
  for (const char* text : {"{}", R"({"rootfs":null,"os":null})", R"({"rootfs":{}})",
                           R"({"rootfs":{"diff_ids":null}})"}) {
    const ImageConfig config = parse_image_config(text);
    EXPECT_EQ(config.platform.text(), "") << text;
    EXPECT_THAT(config.diff_ids, IsEmpty());
  }
}

TEST(ImageConfig, RefusesWhatIsNone) {
  for (const char* text :
       {"", "{not json", "[]", R"({"os":1})", R"({"rootfs":[]})", R"({"rootfs":{"diff_ids":{}}})",
        R"({"rootfs":{"diff_ids":["x"]}})", R"({"rootfs":{"diff_ids":[1]}})"}) {
    const AdapterError error = testing::error_of([&] { parse_image_config(text); });
    EXPECT_EQ(error.code, ErrorCode::kRegistryBadAnswer) << text;
    EXPECT_THAT(error.message, HasSubstr("the image's config cannot be used: ")) << text;
  }
}

TEST(ImageConfig, IsBounded) {
  EXPECT_THAT(
      testing::error_of([] { parse_image_config(std::string(kMaxConfigBytes, '[')); }).message,
      HasSubstr("more than 64 levels deep"));
  EXPECT_THAT(testing::error_of([] {
                parse_image_config("{\"a\":\"" + std::string(kMaxConfigBytes, 'x') + "\"}");
              }).message,
              HasSubstr("larger than 8 MiB"));
  std::string many = R"({"rootfs":{"diff_ids":[)";
  for (int i = 0; i <= 10'000; ++i) many += (i == 0 ? "\"" : ",\"") + kOne + "\"";
  EXPECT_THAT(testing::error_of([&] { parse_image_config(many + "]}}"); }).message,
              HasSubstr("more than 10,000 layers"));
}

}  // namespace
}  // namespace portside::oci
