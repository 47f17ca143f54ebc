// SPDX-License-Identifier: Apache-2.0
#include "anchore/notification.hpp"

#include "anchore_fixture.hpp"
#include "crypto/digest.hpp"
#include "error_of.hpp"
#include "portside/sdk/base64.hpp"

namespace portside::anchore {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class AnchoreWebhookTest : public AnchoreTest {
 protected:
  AnchoreWebhookTest() {
    host_.set_crypto(crypto::plugin_crypto());
    config_.webhook_token = "0123456789abcdef";
  }

  /// As Anchore wraps every kind. Names are those of v1 or v2.
  static json envelope(int version, const std::string& type, json payload) {
    payload[version == 1 ? "notificationId" : "notification_id"] = "n-1";
    payload[version == 1 ? "userId" : "account_name"] = "admin";
    payload["subscription_key"] = "core:443/p/r:1";
    payload["subscription_type"] = type;
    return {{version == 1 ? "queueId" : "queue_id", type},
            {version == 1 ? "dataId" : "data_id", "d-1"},
            {"created_at", 1'767'323'045},
            {"last_updated", 1'767'323'046},
            {"record_state_key", "active"},
            {"record_state_val", nullptr},
            {"tries", 0},
            {"max_tries", 1'767'323'075},
            {"data",
             {{"notification_user", "admin"},
              {"notification_user_email", "a@example.org"},
              {"notification_type", type},
              {"notification_payload", payload}}}};
  }
  AcceptedNotification accepted(const json& body) {
    Notification call;
    call.method = "POST";
    call.path = kHook;
    call.body = body.dump();
    return accept(call, config_, host_);
  }
  std::vector<RescanTarget> targets(const json& body) {
    const RescanTargets found = targets_of(accepted(body).token);
    EXPECT_FALSE(found.all);
    return found.targets;
  }
  /// The one digest of a call, marked when only a check is wanted.
  std::string target(const json& body) {
    const auto found = targets(body);
    if (found.size() != 1) return std::to_string(found.size()) + " targets";
    return found[0].digest + (found[0].recheck_only ? " check" : "");
  }
  static constexpr char kHook[] = "/hooks/anchore?token=0123456789abcdef";
  ErrorCode refused(const Notification& call) {
    return testing::code_of([&] { accept(call, config_, host_); });
  }
};

TEST_F(AnchoreWebhookTest, FinishedAnalysesAreToBeScanned) {
  for (const char* key : {"imageDigest", "image_digest"}) {
    for (const int version : {1, 2}) {
      const json now = {
          {"analysis_status", "analyzed"}, {key, kImageDigest}, {"annotations", {{"a", "b"}}}};
      const json before = {{"analysis_status", "analyzing"},
                           {key, "sha256:" + std::string(64, 'b')}};
      EXPECT_EQ(
          target(envelope(version, "analysis_update", {{"curr_eval", now}, {"last_eval", before}})),
          kImageDigest)
          << key;
    }
  }
}

TEST_F(AnchoreWebhookTest, FailedAnalysesAreLogged) {
  const json now = {{"analysis_status", "analysis_failed"}, {"imageDigest", kImageDigest}};
  EXPECT_THAT(targets(envelope(1, "analysis_update", {{"curr_eval", now}})), IsEmpty());
  ASSERT_EQ(host_.log_lines().size(), 1U);
  EXPECT_THAT(host_.log_lines()[0].message, HasSubstr("core:443/p/r:1, " + kImageDigest));
}

TEST_F(AnchoreWebhookTest, AnalysesUnderWayAreNot) {
  const json now = {{"analysis_status", "analyzing"}, {"imageDigest", kImageDigest}};
  EXPECT_THAT(targets(envelope(1, "analysis_update", {{"curr_eval", now}})), IsEmpty());
  EXPECT_THAT(host_.log_lines(), IsEmpty());
}

TEST_F(AnchoreWebhookTest, NewVulnerabilitiesAreToBeScanned) {
  const json changes = {
      {"added", {{{"vuln", "CVE-1"}}}}, {"updated", json::array()}, {"removed", nullptr}};
  for (const char* key : {"imageDigest", "image_digest"}) {
    EXPECT_EQ(target(envelope(1, "vuln_update",
                              {{"diff_vulnerability_result", changes}, {key, kImageDigest}})),
              kImageDigest)
        << key;
  }
}

TEST_F(AnchoreWebhookTest, PolicyEvaluationsAreToBeCheckedOnly) {
  for (const char* key : {"imageDigest", "image_digest"}) {
    const json now = {{"status", "fail"}, {key, kImageDigest}, {"result", {{"x", "y"}}}};
    EXPECT_EQ(target(envelope(1, "policy_eval", {{"curr_eval", now}, {"last_eval", now}})),
              kImageDigest + " check")
        << key;
  }
}

TEST_F(AnchoreWebhookTest, NewImagesOfATagAreToBeScanned) {
  const json payload = {{"curr_eval", {kImageDigest}},
                        {"last_eval", {"sha256:" + std::string(64, 'b')}}};
  EXPECT_EQ(target(envelope(1, "tag_update", payload)), kImageDigest);
}

TEST_F(AnchoreWebhookTest, OtherKindsAndTestCallsAreAcceptedAndAboutNothing) {
  const json real = {
      {"curr_eval", {{"imageDigest", kImageDigest}, {"analysis_status", "analyzed"}}},
      {"imageDigest", kImageDigest}};
  for (const char* type : {"event_log", "repo_update", "something_new"}) {
    EXPECT_THAT(targets(envelope(2, type, real)), IsEmpty()) << type;
  }
  const json test = {{"curr_eval",
                      {{"analysis_status", "analyzed"},
                       {"image_digest", "test_image_digest"},
                       {"annotations", json::array()}}},
                     {"image_digest", "test_image_digest"}};
  for (const char* type : {"analysis_update", "vuln_update", "policy_eval", "tag_update"}) {
    EXPECT_THAT(targets(envelope(1, type, test)), IsEmpty()) << type;
  }
}

TEST_F(AnchoreWebhookTest, RepeatedCallsHaveOneKey) {
  const json payload = {{"imageDigest", kImageDigest}};
  const json call = envelope(1, "vuln_update", payload);
  json again = call;
  again["tries"] = 3;
  again["last_updated"] = 1'767'323'055;
  const std::string key = accepted(call).dedup_key;
  EXPECT_NE(key, "");
  EXPECT_EQ(accepted(again).dedup_key, key);
  EXPECT_EQ(accepted(envelope(2, "vuln_update", payload)).dedup_key, key);
  for (const char* name : {"dataId", "created_at"}) {
    json other = call;
    other[name] = "other";
    EXPECT_NE(accepted(other).dedup_key, key) << name;
  }
  EXPECT_NE(accepted(envelope(1, "policy_eval", payload)).dedup_key, key);
  json nameless = call;
  nameless.erase("dataId");
  nameless["data"]["notification_payload"].erase("notificationId");
  EXPECT_EQ(accepted(nameless).dedup_key, "");
  nameless["dataId"] = std::string(129, 'd');
  EXPECT_EQ(accepted(nameless).dedup_key, "");
}

TEST_F(AnchoreWebhookTest, WhatIsNoneIsRefused) {
  for (const std::string& body :
       {std::string(), std::string("[]"), std::string("{}"), std::string("<html>"),
        std::string(R"({"data":{"notification_type":7}})"), std::string(R"({"data":)"),
        std::string(100, '['), std::string(17'000'000, ' '),
        R"({"data":{"notification_type":")" + std::string(70'000, 'x') + "\"}}"}) {
    Notification call;
    call.path = kHook;
    call.body = body;
    EXPECT_EQ(refused(call), ErrorCode::kMalformedData) << body.substr(0, 40);
  }
}

TEST_F(AnchoreWebhookTest, ShowsTheSecret) {
  Notification call;
  call.path = "/hooks/anchore";
  call.body = envelope(1, "event_log", json::object()).dump();
  EXPECT_EQ(refused(call), ErrorCode::kNotificationRejected);
  call.headers = {{"Authorization", "Basic " + sdk::base64("anchore:0123456789abcdef")}};
  EXPECT_NO_THROW(accept(call, config_, host_));
  call.headers = {{"Authorization", "Basic " + sdk::base64("anchore:wrong")}};
  const AdapterError error = testing::error_of([&] { accept(call, config_, host_); });
  EXPECT_EQ(error.code, ErrorCode::kNotificationRejected);
  EXPECT_THAT(error.message, Not(HasSubstr("0123456789abcdef")));
  call.path += "?token=0123456789abcdef";
  EXPECT_NO_THROW(accept(call, config_, host_));
}

// Without it anybody who reaches the endpoint could order a thousand scans a call.
TEST_F(AnchoreWebhookTest, NeedsASecret) {
  config_.webhook_token = "";
  Notification call;
  call.path = kHook;
  call.body = envelope(1, "event_log", json::object()).dump();
  const AdapterError error = testing::error_of([&] { accept(call, config_, host_); });
  EXPECT_EQ(error.code, ErrorCode::kNotificationRejected);
  EXPECT_THAT(error.message, HasSubstr("set one"));
}

TEST_F(AnchoreWebhookTest, DigestsHaveAnEnd) {
  json digests = json::array();
  for (int i = 0; i < 1'500; ++i) {
    const std::string number = std::to_string(i);
    digests.push_back("sha256:" + std::string(64 - number.size(), '0') + number);
  }
  EXPECT_EQ(targets(envelope(1, "tag_update", {{"curr_eval", digests}})).size(), 1'000U);
}

TEST_F(AnchoreWebhookTest, OnlyItsOwnTokensAreTaken) {
  for (const char* token :
       {"", "[]", "{}", "null", R"({"images":[]})", R"({"images":[],"recheck_only":1})",
        R"({"images":["sha256:1"],"recheck_only":false})", R"({"images":[7],"recheck_only":false})",
        R"({"images":{},"recheck_only":false})"}) {
    EXPECT_EQ(testing::code_of([&] { targets_of({token}); }), ErrorCode::kMalformedData) << token;
  }
}

}  // namespace
}  // namespace portside::anchore
