// SPDX-License-Identifier: Apache-2.0
#include "anchore/policy_check.hpp"

#include <nlohmann/json.hpp>

#include "anchore/errors.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/http_answer.hpp"
#include "portside/sdk/json_call.hpp"
#include "portside/sdk/json_stream.hpp"

namespace portside::anchore {
namespace {

constexpr std::uint64_t kMostEvaluationBytes = std::uint64_t{256} << 20U;

/// `(stop, denylisted)`.
std::string action_text(const PolicyEvaluation& evaluation) {
  if (evaluation.final_action.empty()) return {};
  std::string text = " (" + evaluation.final_action;
  if (!evaluation.final_action_reason.empty()) text += ", " + evaluation.final_action_reason;
  return text + ")";
}

std::string policy_text(const PolicyEvaluation& evaluation) {
  return evaluation.policy_id.empty() ? "Anchore's active policy"
                                      : "Anchore's policy '" + evaluation.policy_id + "'";
}

std::string failure_text(const PolicyEvaluation& evaluation) {
  std::string text = policy_text(evaluation) + " fails the image" + action_text(evaluation);
  if (evaluation.stops.empty()) return text;
  return text + ": " + std::to_string(evaluation.stopping) +
         (evaluation.stopping == 1 ? " finding stops it, " : " findings stop it, such as ") +
         evaluation.stops.front();
}

std::string no_status_text(const PolicyEvaluation& evaluation) {
  if (!evaluation.problems.empty()) {
    return policy_text(evaluation) + " was not evaluated: " + evaluation.problems.front();
  }
  return policy_text(evaluation) + " was not evaluated" + action_text(evaluation) +
         ": Anchore's answer has no status; see whether there is such a policy, and a mapping in "
         "it "
         "for this image";
}

nlohmann::json details_of(const PolicyEvaluation& evaluation) {
  return {{"status", evaluation.status},
          {"final_action", evaluation.final_action},
          {"final_action_reason", evaluation.final_action_reason},
          {"policy_id", evaluation.policy_id},
          {"evaluated_tag", evaluation.evaluated_tag},
          {"evaluated_at", evaluation.evaluated_at},
          {"findings", evaluation.findings},
          {"stopping", evaluation.stopping},
          {"stops", evaluation.stops},
          {"problems", evaluation.problems}};
}

std::string short_id(const std::string& policy_id) {
  return sdk::excerpt(policy_id, 100);
}

/// Of a policy that is not there Anchore says no more than of an image that is not.
std::string doubt_of_policy(const std::string& policy_id) {
  if (policy_id.empty()) return {};
  return "; see whether the account has the policy '" + short_id(policy_id) + "' ('policy_id')";
}

/// Nothing is wrong with the call; there is only nothing to be said about the image.
ImageCheck unknown_check(const AdapterError& error, Millis now) {
  ImageCheck check;
  check.checked_at = now;
  check.reason = error.message;
  check.details.text = nlohmann::json{{"answer", error.detail}}.dump(
      -1, ' ', false, nlohmann::json::error_handler_t::replace);
  return check;
}

}  // namespace

ImageCheck image_check(const PolicyEvaluation& evaluation, Millis now) {
  ImageCheck check;
  check.checked_at = now;
  if (evaluation.status == "pass") {
    check.verdict = CheckVerdict::kPass;
    check.reason = policy_text(evaluation) + " passes the image" + action_text(evaluation);
  } else if (evaluation.status == "fail") {
    check.verdict = CheckVerdict::kFail;
    check.reason = failure_text(evaluation);
  } else {
    check.reason = no_status_text(evaluation);
  }
  check.details.text = details_of(evaluation).dump();
  return check;
}

ImageCheck check_policy(const Api& api, const std::string& digest, const std::string& full_tag,
                        const CallContext& context) {
  const Anchore& anchore = api.anchore();
  const std::string& policy_id = anchore.config.policy_id;
  PolicyEvaluation evaluation;
  const auto parser = policy_evaluation_parser(evaluation);
  const HttpResponse answer =
      sdk::send_for_json(anchore.http, api.get_check(digest, full_tag), *parser,
                         {"Anchore's policy evaluation", kMostEvaluationBytes}, context);
  const Millis now = anchore.host.now();
  if (answer.status == 200) {
    if (evaluation.policy_id.empty()) evaluation.policy_id = short_id(policy_id);
    return image_check(evaluation, now);
  }
  AnchoreFailure failure = anchore_failure(answer, "Anchore did not evaluate the image");
  switch (failure.kind) {
    case Failure::kNotAnalyzed: break;
    case Failure::kNotFound:
    case Failure::kNoPolicyEvaluation: failure.error.message += doubt_of_policy(policy_id); break;
    default: throw AdapterError(failure.error);
  }
  return unknown_check(failure.error, now);
}

}  // namespace portside::anchore
