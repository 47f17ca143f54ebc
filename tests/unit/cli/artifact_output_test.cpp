// SPDX-License-Identifier: Apache-2.0
#include "cli/artifact_output.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace portside::cli {
namespace {

using ::testing::HasSubstr;

class ArtifactOutput : public ::testing::Test {
 protected:
  Terminal terminal(std::size_t width = 0) {
    return Terminal{out_, error_, false, width, 0, false};
  }

  static AbstractedArtifact chart() {
    AbstractedArtifact found;
    found.artifact.type = "CHART";
    found.artifact.digest = "sha256:abc";
    found.artifact.media_type = found.artifact.artifact_type = "x/config";
    found.artifact.size = 1816;
    found.artifact.annotations = {{"title", "web\x1b[2J"}};
    found.artifact.extra_attrs.text =
        R"({"name":"webapp","empty":"","n":123456789012345678901,"list":["a"]})";
    found.artifact.references.text =
        R"([{"child_digest":"sha256:1","Platform":{"os":"linux","architecture":"arm",)"
        R"("variant":"v7"}},{"child_digest":"sha256:2","Platform":null}])";
    return found;
  }

  std::ostringstream out_;
  std::ostringstream error_;
};

TEST_F(ArtifactOutput, TableHasALineForEverything) {
  AbstractedArtifact found = chart();
  found.notes = {"something was missing"};
  print_artifact(terminal(), found, {"A", "B"});
  EXPECT_EQ(out_.str(),
            "type              CHART\n"
            "digest            sha256:abc\n"
            "media type        x/config\n"
            "size              1816\n"
            "additions         A, B\n"
            "annotation        title: web\\u001b[2J\n"
            "attributes\n"
            "  name            webapp\n"
            "  empty           \"\"\n"
            "  n               123456789012345678901\n"
            "  list            [\"a\"]\n"
            "references\n"
            "  sha256:1  linux/arm/v7\n"
            "  sha256:2\n");
  EXPECT_EQ(error_.str(), "portside: something was missing\n");
}

TEST_F(ArtifactOutput, TableLeavesOutWhatIsNotThere) {
  AbstractedArtifact found;
  found.artifact.type = "UNKNOWN";
  found.artifact.artifact_type = "x/thing";
  print_artifact(terminal(), found, {});
  EXPECT_EQ(out_.str(),
            "type              UNKNOWN\n"
            "artifact type     x/thing\n"
            "size              0\n");
}

TEST_F(ArtifactOutput, JsonKeepsDigits) {
  AbstractedArtifact found = chart();
  found.look_again = true;
  found.notes = {"a \"note\""};
  print_artifact_json(terminal(), found, {"README.MD"});
  EXPECT_THAT(out_.str(), HasSubstr(R"({"artifact":{"id":0,"type":"CHART",)"));
  EXPECT_THAT(out_.str(), HasSubstr(R"("n":123456789012345678901)"));
  EXPECT_THAT(out_.str(),
              HasSubstr(R"(,"additions":["README.MD"],"look_again":true,"notes":["a \"note\""]})"));
}

TEST_F(ArtifactOutput, AnAdditionIsWrittenAsItIsUnlessToATerminal) {
  const Addition addition{std::string("a\tb\n\x1b[2J\xff", 9), "text/plain"};
  print_addition(terminal(), {}, "A", addition);
  EXPECT_EQ(out_.str(), addition.content);
  out_.str("");
  print_addition(terminal(80), {}, "A", addition);
  EXPECT_EQ(out_.str(), "a\tb\n\\u001b[2J\xef\xbf\xbd\n");
  out_.str("");
  print_addition(terminal(80), {}, "A", {"a\n", "text/plain"});
  EXPECT_EQ(out_.str(), "a\n");
  EXPECT_EQ(error_.str(), "");
}

TEST_F(ArtifactOutput, WhatThereIsToSayOfAnAdditionIsNoPartOfIt) {
  AbstractedArtifact found;
  found.notes = {"something was missing"};
  print_addition(terminal(80), found, "README.MD", {"", "text/markdown"});
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(error_.str(),
            "portside: the addition README.MD is empty\nportside: something was missing\n");
}

TEST_F(ArtifactOutput, AnAdditionInJsonSaysHowItIsWritten) {
  AbstractedArtifact found;
  found.notes = {"n"};
  print_addition_json(terminal(80), found, "README.MD", {"# \xc3\x84\x1b\"", "text/markdown"});
  EXPECT_EQ(out_.str(),
            "{\"name\":\"README.MD\",\"content_type\":\"text/markdown\","
            "\"encoding\":\"utf-8\",\"content\":\"# \xc3\x84\\u001b\\\"\","
            "\"look_again\":false,\"notes\":[\"n\"]}\n");
  out_.str("");
  print_addition_json(terminal(), {}, "A", {std::string("\0\xff\xfb", 3), "image/png"});
  EXPECT_EQ(out_.str(),
            R"({"name":"A","content_type":"image/png","encoding":"base64","content":"AP/7",)"
            R"("look_again":false,"notes":[]})"
            "\n");
  out_.str("");
  print_addition_json(terminal(), {}, "A", {"", "text/plain"});
  EXPECT_THAT(out_.str(), HasSubstr(R"("encoding":"utf-8","content":"",)"));
  EXPECT_EQ(error_.str(), "");
}

}  // namespace
}  // namespace portside::cli
