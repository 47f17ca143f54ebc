// SPDX-License-Identifier: Apache-2.0
#include "clair/v4/api.hpp"

#include "clair/v4/index_request.hpp"
#include "clair/v4/token.hpp"
#include "crypto/digest.hpp"
#include "error_of.hpp"
#include "v4_fixture.hpp"

namespace portside::clair::v4 {
namespace {

using testing::code_of;
using ::testing::Contains;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;

constexpr char kUuid[] = "2ab28289-00ee-40d3-97a2-eda0972dd790";

class Clair4Api : public Clair4Test {
 protected:
  Clair4Api() {
    config_.indexer_url = "http://indexer";
    config_.matcher_url = "https://matcher:8443/clair";
    config_.notifier_url = "http://notifier";
  }
  Clair services() { return {config_, host_, host_.http_client()}; }
};

TEST_F(Clair4Api, EachServiceHasItsOwnAddress) {
  EXPECT_EQ(get_index_state(services()).url, "http://indexer/indexer/api/v1/index_state");
  EXPECT_EQ(post_manifest(services(), "{}").url, "http://indexer/indexer/api/v1/index_report");
  EXPECT_EQ(get_index_report(services(), kRecordedImage).url,
            std::string("http://indexer/indexer/api/v1/index_report/") + kRecordedImage);
  EXPECT_EQ(get_vulnerability_report(services(), kRecordedImage).url,
            std::string("https://matcher:8443/clair/matcher/api/v1/vulnerability_report/") +
                kRecordedImage);
  EXPECT_EQ(get_update_operations(services()).url,
            "https://matcher:8443/clair/matcher/api/v1/internal/update_operation?latest=true");
  EXPECT_EQ(
      get_notification(services(), kUuid, "").url,
      std::string("http://notifier/notifier/api/v1/notification/") + kUuid + "?page_size=500");
  EXPECT_EQ(get_notification(services(), kUuid, kUuid).url,
            std::string("http://notifier/notifier/api/v1/notification/") + kUuid +
                "?page_size=500&next=" + kUuid);
  EXPECT_EQ(delete_notification(services(), kUuid).method, "DELETE");
}

TEST_F(Clair4Api, AsksForJsonAndNeverForAnUnchangedState) {
  const HttpRequest request = post_manifest(services(), "{}");
  EXPECT_THAT(request.headers, Contains(Pair("Accept", "application/json")));
  EXPECT_THAT(request.headers, Contains(Pair("Content-Type", "application/json")));
  // With it Clair answers 412 and indexes nothing, also for an image that it has never seen.
  EXPECT_THAT(request.headers, Not(Contains(Key("If-None-Match"))));
  EXPECT_THAT(request.headers, Not(Contains(Key("Authorization"))));
}

TEST_F(Clair4Api, OnlyThePostMayTakeLong) {
  config_.timeout = 5'000;
  EXPECT_EQ(get_index_state(services()).timeout, 5'000);
  EXPECT_EQ(post_manifest(services(), "{}").timeout, 600'000);
  config_.index_timeout = 30'000;
  EXPECT_EQ(post_manifest(services(), "{}").timeout, 30'000);
  EXPECT_FALSE(post_manifest(services(), "{}").idempotent);
  EXPECT_TRUE(get_index_state(services()).idempotent);
}

TEST_F(Clair4Api, NothingButDigestsAndUuidsGoesIntoAPath) {
  for (const std::string& digest :
       {std::string(), std::string("latest"), "sha256:" + std::string(63, 'a'),
        "sha256:" + std::string(64, 'A'), "sha256:../../" + std::string(58, 'a'),
        "md5:" + std::string(32, 'a')}) {
    EXPECT_EQ(code_of([&] { get_index_report(services(), digest); }), ErrorCode::kInvalidArgument);
    EXPECT_EQ(code_of([&] { get_vulnerability_report(services(), digest); }),
              ErrorCode::kInvalidArgument);
  }
  for (const char* const id : {"", "abc", "2ab28289-00ee-40d3-97a2-eda0972dd79/",
                               "2ab28289x00ee-40d3-97a2-eda0972dd790"}) {
    EXPECT_EQ(code_of([&] { get_notification(services(), id, ""); }), ErrorCode::kInvalidArgument);
    EXPECT_EQ(code_of([&] { delete_notification(services(), id); }), ErrorCode::kInvalidArgument);
  }
  EXPECT_TRUE(is_clair_digest("sha512:" + std::string(128, '0')));
}

TEST_F(Clair4Api, ATokenGoesWithEveryRequest) {
  host_.set_crypto(crypto::plugin_crypto());
  config_.psk = "secret";
  config_.issuer = "portside";
  const std::string expected =
      "Bearer " + signed_token(crypto::plugin_crypto(), "secret", "portside", host_.now());
  for (const HttpRequest& request :
       {get_index_state(services()), post_manifest(services(), "{}"),
        get_vulnerability_report(services(), kRecordedImage), get_update_operations(services()),
        get_notification(services(), kUuid, ""), delete_notification(services(), kUuid)}) {
    EXPECT_THAT(request.headers, Contains(Pair("Authorization", expected)));
  }
}

/// Computed by another hand: HMAC-SHA-256 of the first two parts.
TEST(Clair4Token, IsSignedWithTheBytesOfTheKey) {
  EXPECT_EQ(
      signed_token(crypto::plugin_crypto(), std::string("\x00\x01key", 5), "quay",
                   1'700'000'000'999),
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
      "eyJleHAiOjE3MDAwMDAzMDAsImlhdCI6MTcwMDAwMDAwMCwiaXNzIjoicXVheSIsIm5iZiI6MTY5OTk5OTk0MH0."
      "ezhvLqNtG4Gcf7ksD3ca4DBD6jds_p0-NXdHZA1iC64");
}

TEST(Clair4IndexRequest, IsWhatClairTakes) {
  const std::string digest = "sha256:" + std::string(64, '1');
  const auto body = nlohmann::json::parse(index_request(
      kRecordedImage,
      {{digest, {"https://r/v2/x/blobs/1", "Bearer t"}}, {digest, {"https://s3/x?sig=1", ""}}}));
  EXPECT_EQ(body, nlohmann::json::parse(R"({"hash":")" + std::string(kRecordedImage) +
                                        R"(","layers":[{"hash":")" + digest +
                                        R"(","uri":"https://r/v2/x/blobs/1","headers":
                                        {"Authorization":["Bearer t"]}},{"hash":")" +
                                        digest + R"(","uri":"https://s3/x?sig=1"}]})"));
}

TEST(Clair4IndexRequest, HasTheShapeOfTheRecordedOne) {
  const auto sent = nlohmann::json::parse(recorded("index-report-post").request.body);
  std::vector<SourcedLayer> layers;
  for (const auto& layer : sent["layers"]) {
    layers.push_back({layer["hash"], {layer["uri"], layer["headers"]["Authorization"][0]}});
  }
  EXPECT_EQ(nlohmann::json::parse(index_request(sent["hash"], layers)), sent);
}

TEST(Clair4IndexRequest, RefusesWhatWouldBecomeAnotherRequest) {
  const std::string digest = "sha256:" + std::string(64, '1');
  EXPECT_EQ(code_of([&] {
              index_request(kRecordedImage, {{digest, {"https://r/u", "Bearer t\r\nX: y"}}});
            }),
            ErrorCode::kInvalidArgument);
  EXPECT_EQ(code_of([&] {
              index_request(kRecordedImage, {{"sha256:1", {"https://r/u", ""}}});
            }),
            ErrorCode::kInvalidArgument);
}

/// Manifests name the addresses of foreign layers.
TEST(Clair4IndexRequest, RefusesAddressesThatAreNotOfTheWeb) {
  const std::string digest = "sha256:" + std::string(64, '1');
  for (const std::string& url :
       {std::string("file:///etc/passwd"), std::string("/etc/passwd"), std::string(),
        std::string("ftp://h/x"), std::string("http:/h"), std::string("https://h/\r\nX: y"),
        std::string("https://h/\0", 11), std::string("https://h/\x7f")}) {
    EXPECT_EQ(code_of([&] {
                index_request(kRecordedImage, {{digest, {url, ""}}});
              }),
              ErrorCode::kMalformedData)
        << url;
  }
  EXPECT_THAT(index_request(kRecordedImage, {{digest, {"http://h/x", ""}}}),
              ::testing::HasSubstr("http://h/x"));
}

}  // namespace
}  // namespace portside::clair::v4
