// SPDX-License-Identifier: Apache-2.0
#include "http-processor/media_type.hpp"

#include <gtest/gtest.h>

namespace portside::http_processor {
namespace {

TEST(MediaType, IsTypeAndSubtype) {
  EXPECT_TRUE(is_media_type("application/vnd.acme.rocket.config.v1+json"));
  for (const std::string& text :
       {std::string(), std::string("json"), std::string("a/"), std::string("/b"),
        std::string("a/b/c"), std::string("a/b; c=d"), std::string("a/b\n"), std::string("a b/c"),
        "a/" + std::string(254, 'b')}) {
    EXPECT_FALSE(is_media_type(text)) << text;
  }
}

TEST(ContentType, MayHaveParameters) {
  for (const char* text : {"text/plain", "text/markdown; charset=utf-8", "a/b;c=d ;  e=\"f\""}) {
    EXPECT_TRUE(is_content_type(text)) << text;
  }
  EXPECT_TRUE(is_content_type(R"(a/b; title="two words")"));
  for (const std::string& text :
       {std::string(), std::string("text"), std::string("text/plain;"), std::string("a/b; c"),
        std::string("a/b; =c"), std::string("a/b\r\nX-Evil: 1"), std::string("a/b; c=\"d"),
        std::string("a/b; c=\"\\\""), std::string("a/b; c=d\0", 9), std::string("a/b; c=\xc3\xa4"),
        std::string("text/plain, text/html")}) {
    EXPECT_FALSE(is_content_type(text)) << text;
  }
}

TEST(CalledMediaType, IsTheFirstThatIsKnown) {
  Artifact artifact;
  artifact.artifact_type = "application/vnd.a";
  artifact.media_type = "application/vnd.B";
  artifact.manifest_media_type = "application/vnd.c";
  EXPECT_EQ(called_media_type(artifact, {}), "application/vnd.a");
  EXPECT_EQ(called_media_type(artifact, {"application/vnd.c", "application/vnd.b"}),
            "application/vnd.B");
  EXPECT_EQ(called_media_type(artifact, {"application/vnd.d"}), "");
  artifact.artifact_type = "no media\r\ntype";
  EXPECT_EQ(called_media_type(artifact, {}), "application/vnd.B");
  EXPECT_EQ(called_media_type({}, {}), "");
}

TEST(Letters, AreThoseOfAscii) {
  EXPECT_EQ(in_lower_case("Ab-\xc3\x84Z"), "ab-\xc3\x84z");
  EXPECT_EQ(in_capitals("Ab-\xc3\xa4z"), "AB-\xc3\xa4Z");
}

}  // namespace
}  // namespace portside::http_processor
