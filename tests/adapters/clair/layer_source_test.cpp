// SPDX-License-Identifier: Apache-2.0
#include "clair/layer_source.hpp"

#include <nlohmann/json.hpp>

#include "error_of.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "portside/testing/scripted_http_client.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside::clair {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kImage = "application/vnd.oci.image.config.v1+json";
constexpr const char* kGzip = "application/vnd.oci.image.layer.v1.tar+gzip";
constexpr const char* kForeignType = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";

std::string digest_of(char c) {
  return "sha256:" + std::string(64, c);
}

json manifest_layer(char c, const char* type, std::vector<std::string> urls = {}) {
  json layer = {{"digest", digest_of(c)}, {"mediaType", type}, {"size", 10}};
  if (!urls.empty()) layer["urls"] = urls;
  return layer;
}

class ClairLayersTest : public ::testing::Test {
 protected:
  ClairLayersTest() { request_.image.digest = digest_of('0'); }

  ImageLayers read(const json& layers, const char* config = kImage) {
    registry_.put_manifest(digest_of('0'), "application/vnd.oci.image.manifest.v1+json",
                           json{{"schemaVersion", 2},
                                {"config", {{"digest", digest_of('c')}, {"mediaType", config}}},
                                {"layers", layers}}
                               .dump());
    return read_image_layers(request_, config_, registry_, context_);
  }

  LayerSource source(const ImageLayer& layer) {
    return layer_source(layer, config_, config_.resolve_redirects ? &http_ : nullptr, registry_,
                        context_);
  }

  ClairConfig config_;
  ScanRequest request_;
  testing::MemoryRegistryAccess registry_;
  testing::ScriptedHttpClient http_;
  testing::TestCallContext context_;
};

TEST_F(ClairLayersTest, ComeFromTheBase) {
  const ImageLayers image = read({manifest_layer('a', kGzip), manifest_layer('b', kGzip)});
  ASSERT_EQ(image.layers.size(), 2U);
  EXPECT_EQ(image.layers[0].digest, digest_of('a'));
  EXPECT_EQ(image.layers[1].media_type, kGzip);
  EXPECT_TRUE(image.is_scannable);
  EXPECT_TRUE(image.notes.empty());
}

TEST_F(ClairLayersTest, ForeignOnesAreLeftOutUnlessTheirAddressMayBeUsed) {
  const json layers = {manifest_layer('a', kForeignType, {"https://windows.example/a"}),
                       manifest_layer('b', kGzip)};
  const ImageLayers without = read(layers);
  EXPECT_TRUE(without.layers[0].is_left_out);
  EXPECT_FALSE(without.layers[1].is_left_out);
  EXPECT_THAT(without.notes, ElementsAre(StartsWith("1 layer that must not be distributed")));
  config_.foreign_layers = true;
  registry_.set_authorization({"Bearer t0p", {}});
  const ImageLayers with = read(layers);
  EXPECT_FALSE(with.layers[0].is_left_out);
  const LayerSource elsewhere = source(with.layers[0]);
  EXPECT_EQ(elsewhere.url, "https://windows.example/a");
  EXPECT_EQ(elsewhere.authorization, "");
  EXPECT_TRUE(with.notes.empty());
}

TEST_F(ClairLayersTest, AnImageOfNothingIsNotScanned) {
  const ImageLayers none = read(json::array());
  EXPECT_FALSE(none.is_scannable);
  EXPECT_EQ(none.outcome, CoverageOutcome::kNothingToScan);
  EXPECT_THAT(none.notes, ElementsAre("the image has no layers"));
  const ImageLayers foreign = read({manifest_layer('a', kForeignType)});
  EXPECT_FALSE(foreign.is_scannable);
  EXPECT_EQ(foreign.outcome, CoverageOutcome::kNothingToScan);
}

TEST_F(ClairLayersTest, WhatIsNoImageIsUnsupported) {
  const ImageLayers chart =
      read({manifest_layer('a', "application/vnd.cncf.helm.chart.content.v1.tar+gzip")},
           "application/vnd.cncf.helm.config.v1+json");
  EXPECT_FALSE(chart.is_scannable);
  EXPECT_EQ(chart.outcome, CoverageOutcome::kUnsupported);
  EXPECT_THAT(chart.notes, ElementsAre(HasSubstr("no container image")));
}

TEST_F(ClairLayersTest, AreReadFromTheRegistryOrWhereTheConfigurationSays) {
  registry_.set_authorization({"Bearer t0p", {}});
  const LayerSource own = source({digest_of('a'), kGzip, false, ""});
  EXPECT_EQ(own.url,
            registry_.url() + "/v2/" + registry_.repository() + "/blobs/" + digest_of('a'));
  EXPECT_EQ(own.authorization, "Bearer t0p");
  config_.layer_base_url = "http://core:8080";
  EXPECT_THAT(source({digest_of('a'), kGzip, false, ""}).url, StartsWith("http://core:8080/v2/"));
}

TEST_F(ClairLayersTest, CredentialsWithALineBreakGoNowhere) {
  registry_.set_authorization({"Bearer x\r\nX-Evil: 1", {}});
  const AdapterError error = testing::error_of([&] { source({digest_of('a'), kGzip, false, ""}); });
  EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(error.message.find("Evil"), std::string::npos);
}

TEST_F(ClairLayersTest, TheRegistrysRedirectIsFollowedForClair) {
  config_.layer_base_url = "http://core:8080";
  config_.resolve_redirects = true;
  registry_.set_authorization({"Bearer t0p", {}});
  const std::string url =
      "http://core:8080/v2/" + registry_.repository() + "/blobs/" + digest_of('a');
  http_.expect("GET", url)
      .with_header("Range", "bytes=0-0")
      .with_header("Authorization", "Bearer t0p")
      .respond(307, "", {{"Location", "https://store.example/a?X-Amz-Signature=1"}});
  const LayerSource elsewhere = source({digest_of('a'), kGzip, false, ""});
  EXPECT_EQ(elsewhere.url, "https://store.example/a?X-Amz-Signature=1");
  EXPECT_EQ(elsewhere.authorization, "");
  http_.expect("GET", url).respond(206, "x");
  EXPECT_EQ(source({digest_of('a'), kGzip, false, ""}).authorization, "Bearer t0p");
  http_.expect("GET", url).respond(302, "", {{"Location", "/elsewhere"}});
  EXPECT_EQ(source({digest_of('a'), kGzip, false, ""}).url, "http://core:8080/elsewhere");
  http_.expect("GET", url).fail(AdapterError(ErrorCode::kScannerUnreachable, "refused"));
  EXPECT_EQ(testing::code_of([&] {
              source({digest_of('a'), kGzip, false, ""});
            }),
            ErrorCode::kRegistryUnreachable);
  for (const char* location : {"", "file:///etc/passwd", "gopher://x", "//store/x"}) {
    http_.expect("GET", url).respond(302, "", {{"Location", location}});
    EXPECT_EQ(testing::code_of([&] {
                source({digest_of('a'), kGzip, false, ""});
              }),
              ErrorCode::kRegistryBadAnswer);
  }
}

TEST_F(ClairLayersTest, AProbeTellsWhatTheRegistrySays) {
  const auto probe = [&] { return probe_layer(digest_of('a'), registry_, context_); };
  EXPECT_EQ(probe(), LayerProbe::kMissing);
  registry_.put_blob(digest_of('a'), "content");
  EXPECT_EQ(probe(), LayerProbe::kReadable);
  registry_.put_blob(digest_of('a'), "");
  EXPECT_EQ(probe(), LayerProbe::kReadable);
  registry_.fail(AdapterError(ErrorCode::kRegistryAuthentication, "401"));
  EXPECT_EQ(probe(), LayerProbe::kRefused);
  registry_.fail(AdapterError(ErrorCode::kRegistryUnavailable, "503"));
  EXPECT_EQ(probe(), LayerProbe::kRegistryDown);
  for (const auto code :
       {ErrorCode::kCancelled, ErrorCode::kRegistryRateLimited, ErrorCode::kUnsupported}) {
    registry_.fail(AdapterError(code, "more than Clair says"));
    EXPECT_EQ(testing::code_of(probe), code);
  }
}

}  // namespace
}  // namespace portside::clair
