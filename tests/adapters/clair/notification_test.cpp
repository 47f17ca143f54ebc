// SPDX-License-Identifier: Apache-2.0
#include "clair/notification.hpp"

#include <nlohmann/json.hpp>

#include "crypto/digest.hpp"
#include "error_of.hpp"
#include "portside/sdk/base64.hpp"
#include "portside/testing/scripted_host_services.hpp"

namespace portside::clair {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kNotificationId = "ebe2e2b6-4ae4-4d46-a39b-0b6b4ee0b4a6";

class ClairWebhookTest : public ::testing::Test {
 protected:
  ClairWebhookTest() {
    host_.set_crypto(crypto::plugin_crypto());
    config_.notifier_url = "http://clair:6060";
  }

  static Notification call_of_4() {
    Notification call;
    call.method = "POST";
    call.path = "/hooks/clair";
    call.body =
        json{{"notification_id", kNotificationId}, {"callback", "http://169.254.169.254/x"}}.dump();
    return call;
  }

  ClairNotification accepted(const Notification& call) { return accept(call, config_, host_); }
  ErrorCode refused(const Notification& call) {
    return testing::code_of([&] { accept(call, config_, host_); });
  }

  std::string token(json claims, const std::string& key = "secret",
                    json header = {{"alg", "HS256"}}) {
    const std::string message = sdk::base64url(header.dump()) + '.' + sdk::base64url(claims.dump());
    return message + '.' + sdk::base64url(crypto::plugin_crypto().hmac_sha256(key, message));
  }
  Notification signed_with(const std::string& token) {
    Notification call = call_of_4();
    call.headers = {{"authorization", "Bearer " + token}};
    return call;
  }

  ClairConfig config_;
  testing::ScriptedHostServices host_{"clair@test"};
};

TEST_F(ClairWebhookTest, IsOfTheGenerationThatItsBodyIsOf) {
  const ClairNotification four = accepted(call_of_4());
  EXPECT_EQ(four.generation, 4);
  EXPECT_EQ(four.name, kNotificationId);
  Notification call;
  call.body = json{{"Notification", {{"Name", kNotificationId}}}}.dump();
  const ClairNotification two = accepted(call);
  EXPECT_EQ(two.generation, 2);
  EXPECT_EQ(two.name, kNotificationId);
}

TEST_F(ClairWebhookTest, TheTokenForLaterHoldsNoAddress) {
  const Json token = to_json(accepted(call_of_4()));
  EXPECT_THAT(token.text, Not(HasSubstr("169.254")));
  EXPECT_EQ(parse_notification(token).name, kNotificationId);
  EXPECT_EQ(parse_notification(token).generation, 4);
  for (const char* wrong : {"", "[]", "{}", R"({"generation":3,"name":"x"})",
                            R"({"generation":4,"name":"../../index_report"})"}) {
    EXPECT_EQ(testing::code_of([&] { parse_notification({wrong}); }), ErrorCode::kMalformedData);
  }
}

TEST_F(ClairWebhookTest, WhatIsNoneIsRefused) {
  for (const std::string& body :
       {std::string(), std::string("[]"), std::string("{}"), std::string(70'000, ' '),
        std::string(100, '['), std::string(R"({"notification_id":7})"),
        std::string(R"({"notification_id":"../x"})"),
        std::string(R"({"notification_id":"------------------------------------"})"),
        std::string(R"({"Notification":"x"})"),
        std::string(R"({"Notification":{"Name":"a/b"}})")}) {
    Notification call;
    call.body = body;
    EXPECT_EQ(refused(call), ErrorCode::kMalformedData) << body.substr(0, 40);
  }
}

TEST_F(ClairWebhookTest, IsOfTheServerThatIsConfigured) {
  config_.version = Version::k2;
  EXPECT_EQ(refused(call_of_4()), ErrorCode::kMalformedData);
  config_.version = Version::kAuto;
  config_.notifier_url = "";
  const AdapterError error = testing::error_of([&] { accept(call_of_4(), config_, host_); });
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_THAT(error.message, HasSubstr("'notifier_url'"));
}

TEST_F(ClairWebhookTest, ShowsTheTokenInItsUrlOrAHeader) {
  config_.webhook_token = "0123456789abcdef";
  Notification call = call_of_4();
  EXPECT_EQ(refused(call), ErrorCode::kNotificationRejected);
  call.path = "/hooks/clair?a=b&token=0123456789abcdef";
  EXPECT_EQ(accepted(call).generation, 4);
  call.path = "/hooks/clair?token=0123456789abcdefg";
  EXPECT_EQ(refused(call), ErrorCode::kNotificationRejected);
  call.path = "/hooks/clair?xtoken=0123456789abcdef";
  EXPECT_EQ(refused(call), ErrorCode::kNotificationRejected);
  call.headers = {{"x-portside-token", "0123456789abcdef"}};
  EXPECT_EQ(accepted(call).generation, 4);
  call.headers = {{"x-portside-token", ""}};
  const AdapterError error = testing::error_of([&] { accept(call, config_, host_); });
  EXPECT_THAT(error.message, Not(HasSubstr("0123456789abcdef")));
}

TEST_F(ClairWebhookTest, ASignatureIsClairsOwnAndInItsTime) {
  config_.psk = "secret";
  config_.verify_signature = true;
  const auto now = static_cast<std::int64_t>(host_.now() / 1'000);
  const json claims = {{"iss", "clair-intraservice"}, {"exp", now + 60}, {"nbf", now - 60}};
  const auto with = [&](const char* key, json value) {
    json changed = claims;
    changed[key] = std::move(value);
    return changed;
  };
  EXPECT_EQ(accepted(signed_with(token(claims))).generation, 4);
  EXPECT_EQ(accepted(signed_with(token(with("exp", now - 10)))).generation, 4) << "leeway";
  EXPECT_EQ(refused(call_of_4()), ErrorCode::kNotificationRejected);
  const std::string good = token(claims);
  for (const std::string& bad :
       {token(claims, "another"), token(with("iss", "quay")), token(with("exp", now - 30)),
        token(with("nbf", now + 30)), token(with("iat", now + 60)), token(with("exp", "never")),
        token(claims, "secret", {{"alg", "none"}}), token(claims, "secret", {{"alg", "HS512"}}),
        good.substr(0, good.rfind('.') + 1), good + "x", std::string(), std::string("a.b"),
        std::string(9'000, 'a')}) {
    EXPECT_EQ(refused(signed_with(bad)), ErrorCode::kNotificationRejected) << bad.substr(0, 200);
  }
}

}  // namespace
}  // namespace portside::clair
