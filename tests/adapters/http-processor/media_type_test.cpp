// SPDX-License-Identifier: Apache-2.0
#include "http-processor/media_type.hpp"

#include <gtest/gtest.h>

namespace portside::http_processor {
namespace {

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

}  // namespace
}  // namespace portside::http_processor
