// SPDX-License-Identifier: Apache-2.0
#include "anchore/notification.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "anchore/api.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/http_answer.hpp"
#include "portside/sdk/json_stream.hpp"
#include "portside/sdk/webhook_token.hpp"

namespace portside::anchore {
namespace {

using sdk::JsonRule;
using sdk::JsonScalar;

/// Policy evaluations come with all of their findings.
constexpr std::size_t kMostCallBytes = std::size_t{16} << 20U;
constexpr std::size_t kMostDigests = 1'000;
constexpr std::size_t kMostIdBytes = 128;
constexpr char kPayload[] = "/data/notification_payload";

/// What a webhook call says, as far as it matters.
struct AnchoreNotification {
  std::string type;
  std::string subscription_key;
  std::string data_id;
  std::string notification_id;
  std::string created_at;
  std::string analysis_status;
  /// Digests of the payload, of its `curr_eval`, and of `curr_eval` where that is a list.
  std::vector<std::string> of_payload;
  std::vector<std::string> of_evaluation;
  std::vector<std::string> of_list;
};

void add_digest(std::vector<std::string>& digests, const JsonScalar& value) {
  // Test calls have a word in its place.
  if (!value.is_string() || !is_image_digest(value.text) || digests.size() == kMostDigests) return;
  digests.emplace_back(value.text);
}

/// Makes the rules of a call; members have other names in each version, and some in each kind.
class NotificationRules {
 public:
  explicit NotificationRules(AnchoreNotification& call) : call_(call) {}

  std::vector<JsonRule> all() {
    const std::string payload = kPayload;
    text("/data/notification_type", call_.type);
    text(payload + "/subscription_type", call_.type);
    text(payload + "/subscription_key", call_.subscription_key);
    for (const char* name : {"/dataId", "/data_id"}) text(name, call_.data_id);
    for (const char* name : {"/notificationId", "/notification_id"}) {
      text(payload + name, call_.notification_id);
    }
    rules_.push_back({"/created_at", {}, {}, [this_call = &call_](const JsonScalar& value) {
                        if (value.text.size() <= kMostIdBytes) this_call->created_at = value.text;
                      }});
    for (const char* name : {"/imageDigest", "/image_digest"}) {
      digest(payload + name, call_.of_payload);
      digest(payload + "/curr_eval" + name, call_.of_evaluation);
    }
    text(payload + "/curr_eval/analysis_status", call_.analysis_status);
    rules_.push_back(
        {payload + "/curr_eval/*", {}, {}, [this_call = &call_](const JsonScalar& value) {
           if (value.key.empty()) add_digest(this_call->of_list, value);
         }});
    return std::move(rules_);
  }

 private:
  /// The first of several names counts.
  void text(std::string path, std::string& target) {
    rules_.push_back({std::move(path), {}, {}, [&target](const JsonScalar& value) {
                        const bool is_id = value.is_string() && value.text.size() <= kMostTextBytes;
                        if (is_id && target.empty()) target = value.text;
                      }});
  }
  void digest(std::string path, std::vector<std::string>& target) {
    rules_.push_back({std::move(path), {}, {}, [&target](const JsonScalar& value) {
                        add_digest(target, value);
                      }});
  }

  static constexpr std::size_t kMostTextBytes = 1'000;
  AnchoreNotification& call_;
  std::vector<JsonRule> rules_;
};

[[noreturn]] void not_understood(const std::string& why) {
  throw AdapterError(ErrorCode::kMalformedData, "the call is no notification of Anchore: " + why);
}

AnchoreNotification notification_in(const std::string& body) {
  if (body.size() > kMostCallBytes) not_understood("it has more than 16 MiB");
  AnchoreNotification call;
  sdk::JsonLimits limits;
  limits.text_bytes = std::size_t{64} << 10U;
  try {
    sdk::JsonStream json("it", NotificationRules(call).all(), limits);
    json.write(body);
    json.finish();
  } catch (const AdapterError& error) {
    not_understood(error.message);
  }
  if (call.type.empty()) not_understood("it does not say of which type it is");
  return call;
}

/// Repetitions of a call differ in the number of tries and in the time of the last.
std::string key_of(const AnchoreNotification& call) {
  if (call.data_id.empty() && call.notification_id.empty()) return {};
  const std::string* const parts[] = {&call.type, &call.data_id, &call.notification_id,
                                      &call.created_at};
  std::string key;
  for (const std::string* part : parts) {
    // Of a call that gives more than an identifier no two are equal.
    if (part->size() > kMostIdBytes) return {};
    key += *part + "/";
  }
  return key;
}

void log_failed_analysis(const AnchoreNotification& call, HostServices& host) {
  const std::string digest = call.of_evaluation.empty() ? "" : ", " + call.of_evaluation.front();
  host.log(LogLevel::kWarning,
           "Anchore could not analyse " + sdk::excerpt(call.subscription_key, 200) + digest +
               "; its analyzer's log says why, and the next scan of the image tries again",
           {});
}

/// The images that the call is about; none for kinds that are about none, and kinds that are not
/// known.
std::vector<std::string> images_of(AnchoreNotification& call, HostServices& host) {
  if (call.type == "vuln_update") return std::move(call.of_payload);
  if (call.type == "policy_eval") return std::move(call.of_evaluation);
  if (call.type == "tag_update") return std::move(call.of_list);
  if (call.type != "analysis_update") return {};
  if (call.analysis_status == "analysis_failed") log_failed_analysis(call, host);
  if (call.analysis_status != "analyzed") return {};
  return std::move(call.of_evaluation);
}

[[noreturn]] void not_ours() {
  throw AdapterError(ErrorCode::kMalformedData, "the stored notification is not of this adapter");
}

void check_caller(const Notification& call, const std::string& token, HostServices& host) {
  // One call orders up to a thousand scans.
  if (token.empty()) {
    throw AdapterError(
        ErrorCode::kNotificationRejected,
        "the adapter has no 'webhook_token', without which anybody could order scans; set one, and "
        "give it to Anchore as 'webhooks.webhook_pass', or as ?token=... in the URL there");
  }
  if (sdk::shows_webhook_token(call, token, host.crypto())) return;
  throw AdapterError(
      ErrorCode::kNotificationRejected,
      "the call is not from Anchore: it does not show the adapter's 'webhook_token'; expected it "
      "as 'webhooks.webhook_pass' in Anchore's configuration, or ?token=... in the URL there");
}

}  // namespace

AcceptedNotification accept(const Notification& call, const AnchoreConfig& config,
                            HostServices& host) {
  check_caller(call, config.webhook_token, host);
  AnchoreNotification notification = notification_in(call.body);
  AcceptedNotification accepted;
  accepted.dedup_key = key_of(notification);
  const bool recheck_only = notification.type == "policy_eval";
  accepted.token.text = nlohmann::json{
      {"images", images_of(notification, host)},
      {"recheck_only",
       recheck_only}}.dump();
  return accepted;
}

RescanTargets targets_of(const Json& token) {
  const nlohmann::json stored = nlohmann::json::parse(token.text, nullptr, false);
  if (!stored.is_object()) not_ours();
  const auto images = stored.find("images");
  const auto recheck_only = stored.find("recheck_only");
  const bool is_whole = images != stored.end() && images->is_array() &&
                        images->size() <= kMostDigests && recheck_only != stored.end() &&
                        recheck_only->is_boolean();
  if (!is_whole) not_ours();
  RescanTargets targets;
  for (const nlohmann::json& image : *images) {
    if (!image.is_string() || !is_image_digest(image.get_ref<const std::string&>())) not_ours();
    targets.targets.push_back({image, *recheck_only});
  }
  return targets;
}

}  // namespace portside::anchore
