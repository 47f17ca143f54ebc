// SPDX-License-Identifier: Apache-2.0
#include "fake_anchore_data.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace portside::testing {
namespace {

using nlohmann::json;

constexpr char kEvaluatedAt[] = "2026-11-20T10:00:00Z";

bool is_stopped(const FakeAnchoreFinding& finding) {
  return finding.vulnerability.severity == "Critical";
}

std::string check_output(const FakeAnchoreFinding& finding) {
  return finding.vulnerability.severity + " Vulnerability found in " + finding.package.name +
         " - " + finding.vulnerability.id;
}

std::string trigger_id(const FakeAnchoreFinding& finding) {
  return finding.vulnerability.id + "+" + finding.package.name;
}

}  // namespace

json document_of(const FakeAnchoreFinding& finding, bool describe) {
  const FakeAnchoreVulnerability& one = finding.vulnerability;
  const FakeAnchoreImage::Package& package = finding.package;
  json row = {{"vuln", one.id},
              {"severity", one.severity},
              {"url", "https://security-tracker.debian.org/tracker/" + one.id},
              {"fix", one.fixed_in.empty() ? "None" : one.fixed_in},
              {"package", package.name + "-" + package.version},
              {"package_name", package.name},
              {"package_version", package.version},
              {"package_type", "dpkg"},
              {"package_cpe", "None"},
              {"package_path", "pkgdb"},
              {"feed", "vulnerabilities"},
              {"feed_group", one.feed_group},
              {"will_not_fix", one.will_not_fix},
              {"vendor_data", json::array()},
              {"nvd_data",
               {{{"id", one.id},
                 {"cvss_v2", {{"base_score", -1.0}}},
                 {"cvss_v3", {{"base_score", 7.5}}}}}}};
  if (describe) row["description"] = one.description;
  return row;
}

bool FakeAnchoreEvaluation::passes() const {
  return std::none_of(findings.begin(), findings.end(), is_stopped);
}

json FakeAnchoreEvaluation::v1() const {
  json evaluation = {{"status", passes() ? "pass" : "fail"},
                     {"policyId", policy},
                     {"last_evaluation", kEvaluatedAt},
                     {"detail", json::object()}};
  if (detail) {
    const std::string image_id(64, 'f');
    const char* const action = passes() ? "go" : "stop";
    json rows = json::array();
    for (const FakeAnchoreFinding& each : findings) {
      rows.push_back({image_id, tag, trigger_id(each), "vulnerabilities", "package",
                      check_output(each), is_stopped(each) ? "stop" : "warn", false, policy});
    }
    const json table = {{"header",
                         {"Image_Id", "Repo_Tag", "Trigger_Id", "Gate", "Trigger", "Check_Output",
                          "Gate_Action", "Whitelisted", "Policy_Id"}},
                        {"row_count", rows.size()},
                        {"rows", rows},
                        {"final_action", action}};
    evaluation["detail"]["result"] = {{"image_id", image_id},
                                      {"tag", tag},
                                      {"final_action", action},
                                      {"final_action_reason", "policy_evaluation"},
                                      {"evaluation_problems", json::array()},
                                      {"matched_mapping_rule", {{"name", "default"}}},
                                      {"matched_whitelisted_images_rule", false},
                                      {"created_at", 1'795'000'000},
                                      {"result", {{image_id, {{"result", table}}}}}};
    evaluation["detail"]["policy"] = {{"id", policy}, {"rules", json::array()}};
  }
  return json::array({{{digest, {{tag, json::array({evaluation})}}}}});
}

json FakeAnchoreEvaluation::v2() const {
  json evaluation = {{"status", passes() ? "pass" : "fail"},
                     {"final_action", passes() ? "go" : "stop"},
                     {"final_action_reason", "policy_evaluation"},
                     {"evaluation_time", kEvaluatedAt},
                     {"number_of_findings", findings.size()},
                     {"evaluation_problems", json::array()},
                     {"image_allowlisted", false},
                     {"image_denylisted", false},
                     {"image_mapped_to_rule", true},
                     {"details", nullptr}};
  if (detail) {
    json list = json::array();
    for (const FakeAnchoreFinding& each : findings) {
      list.push_back({{"gate", "vulnerabilities"},
                      {"trigger", "package"},
                      {"trigger_id", trigger_id(each)},
                      {"message", check_output(each)},
                      {"action", is_stopped(each) ? "stop" : "warn"},
                      {"policy_id", policy},
                      {"rule_id", "r1"},
                      {"recommendation", ""},
                      {"allowlisted", false},
                      {"inherited_from_base", nullptr}});
    }
    evaluation["details"] = {{"findings", list},
                             {"policy", {{"id", policy}}},
                             {"policy_action", passes() ? "go" : "stop"},
                             {"remediations", nullptr}};
  }
  return {{"image_digest", digest},
          {"policy_id", policy},
          {"evaluated_tag", tag},
          {"evaluations", json::array({evaluation})}};
}

}  // namespace portside::testing
