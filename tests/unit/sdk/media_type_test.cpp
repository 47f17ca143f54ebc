// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/media_type.hpp"

#include <gtest/gtest.h>

#include <string>

namespace portside::sdk {
namespace {

TEST(MediaTypes, AreTwoNames) {
  for (const char* good : {"a/b", "application/vnd.oci.image.config.v1+json", "x-a/0!#$&-^_.+"}) {
    EXPECT_TRUE(is_media_type(good)) << good;
  }
  EXPECT_TRUE(is_media_type(std::string(127, 'a') + "/" + std::string(127, 'b')));
  for (const char* bad : {"", "a", "/", "a/", "/b", "a/b/c", "a/b;c=d", "a/b\n", "a b/c", ".a/b",
                          "a/*", "\xc3\xa4/b"}) {
    EXPECT_FALSE(is_media_type(bad)) << bad;
  }
  EXPECT_FALSE(is_media_type(std::string(128, 'a') + "/b"));
}

TEST(ContentTypes, MayHaveParameters) {
  for (const char* good : {"text/plain", "text/markdown; charset=utf-8", "a/b;c=d ;  e=\"f\"",
                           R"(a/b; title="two words")", R"(a/b; c="d;e")", R"(a/b; c="\"")",
                           R"(a/b; c="")", "text/plain;", "a/b; ;c=d ;"}) {
    EXPECT_TRUE(is_content_type(good)) << good;
  }
  for (const std::string& bad :
       {std::string(), std::string("text"), std::string("a/b; c"), std::string("a/b; =c"),
        std::string("a/b; c="), std::string("a/b\r\nX-Evil: 1"), std::string("a/b; c=\"d"),
        std::string(R"(a/b; c="\)"), std::string(R"(a/b; c="d"e)"), std::string("a/b; c=d\0", 9),
        std::string("a/b; c=\xc3\xa4"), std::string("text/plain, text/html"),
        "a/b; c=" + std::string(1'024, 'd')}) {
    EXPECT_FALSE(is_content_type(bad)) << bad.substr(0, 40);
  }
}

}  // namespace
}  // namespace portside::sdk
