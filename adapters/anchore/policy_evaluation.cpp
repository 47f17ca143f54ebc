// SPDX-License-Identifier: Apache-2.0
#include "anchore/policy_evaluation.hpp"

#include <charconv>
#include <utility>

#include "anchore/evaluation_reader.hpp"
#include "portside/sdk/json_stream.hpp"

namespace portside::anchore {
namespace {

using sdk::JsonRule;
using sdk::JsonScalar;

/// Makes the rules of either version: the first has an array, the second an object.
class EvaluationRules {
 public:
  explicit EvaluationRules(PolicyEvaluation& evaluation)
      : reader_(std::make_shared<EvaluationReader>(evaluation)) {}

  std::vector<JsonRule> of(bool is_array) {
    if (is_array) {
      add_version1();
    } else {
      add_version2();
    }
    return std::move(rules_);
  }

 private:
  using Set = void (EvaluationReader::*)(std::string_view);
  using Act = void (EvaluationReader::*)();

  /// `[{DIGEST: {TAG: [evaluation]}}]`.
  void add_version1() {
    const std::string evaluation = "/*/*/*/*";
    rules_.push_back({"/*/*/*", [at = reader_](std::string_view tag) { at->set_tag(tag); }});
    around(evaluation, &EvaluationReader::begin_evaluation, &EvaluationReader::end_evaluation);
    text(evaluation + "/status", &EvaluationReader::set_status);
    member(evaluation + "/policyId", &PolicyEvaluation::policy_id);
    member(evaluation + "/last_evaluation", &PolicyEvaluation::evaluated_at);
    // Stands here when there was no policy to evaluate.
    member(evaluation + "/final_action", &PolicyEvaluation::final_action);
    const std::string result = evaluation + "/detail/result";
    add_judgement(result);
    const std::string table = result + "/result/*/result";
    around(table + "/header", &EvaluationReader::begin_header);
    text(table + "/header/*", &EvaluationReader::add_column);
    around(table + "/rows/*", &EvaluationReader::begin_row, &EvaluationReader::end_finding);
    rules_.push_back({table + "/rows/*/*",
                      [at = reader_](std::string_view) { at->object_cell(); },
                      {},
                      [at = reader_](const JsonScalar& value) { at->cell(value.text); }});
  }

  /// `{"evaluations": [evaluation]}`.
  void add_version2() {
    const std::string evaluation = "/evaluations/*";
    text("/policy_id", &EvaluationReader::set_policy);
    text("/evaluated_tag", &EvaluationReader::set_tag);
    around(evaluation, &EvaluationReader::begin_evaluation, &EvaluationReader::end_evaluation);
    text(evaluation + "/status", &EvaluationReader::set_status);
    member(evaluation + "/evaluation_time", &PolicyEvaluation::evaluated_at);
    add_judgement(evaluation);
    rules_.push_back(
        {evaluation + "/number_of_findings", {}, {}, [at = reader_](const JsonScalar& value) {
           set_count(*at, value);
         }});
    const std::string finding = evaluation + "/details/findings/*";
    around(finding, &EvaluationReader::begin_finding, &EvaluationReader::end_finding);
    text(finding + "/gate", &EvaluationReader::set_gate);
    text(finding + "/trigger", &EvaluationReader::set_trigger);
    text(finding + "/message", &EvaluationReader::set_message);
    text(finding + "/action", &EvaluationReader::set_action);
    rules_.push_back({finding + "/allowlisted", {}, {}, [at = reader_](const JsonScalar& value) {
                        if (value.text == "true") at->set_allowlisted();
                      }});
  }

  void add_judgement(const std::string& place) {
    member(place + "/final_action", &PolicyEvaluation::final_action);
    member(place + "/final_action_reason", &PolicyEvaluation::final_action_reason);
    const std::string problem = place + "/evaluation_problems/*";
    around(problem, &EvaluationReader::begin_problem, &EvaluationReader::end_problem);
    text(problem + "/problem_type", &EvaluationReader::set_problem_type);
    text(problem + "/details", &EvaluationReader::set_problem_details);
  }

  void around(std::string path, Act begin, Act end = nullptr) {
    JsonRule rule{std::move(path), [at = reader_, begin](std::string_view) { (*at.*begin)(); }};
    if (end != nullptr) rule.end = [at = reader_, end] { (*at.*end)(); };
    rules_.push_back(std::move(rule));
  }

  void text(std::string path, Set set) {
    rules_.push_back({std::move(path), {}, {}, [at = reader_, set](const JsonScalar& value) {
                        if (value.is_string()) (*at.*set)(value.text);
                      }});
  }

  void member(std::string path, std::string PolicyEvaluation::*member) {
    rules_.push_back({std::move(path), {}, {}, [at = reader_, member](const JsonScalar& value) {
                        if (value.is_string()) at->set(member, value.text);
                      }});
  }

  static void set_count(EvaluationReader& at, const JsonScalar& value) {
    std::uint64_t count = 0;
    std::from_chars(value.text.data(), value.text.data() + value.text.size(), count);
    at.set_findings(count);
  }

  const std::shared_ptr<EvaluationReader> reader_;
  std::vector<JsonRule> rules_;
};

}  // namespace

std::unique_ptr<sdk::JsonStream> policy_evaluation_parser(PolicyEvaluation& evaluation) {
  sdk::JsonLimits limits;
  limits.text_bytes = std::size_t{1} << 20U;
  sdk::JsonShapes shapes(
      [&evaluation](bool is_array) { return EvaluationRules(evaluation).of(is_array); });
  return std::make_unique<sdk::JsonStream>("Anchore's policy evaluation", std::move(shapes),
                                           limits);
}

}  // namespace portside::anchore
