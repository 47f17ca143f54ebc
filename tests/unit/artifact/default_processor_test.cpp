// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "artifact_fixture.hpp"
#include "error_of.hpp"

namespace portside {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kModel[] = "application/vnd.example.ml.model.config.v1+json";
constexpr char kPng[] = "\x89PNG\r\n\x1a\n...";
constexpr char kIconKey[] = "io.goharbor.artifact.v1alpha1.icon";

class DefaultProcessorTest : public testing::ArtifactTest {
 protected:
  std::string model(const std::string& config, const std::vector<json>& layers = {},
                    const json& annotations = {}) {
    return manifest(blob(kModel, config, annotations), layers);
  }
  Artifact with_icon(const std::string& icon) {
    return artifact(
        model("{}", {blob("text/plain", "x"), blob("image/png", icon, {{kIconKey, ""}})}));
  }
};

TEST_F(DefaultProcessorTest, NamesTypesAsHarborDoes) {
  const auto type_of = [this](const std::string& media_type) {
    return artifact(manifest(blob(media_type, "{}"), {})).type;
  };
  EXPECT_EQ(type_of(kModel), "ML.MODEL");
  EXPECT_EQ(type_of("application/vnd.sylabs.sif.config.v1+json"), "SIF");
  EXPECT_EQ(type_of("application/vnd.caicloud.model.config.v1alpha1+json"), "MODEL");
  EXPECT_EQ(type_of("application/vnd.cncf.falco.rulesfile.config.v1+json"), "FALCO.RULESFILE");
  EXPECT_EQ(type_of("application/vnd.a.b.config.c.config.v1+json"), "B.CONFIG.C");
  for (const char* other :
       {"application/vnd.oci.empty.v1+json", "application/vnd.docker.plugin.v1+json",
        "application/vnd.wasm.config.v1+json", "application/vnd.a.b.config.v1.0+json",
        "application/vnd.a.b.config.v1", "application/vnd.a..config.v1+json", "text/plain", "",
        "application/vnd.a.b c.config.v1+json", "application/vnd.a.b\x01.config.v1+json",
        "xapplication/vnd.a.b.config.v1+json", "application/vnd.config.v1+json"}) {
    EXPECT_EQ(type_of(other), "UNKNOWN") << other;
  }
  EXPECT_EQ(type_of("application/vnd.a." + std::string(300, 'b') + ".config.v1+json"), "UNKNOWN");
}

TEST_F(DefaultProcessorTest, TakesTheWholeConfig) {
  const std::string config = R"({"accuracy":0.970,"labels":["a"],"n":123456789012345678901234})";
  EXPECT_EQ(artifact(model(config)).extra_attrs.text, config);
  const Artifact unknown = artifact(manifest(blob("application/x", config), {}));
  EXPECT_TRUE(unknown.extra_attrs.absent()) << "of types that it has no word for, nothing";
}

TEST_F(DefaultProcessorTest, NoConfigFailsThePush) {
  for (const std::string& config :
       {std::string(), std::string("[1,2]"), std::string("null"), std::string("no json"),
        "{\"a\":" + std::string(100, '[') + std::string(100, ']') + "}"}) {
    const Artifact found = artifact(model(config));
    EXPECT_EQ(found.type, "ML.MODEL");
    EXPECT_TRUE(found.extra_attrs.absent());
  }
  json large = blob(kModel, "{}");
  large["size"] = 1U << 30U;
  EXPECT_EQ(artifact(manifest(large, {})).type, "ML.MODEL");
}

TEST_F(DefaultProcessorTest, LeavesOutWhatIsToBeSkipped) {
  const auto skipping = [this](const char* list) {
    const json annotation = {{"io.goharbor.artifact.v1alpha1.skip-list", list}};
    return artifact(model(R"({"a":1,"b":2.0," c":3})", {}, annotation)).extra_attrs.text;
  };
  EXPECT_EQ(skipping("a"), R"({"b":2.0," c":3})");
  EXPECT_EQ(skipping("b,a"), R"({" c":3})");
  EXPECT_EQ(skipping("a, c"), R"({"b":2.0})") << "names are not trimmed";
  EXPECT_EQ(skipping("a,b, c,"), "{}");
  EXPECT_EQ(skipping("x"), R"({"a":1,"b":2.0," c":3})");
  const json annotation = {{"io.goharbor.artifact.v1alpha1.skip-list", "a"}};
  EXPECT_TRUE(artifact(model("[]", {}, annotation)).extra_attrs.absent());
}

TEST_F(DefaultProcessorTest, FindsTheIcon) {
  EXPECT_EQ(with_icon(kPng).icon, testing::digest_of(kPng));
  EXPECT_EQ(with_icon("GIF89a...").icon, testing::digest_of("GIF89a..."));
  EXPECT_EQ(with_icon("\xff\xd8\xff\xe0...").icon, testing::digest_of("\xff\xd8\xff\xe0..."));
  for (const char* other : {"<svg/>", "", "GIF8", "\x89PNG"}) {
    EXPECT_EQ(with_icon(other).icon, "") << other;
  }
}

TEST_F(DefaultProcessorTest, OfIconsTheFirstOneCounts) {
  const json text = blob("text/plain", "no picture", {{kIconKey, ""}});
  const json png = blob("image/png", kPng, {{kIconKey, ""}});
  EXPECT_EQ(artifact(model("{}", {text, png})).icon, "");
  EXPECT_EQ(artifact(model("{}", {png, text})).icon, testing::digest_of(kPng));
}

TEST_F(DefaultProcessorTest, ALargeIconIsNoneAndNotCut) {
  const std::string fits = std::string(kPng) + std::string((1U << 20U) - 11, 'x');
  ASSERT_EQ(fits.size(), 1U << 20U);
  EXPECT_EQ(with_icon(fits).icon, testing::digest_of(fits));
  const int before = registry_.calls().blob;
  EXPECT_EQ(with_icon(fits + "x").icon, "");
  EXPECT_EQ(registry_.calls().blob, before + 1) << "its config, and not the icon";
}

TEST_F(DefaultProcessorTest, AnIconThatIsNotThereIsNoMistake) {
  json gone = blob("image/png", kPng, {{kIconKey, ""}});
  gone["digest"] = testing::digest_of("gone");
  EXPECT_EQ(artifact(model("{}", {gone})).icon, "");
}

TEST_F(DefaultProcessorTest, AnIconThatCannotBeReadFailsNoPush) {
  json other = blob("image/png", kPng, {{kIconKey, ""}});
  other["size"] = 3;
  EXPECT_EQ(artifact(model("{}", {other})).icon, "") << "not of the size that the manifest says";
  const json png = blob("image/png", kPng, {{kIconKey, ""}});
  const std::string text = manifest(blob("text/plain", "{}"), {png});
  registry_.fail(AdapterError(ErrorCode::kRegistryUnavailable, "503"));
  EXPECT_EQ(artifact(text).icon, "") << "the config of no kind is not read";
  EXPECT_EQ(artifact(text).icon, testing::digest_of(kPng));
}

TEST_F(DefaultProcessorTest, HasNoAdditions) {
  const Artifact found = artifact(model("{}"));
  EXPECT_THAT(service_.addition_types(found, context_), IsEmpty());
  const AdapterError error = testing::error_of([&] { addition(found, "README.MD"); });
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_THAT(error.message, HasSubstr("it has no additions"));
}

}  // namespace
}  // namespace portside
