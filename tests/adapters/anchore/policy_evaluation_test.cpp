// SPDX-License-Identifier: Apache-2.0
#include "anchore/policy_evaluation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "anchore/policy_check.hpp"
#include "error_of.hpp"
#include "portside/sdk/json_stream.hpp"
#include "portside/testing/scripted_host_services.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside::anchore {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

PolicyEvaluation evaluation_of(const std::string& document) {
  PolicyEvaluation evaluation;
  const auto parser = policy_evaluation_parser(evaluation);
  for (std::size_t at = 0; at < document.size(); at += 7) parser->write(document.substr(at, 7));
  parser->finish();
  return evaluation;
}

constexpr char kCheckedDigest[] =
    "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
constexpr char kCheckedTag[] = "core:443/library/app:1";

const json kHeader = {"Image_Id",     "Repo_Tag",    "Trigger_Id",  "Gate",     "Trigger",
                      "Check_Output", "Gate_Action", "Whitelisted", "Policy_Id"};

json row_of_table(const char* action, const json& allowlisted, const char* message = "HIGH p") {
  return {"img",   kCheckedTag, "id",        "vulnerabilities", "package",
          message, action,      allowlisted, "policy-1"};
}

/// As the engine answers with `detail=true`.
json of_engine(const char* status, const char* action, const json& rows,
               const json& header = kHeader) {
  const json table = {
      {"final_action", action}, {"header", header}, {"row_count", rows.size()}, {"rows", rows}};
  const json result = {{"bundle", {{"policies", json::array({{{"final_action", "x"}}})}}},
                       {"evaluation_problems", json::array()},
                       {"final_action", action},
                       {"final_action_reason", "policy_evaluation"},
                       {"matched_mapping_rule", false},
                       {"result", {{"img", {{"result", table}}}}}};
  const json evaluation = {{"detail", {{"policy", {{"name", "x"}}}, {"result", result}}},
                           {"last_evaluation", "2026-01-02T03:04:05Z"},
                           {"policyId", "policy-1"},
                           {"status", status}};
  return json::array({{{kCheckedDigest, {{kCheckedTag, json::array({evaluation})}}}}});
}

json finding(const char* action, bool allowlisted, const char* message = "HIGH p") {
  return {{"gate", "vulnerabilities"},  {"trigger", "package"}, {"trigger_id", "id"},
          {"message", message},         {"action", action},     {"policy_id", "policy-1"},
          {"allowlisted", allowlisted}, {"rule_id", "r"}};
}

/// As Enterprise answers.
json of_enterprise(const char* status, const char* action, const json& findings) {
  const json evaluation = {
      {"status", status},
      {"final_action", action},
      {"final_action_reason", "policy_evaluation"},
      {"evaluation_time", "2026-01-02T03:04:05Z"},
      {"evaluation_problems", json::array()},
      {"number_of_findings", findings.size()},
      {"details",
       {{"findings", findings}, {"policy", {{"status", "x"}}}, {"policy_action", action}}}};
  return {{"image_digest", kCheckedDigest},
          {"policy_id", "policy-1"},
          {"evaluated_tag", kCheckedTag},
          {"evaluations", json::array({evaluation})}};
}

TEST(AnchoreEvaluation, OfTheEngineIsATable) {
  const PolicyEvaluation evaluation = evaluation_of(
      of_engine("fail", "stop",
                {row_of_table("stop", false), row_of_table("warn", false),
                 row_of_table("stop", {{"matched_rule_id", "r"}}), row_of_table("stop", true)})
          .dump());
  EXPECT_EQ(evaluation.status, "fail");
  EXPECT_EQ(evaluation.final_action, "stop");
  EXPECT_EQ(evaluation.final_action_reason, "policy_evaluation");
  EXPECT_EQ(evaluation.policy_id, "policy-1");
  EXPECT_EQ(evaluation.evaluated_tag, kCheckedTag);
  EXPECT_EQ(evaluation.findings, 4U);
  EXPECT_EQ(evaluation.stopping, 1U);
  EXPECT_THAT(evaluation.stops, ElementsAre("vulnerabilities/package: HIGH p"));
}

TEST(AnchoreEvaluation, OfTheEngineGoesByItsHeader) {
  const json header = {"Gate_Action", "Check_Output", "Trigger", "Gate", "Whitelisted"};
  const PolicyEvaluation evaluation = evaluation_of(
      of_engine("fail", "stop", {{"stop", "m", "t", "g", false, "more"}, {"stop"}}, header).dump());
  EXPECT_THAT(evaluation.stops, ElementsAre("g/t: m", "/:"));
}

TEST(AnchoreEvaluation, OfTheEngineHasItsUsualColumnsWithoutAHeader) {
  json answer = of_engine("fail", "stop", json::array({row_of_table("stop", false)}));
  json& result = answer[0][kCheckedDigest][kCheckedTag][0]["detail"]["result"]["result"]["img"];
  result["result"].erase("header");
  EXPECT_EQ(evaluation_of(answer.dump()).stopping, 1U);
}

TEST(AnchoreEvaluation, OfEnterpriseIsAListOfFindings) {
  const PolicyEvaluation evaluation =
      evaluation_of(of_enterprise("fail", "stop",
                                  {finding("stop", false), finding("stop", true),
                                   finding("go", false), finding("warn", false)})
                        .dump());
  EXPECT_EQ(evaluation.status, "fail");
  EXPECT_EQ(evaluation.final_action, "stop");
  EXPECT_EQ(evaluation.policy_id, "policy-1");
  EXPECT_EQ(evaluation.evaluated_tag, kCheckedTag);
  EXPECT_EQ(evaluation.findings, 4U);
  EXPECT_THAT(evaluation.stops, ElementsAre("vulnerabilities/package: HIGH p"));
}

TEST(AnchoreEvaluation, OfEnterpriseMayHaveNoDetails) {
  json answer = of_enterprise("pass", "warn", json::array());
  answer["evaluations"][0]["details"] = nullptr;
  answer["evaluations"][0]["number_of_findings"] = 12;
  const PolicyEvaluation evaluation = evaluation_of(answer.dump());
  EXPECT_EQ(evaluation.status, "pass");
  EXPECT_EQ(evaluation.final_action, "warn");
  EXPECT_EQ(evaluation.findings, 12U);
}

json evaluations_with(const std::vector<const char*>& states) {
  json answer = of_enterprise("", "", json::array());
  answer["evaluations"] = json::array();
  for (const char* status : states) {
    const json one = of_enterprise(status, status, json::array({finding("stop", false)}));
    answer["evaluations"].push_back(one["evaluations"][0]);
  }
  return answer;
}

struct StatesCase {
  std::vector<const char*> states;
  const char* expected;
};

TEST(AnchoreEvaluation, TheWorstOfSeveralCounts) {
  for (const StatesCase& each : std::vector<StatesCase>{{{"pass", "fail"}, "fail"},
                                                        {{"fail", "pass"}, "fail"},
                                                        {{"pass", "", "pass"}, "pass"},
                                                        {{"", "pass"}, "pass"},
                                                        {{"pass", "maybe"}, "maybe"},
                                                        {{"maybe", "fail"}, "fail"},
                                                        {{"", ""}, ""}}) {
    const PolicyEvaluation evaluation = evaluation_of(evaluations_with(each.states).dump());
    EXPECT_EQ(evaluation.status, each.expected);
    EXPECT_EQ(evaluation.final_action, each.expected) << "all is of one evaluation";
    EXPECT_EQ(evaluation.findings, 1U);
    EXPECT_EQ(evaluation.stopping, 1U);
    EXPECT_EQ(evaluation.policy_id, "policy-1");
    EXPECT_EQ(evaluation.evaluated_tag, kCheckedTag);
  }
}

TEST(AnchoreEvaluation, OfTheEngineFailsUnderAnyTag) {
  json answer = of_engine("pass", "go", json::array());
  answer[0][kCheckedDigest]["z:1/other:tag"] = of_engine(
      "fail", "stop", json::array({row_of_table("stop", false)}))[0][kCheckedDigest][kCheckedTag];
  const PolicyEvaluation engine = evaluation_of(answer.dump());
  EXPECT_EQ(engine.status, "fail");
  EXPECT_EQ(engine.evaluated_tag, "z:1/other:tag");
  EXPECT_EQ(engine.stopping, 1U);
}

TEST(AnchoreEvaluation, WordsCompareWithoutRegardToCase) {
  const json findings = json::array({finding("STOP", false), finding("Stop", false)});
  const PolicyEvaluation enterprise = evaluation_of(of_enterprise("Fail", "stop", findings).dump());
  EXPECT_EQ(enterprise.status, "fail");
  EXPECT_EQ(enterprise.stopping, 2U);
  const json rows = json::array({row_of_table("STOP", false), row_of_table("WARN", false)});
  EXPECT_EQ(evaluation_of(of_engine("fail", "stop", rows).dump()).stopping, 1U);
}

TEST(AnchoreEvaluation, SaysWhenItWasMade) {
  constexpr char kTime[] = "2026-01-02T03:04:05Z";
  const json none = json::array();
  EXPECT_EQ(evaluation_of(of_engine("pass", "go", none).dump()).evaluated_at, kTime);
  EXPECT_EQ(evaluation_of(of_enterprise("pass", "go", none).dump()).evaluated_at, kTime);
  const ImageCheck check = image_check(evaluation_of(of_engine("pass", "go", none).dump()), 7);
  EXPECT_EQ(json::parse(check.details.text).at("evaluated_at"), kTime);
}

TEST(AnchoreEvaluation, WithoutAPolicyHasItsActionAllTheSame) {
  const json none = {{"policyId", "N/A"},
                     {"final_action", "fail"},
                     {"last_evaluation", "N/A"},
                     {"detail", json::object()}};
  const PolicyEvaluation evaluation =
      evaluation_of(json::array({{{kCheckedDigest, {{kCheckedTag, {none}}}}}}).dump());
  EXPECT_EQ(evaluation.status + evaluation.policy_id + evaluation.evaluated_at, "");
  EXPECT_EQ(evaluation.final_action, "fail");
  const ImageCheck check = image_check(evaluation, 7);
  EXPECT_EQ(check.verdict, CheckVerdict::kUnknown) << "nothing was evaluated";
  EXPECT_THAT(check.reason, HasSubstr("was not evaluated (fail)"));
}

TEST(AnchoreEvaluation, WithoutAStatusIsUnknown) {
  const json none = {{"policyId", "N/A"},
                     {"final_action", "fail"},
                     {"last_evaluation", "N/A"},
                     {"detail", json::object()}};
  for (const std::string& document :
       {json::array({{{kCheckedDigest, {{kCheckedTag, {none}}}}}}).dump(), std::string("[]"),
        std::string("{}"), std::string(R"([{"sha256:1":{}}])"),
        std::string(R"({"evaluations":[]})"), of_enterprise("maybe", "go", json::array()).dump()}) {
    const ImageCheck check = image_check(evaluation_of(document), 7);
    EXPECT_EQ(check.verdict, CheckVerdict::kUnknown) << document;
    EXPECT_THAT(check.reason, HasSubstr("was not evaluated")) << document;
    EXPECT_THAT(check.reason, Not(HasSubstr("N/A")));
  }
}

TEST(AnchoreEvaluation, ListsHaveAnEnd) {
  json findings = json::array();
  json problems = json::array();
  for (int i = 0; i < 50; ++i) {
    findings.push_back(finding("stop", false, std::string(1'000, 'x').c_str()));
    problems.push_back({{"severity", "error"},
                        {"problem_type", "bad_rule"},
                        {"details", "rule " + std::to_string(i)}});
  }
  json answer = of_enterprise("fail", "stop", findings);
  answer["evaluations"][0]["evaluation_problems"] = problems;
  const PolicyEvaluation evaluation = evaluation_of(answer.dump());
  EXPECT_EQ(evaluation.findings, 50U);
  EXPECT_EQ(evaluation.stopping, 50U);
  EXPECT_EQ(evaluation.stops.size(), 20U);
  EXPECT_LE(evaluation.stops[0].size(), 300U);
  EXPECT_EQ(evaluation.problems.size(), 20U);
  EXPECT_EQ(evaluation.problems[0], "bad_rule: rule 0");
}

TEST(AnchoreImageCheck, SaysWhatAnchoreJudged) {
  const ImageCheck pass =
      image_check(evaluation_of(of_enterprise("pass", "warn", json::array()).dump()), 7);
  EXPECT_EQ(pass.verdict, CheckVerdict::kPass);
  EXPECT_EQ(pass.checked_at, 7);
  EXPECT_EQ(pass.reason, "Anchore's policy 'policy-1' passes the image (warn, policy_evaluation)");
  const ImageCheck fail = image_check(
      evaluation_of(
          of_engine("fail", "stop", {row_of_table("stop", false), row_of_table("stop", false)})
              .dump()),
      7);
  EXPECT_EQ(fail.verdict, CheckVerdict::kFail);
  EXPECT_EQ(
      fail.reason,
      "Anchore's policy 'policy-1' fails the image (stop, policy_evaluation): 2 findings stop "
      "it, such as vulnerabilities/package: HIGH p");
  const json details = json::parse(fail.details.text);
  EXPECT_EQ(details.at("final_action"), "stop");
  EXPECT_EQ(details.at("final_action_reason"), "policy_evaluation");
  EXPECT_EQ(details.at("findings"), 2);
  EXPECT_EQ(details.at("stops").size(), 2U);
}

TEST(AnchoreImageCheck, OfADeniedImageHasNoFindings) {
  json answer = of_enterprise("fail", "stop", json::array());
  answer["evaluations"][0]["final_action_reason"] = "denylisted";
  EXPECT_EQ(image_check(evaluation_of(answer.dump()), 0).reason,
            "Anchore's policy 'policy-1' fails the image (stop, denylisted)");
}

TEST(AnchoreImageCheck, TellsWhyThereIsNoEvaluation) {
  json answer = of_enterprise("", "", json::array());
  answer["evaluations"][0]["evaluation_problems"] = {
      {{"problem_type", "bad_policy"}, {"details", "d"}}};
  EXPECT_THAT(image_check(evaluation_of(answer.dump()), 0).reason, HasSubstr("bad_policy: d"));
}

class AnchorePolicyCheckTest : public ::testing::Test {
 protected:
  AnchorePolicyCheckTest() { config_.url = "http://anchore:8228"; }

  auto& expect_check(int version) {
    const std::string digest = kCheckedDigest;
    return host_.http_client().expect(
        "GET", "http://anchore:8228/v" + std::to_string(version) + "/images/" + digest +
                   "/check?tag=core%3A443%2Flibrary%2Fapp%3A1&detail=true&history=false&"
                   "interactive=true");
  }
  ImageCheck check(int version = 1) {
    const Anchore anchore{config_, host_, host_.http_client()};
    return check_policy(Api(anchore, version), kCheckedDigest, kCheckedTag, context_);
  }

  testing::ScriptedHostServices host_{"anchore@test"};
  testing::TestCallContext context_;
  AnchoreConfig config_;
};

TEST_F(AnchorePolicyCheckTest, AsksBothVersions) {
  expect_check(1).respond(200, of_engine("pass", "go", json::array()).dump());
  EXPECT_EQ(check(1).verdict, CheckVerdict::kPass);
  expect_check(2).respond(200, of_enterprise("fail", "stop", json::array()).dump());
  EXPECT_EQ(check(2).verdict, CheckVerdict::kFail);
}

TEST_F(AnchorePolicyCheckTest, WhatCannotBeJudgedIsUnknown) {
  for (const char* message :
       {"image is not analyzed - analysis_status: analyzing",
        "could not find any evaluations for input images",
        "user has no active policy to evaluate: admin", "image not found in DB",
        "could not find image record(s) input imageDigest(s)"}) {
    expect_check(1).respond(
        404, json{{"message", message}, {"httpcode", 404}, {"detail", json::object()}}.dump());
    const ImageCheck unknown = check();
    EXPECT_EQ(unknown.verdict, CheckVerdict::kUnknown) << message;
    EXPECT_FALSE(unknown.reason.empty());
    EXPECT_THAT(unknown.details.text, HasSubstr(message));
  }
}

TEST_F(AnchorePolicyCheckTest, APolicyThatMayBeWrongIsNamed) {
  config_.policy_id = "pol-7";
  const auto expect = [this]() -> auto& {
    return host_.http_client().expect(
        "GET", std::string("http://anchore:8228/v1/images/") + kCheckedDigest +
                   "/check?tag=core%3A443%2Flibrary%2Fapp%3A1&detail=true&history=false&"
                   "interactive=true&policyId=pol-7");
  };
  const auto body = [](const char* message) {
    return json{{"message", message}, {"httpcode", 404}, {"detail", json::object()}}.dump();
  };
  for (const char* message : {"could not find any evaluations for input images",
                              "cannot find policy bundle", "image not found in DB"}) {
    expect().respond(404, body(message));
    EXPECT_THAT(check().reason, HasSubstr("the policy 'pol-7' ('policy_id')")) << message;
  }
  expect().respond(404, body("image is not analyzed - analysis_status: analyzing"));
  EXPECT_THAT(check().reason, Not(HasSubstr("pol-7"))) << "it has nothing to do with it";
  expect().respond(200, "[]");
  EXPECT_THAT(check().reason, HasSubstr("Anchore's policy 'pol-7' was not evaluated"));
}

TEST_F(AnchorePolicyCheckTest, OtherAnswersAreErrors) {
  expect_check(1).respond(401, "Unauthorized");
  EXPECT_EQ(testing::code_of([&] { check(); }), ErrorCode::kScannerAuthentication);
  expect_check(1).respond(200, "<html>sign in</html>");
  EXPECT_EQ(testing::code_of([&] { check(); }), ErrorCode::kScannerBadAnswer);
}

}  // namespace
}  // namespace portside::anchore
