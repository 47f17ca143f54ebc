// SPDX-License-Identifier: Apache-2.0
#include "cli/artifact_arguments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parsed_words.hpp"

namespace portside::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(ArtifactArguments, AnImageIsEnough) {
  const auto artifact = command<ArtifactCommand>({"artifact", "r.example/charts/webapp:1.2.3"});
  EXPECT_EQ(artifact.image, "r.example/charts/webapp:1.2.3");
  EXPECT_EQ(artifact.addition, "");
  EXPECT_EQ(artifact.processors, "");
  EXPECT_FALSE(artifact.json);
  EXPECT_EQ(artifact.timeout, 600);
}

TEST(ArtifactArguments, PathsBecomeAbsolute) {
  const auto artifact = command<ArtifactCommand>(
      {"artifact", "a", "-c", "p.yaml", "--plugin-dir", "p/", "--ca-file", "ca", "--password-file",
       "pw", "-u", "me", "--plain-http", "--trust-anchor", "t"});
  EXPECT_EQ(artifact.config, here("p.yaml"));
  EXPECT_THAT(artifact.plugin_dirs, ElementsAre(here("p")));
  EXPECT_THAT(artifact.trust_anchors, ElementsAre(here("t")));
  EXPECT_EQ(artifact.ca_file, here("ca"));
  EXPECT_EQ(artifact.password_file, here("pw"));
  EXPECT_TRUE(artifact.plain_http);
}

TEST(ArtifactArguments, FormatsAreTableAndJson) {
  EXPECT_TRUE(command<ArtifactCommand>({"artifact", "a", "--format", "json"}).json);
  EXPECT_FALSE(command<ArtifactCommand>({"artifact", "a", "-f", "table"}).json);
  EXPECT_THAT(refusal({"artifact", "a", "-f", "xml"}), HasSubstr("xml"));
  EXPECT_EQ(command<ArtifactCommand>({"artifact", "a", "--addition", "README.MD"}).addition,
            "README.MD");
}

TEST(ArtifactArguments, MistakesAreSaid) {
  EXPECT_THAT(refusal({"artifact"}), HasSubstr("IMAGE"));
  EXPECT_THAT(refusal({"artifact", "a", "b"}), HasSubstr("b"));
  EXPECT_THAT(refusal({"artifact", "a", "--processors", "not-there.yaml"}),
              HasSubstr("not-there.yaml"));
  EXPECT_THAT(refusal({"artifact", "a", "--timeout", "0"}), HasSubstr("0"));
  EXPECT_THAT(refusal({"artifact", "a", "--addition", ""}), HasSubstr("expected a name"));
}

}  // namespace
}  // namespace portside::cli
