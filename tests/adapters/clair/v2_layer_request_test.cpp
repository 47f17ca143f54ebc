// SPDX-License-Identifier: Apache-2.0
#include "clair/v2/layer_request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "portside/api/error.hpp"
#include "v2_fixture.hpp"

namespace portside::clair::v2 {
namespace {

const LayerSource kSource{"https://registry.test/v2/private/app/blobs/sha256:1", "Bearer t"};

Chain chain_of(const std::vector<ImageLayer>& layers) {
  return name_layers(layers, crypto::plugin_crypto());
}

nlohmann::json layer_of(const HttpRequest& request) {
  return nlohmann::json::parse(request.body).at("Layer");
}

ClairConfig config() {
  ClairConfig config;
  config.indexer_url = kUrl;
  return config;
}

ErrorCode code_for(const LayerSource& source) {
  try {
    layer_request(config(), chain_of({{kBaseDigest, "", false, ""}}), 0, source);
  } catch (const AdapterError& error) {
    EXPECT_THAT(error.message + error.detail, ::testing::Not(::testing::HasSubstr("SECRET")));
    return error.code;
  }
  return {};
}

TEST(Clair2LayerRequest, IsWhatWasRecorded) {
  const Chain chain = chain_of({{kBaseDigest, "", false, ""}, {kChildDigest, "", false, ""}});
  const Recorded child = read_recorded("v2", "layer-post-child");
  const std::string path = nlohmann::json::parse(child.request.body)["Layer"]["Path"];
  const HttpRequest request = layer_request(config(), chain, 1, {path, "Bearer good-token"});
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, std::string(kUrl) + "/v1/layers");
  EXPECT_EQ(nlohmann::json::parse(request.body), nlohmann::json::parse(child.request.body));
}

TEST(Clair2LayerRequest, OfTheBaseHasNoParent) {
  const Chain chain = chain_of({{kBaseDigest, "", false, ""}});
  const nlohmann::json layer = layer_of(layer_request(config(), chain, 0, kSource));
  EXPECT_FALSE(layer.contains("ParentName"));
  EXPECT_EQ(layer["Headers"]["Authorization"], "Bearer t");
  EXPECT_EQ(layer["Format"], "Docker");
}

TEST(Clair2LayerRequest, WithoutCredentialsHasNoAuthorization) {
  const Chain chain = chain_of({{kBaseDigest, "", false, ""}});
  const nlohmann::json layer = layer_of(layer_request(config(), chain, 0, {kSource.url, ""}));
  EXPECT_EQ(layer["Headers"], (nlohmann::json{{"Connection", "close"}}));
}

TEST(Clair2LayerRequest, NamesTheLastPostedLayerAsParent) {
  const Chain chain = chain_of(
      {{kBaseDigest, "", false, ""}, {kChildDigest, "", true, ""}, {kTopDigest, "", false, ""}});
  const nlohmann::json layer = layer_of(layer_request(config(), chain, 2, kSource));
  EXPECT_EQ(layer["ParentName"], kBaseName);
  EXPECT_EQ(layer["Name"], kTopName);
}

TEST(Clair2LayerRequest, MayTakeLongerThanClairGivesItself) {
  const Chain chain = chain_of({{kBaseDigest, "", false, ""}});
  EXPECT_EQ(layer_request(config(), chain, 0, kSource).timeout, 930'000);
  ClairConfig own = config();
  own.index_timeout = 310'000;
  EXPECT_EQ(layer_request(own, chain, 0, kSource).timeout, 310'000);
}

TEST(Clair2LayerRequest, IsNotRepeatedByTheClient) {
  const Chain chain = chain_of({{kBaseDigest, "", false, ""}});
  EXPECT_FALSE(layer_request(config(), chain, 0, kSource).idempotent);
}

TEST(Clair2LayerRequest, DoesNotSendClairToItsOwnFiles) {
  EXPECT_EQ(code_for({"/etc/passwd", ""}), ErrorCode::kMalformedData);
  EXPECT_EQ(code_for({"file:///etc/passwd", ""}), ErrorCode::kMalformedData);
  EXPECT_EQ(code_for({"ftp://host/file", ""}), ErrorCode::kMalformedData);
  EXPECT_EQ(code_for({"http://host/\r\nX: y", ""}), ErrorCode::kMalformedData);
}

TEST(Clair2LayerRequest, RefusesCredentialsThatAreNoHeaderValue) {
  EXPECT_EQ(code_for({kSource.url, "Bearer SECRET\r\nX-Evil: 1"}), ErrorCode::kInvalidArgument);
}

TEST(Clair2LayerRequest, HasAtMostTheMebibyteThatClairReads) {
  EXPECT_EQ(code_for({kSource.url, "SECRET" + std::string(1U << 20U, 'a')}), ErrorCode::kTooLarge);
  EXPECT_EQ(code_for({kSource.url, std::string(1'000'000, 'a')}), ErrorCode{});
}

struct MediaTypeCase {
  const char* media_type;
  bool is_refused;
};

class Clair2MediaType : public ::testing::TestWithParam<MediaTypeCase> {};

TEST_P(Clair2MediaType, IsRefusedBeforeAnythingIsPosted) {
  const std::vector<ImageLayer> layers{{kBaseDigest, GetParam().media_type, false, ""}};
  if (GetParam().is_refused) {
    EXPECT_THROW(refuse_unreadable(layers), AdapterError);
    std::vector<ImageLayer> left_out = layers;
    left_out[0].is_left_out = true;
    EXPECT_NO_THROW(refuse_unreadable(left_out));
  } else {
    EXPECT_NO_THROW(refuse_unreadable(layers));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Types, Clair2MediaType,
    ::testing::Values(
        MediaTypeCase{"application/vnd.oci.image.layer.v1.tar", false},
        MediaTypeCase{"application/vnd.oci.image.layer.v1.tar+gzip", false},
        MediaTypeCase{"application/vnd.docker.image.rootfs.diff.tar.gzip", false},
        MediaTypeCase{"", false},
        MediaTypeCase{"application/vnd.oci.image.layer.v1.tar+zstd", true},
        MediaTypeCase{"application/vnd.oci.image.layer.nondistributable.v1.tar+zstd", true},
        MediaTypeCase{"application/vnd.docker.image.rootfs.diff.tar.zstd", true},
        MediaTypeCase{"application/vnd.oci.image.layer.v1.tar+gzip+encrypted", true}));

}  // namespace
}  // namespace portside::clair::v2
