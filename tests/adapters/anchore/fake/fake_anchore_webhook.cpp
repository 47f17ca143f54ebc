// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "fake_anchore.hpp"
#include "portside/sdk/base64.hpp"

namespace portside::testing {
namespace {

using nlohmann::json;

/// Real calls say `imageDigest` in both versions; only the engine's policy evaluation does not.
json payload_of(const std::string& type, const std::string& digest) {
  const json annotations = json::object();
  if (type == "analysis_update") {
    return {
        {"curr_eval",
         {{"analysis_status", "analyzed"}, {"imageDigest", digest}, {"annotations", annotations}}},
        {"last_eval", {{"analysis_status", "analyzing"}, {"imageDigest", digest}}}};
  }
  if (type == "vuln_update") {
    return {{"imageDigest", digest},
            {"diff_vulnerability_result",
             {{"added", json::array({{{"id", "CVE-2026-1"}}})}, {"removed", json::array()}}}};
  }
  if (type == "policy_eval") {
    return {{"curr_eval", {{"image_digest", digest}, {"status", "fail"}}},
            {"last_eval", {{"image_digest", digest}, {"status", "pass"}}}};
  }
  return {{"curr_eval", json::array({digest})},
          {"last_eval", json::array({"sha256:" + std::string(64, '0')})}};
}

}  // namespace

Notification FakeAnchore::webhook(const std::string& type, const std::string& digest,
                                  const std::string& password) const {
  json payload = payload_of(type, digest);
  payload.update({{name("userId", "account_name"), "admin"},
                  {"subscription_key", "registry.test:443/library/test:1.0"},
                  {"subscription_type", type},
                  {name("notificationId", "notification_id"), "n-" + type}});
  const json body = {{name("queueId", "queue_id"), type},
                     {name("userId", "account_name"), "admin"},
                     {name("dataId", "data_id"), "d-" + type},
                     {"created_at", 1'795'000'000},
                     {"last_updated", 1'795'000'000},
                     {"record_state_key", "active"},
                     {"record_state_val", nullptr},
                     {"tries", 0},
                     {"max_tries", 1'795'000'030},
                     {"data",
                      {{"notification_user", "admin"},
                       {"notification_user_email", "admin@example.com"},
                       {"notification_type", type},
                       {"notification_payload", payload}}}};
  Notification call;
  call.method = "POST";
  call.path = "/notify/anchore/" + type + "/admin";
  call.headers = {{"Content-Type", "application/json"}};
  if (!password.empty()) {
    call.headers.emplace_back("Authorization", "Basic " + sdk::base64("anchore:" + password));
  }
  call.body = body.dump();
  return call;
}

}  // namespace portside::testing
