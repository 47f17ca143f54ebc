// SPDX-License-Identifier: Apache-2.0
#include "anchore/evaluation_reader.hpp"

#include <algorithm>
#include <utility>

#include "portside/sdk/ascii_case.hpp"
#include "portside/sdk/http_answer.hpp"

namespace portside::anchore {
namespace {

constexpr std::size_t kMostListed = 20;
constexpr std::size_t kMostColumns = 32;
constexpr std::size_t kMostListedBytes = 300;

/// The header of the table where none comes before its rows.
constexpr std::string_view kUsualColumns[] = {"Image_Id",    "Repo_Tag",    "Trigger_Id",
                                              "Gate",        "Trigger",     "Check_Output",
                                              "Gate_Action", "Whitelisted", "Policy_Id"};

std::string text_of_member(std::string_view text) {
  return text == "N/A" ? std::string() : sdk::excerpt(text, kMostListedBytes);
}

/// The evaluation with the highest is the one that counts.
int weight_of(const std::string& status) {
  if (status == "fail") return 3;
  if (status == "pass") return 1;
  return status.empty() ? 0 : 2;
}

}  // namespace

EvaluationReader::EvaluationReader(PolicyEvaluation& evaluation) : evaluation_(evaluation) {
  for (const std::string_view name : kUsualColumns) add_column(name);
}

void EvaluationReader::set_policy(std::string_view text) {
  policy_id_ = text_of_member(text);
  if (evaluation_.policy_id.empty()) evaluation_.policy_id = policy_id_;
}

void EvaluationReader::set_tag(std::string_view text) {
  tag_ = text_of_member(text);
  if (evaluation_.evaluated_tag.empty()) evaluation_.evaluated_tag = tag_;
}

void EvaluationReader::begin_evaluation() {
  current_ = {};
  current_.policy_id = policy_id_;
  current_.evaluated_tag = tag_;
  counted_ = 0;
}

void EvaluationReader::end_evaluation() {
  if (has_evaluation_ && weight_of(current_.status) <= weight_of(evaluation_.status)) return;
  has_evaluation_ = true;
  evaluation_ = std::move(current_);
}

void EvaluationReader::set_status(std::string_view text) {
  current_.status = sdk::lower_case(text_of_member(text));
}

void EvaluationReader::set(std::string PolicyEvaluation::*member, std::string_view text) {
  std::string& target = current_.*member;
  if (target.empty()) target = text_of_member(text);
}

void EvaluationReader::set_findings(std::uint64_t count) {
  current_.findings = std::max(current_.findings, count);
}

void EvaluationReader::begin_problem() {
  problem_type_.clear();
  problem_details_.clear();
}

void EvaluationReader::set_problem_type(std::string_view text) {
  problem_type_ = text;
}

void EvaluationReader::set_problem_details(std::string_view text) {
  problem_details_ = text;
}

void EvaluationReader::end_problem() {
  if (current_.problems.size() == kMostListed) return;
  const bool has_both = !problem_type_.empty() && !problem_details_.empty();
  current_.problems.push_back(
      sdk::excerpt(problem_type_ + (has_both ? ": " : "") + problem_details_, kMostListedBytes));
}

void EvaluationReader::begin_finding() {
  gate_.clear();
  trigger_.clear();
  message_.clear();
  action_.clear();
  is_allowlisted_ = false;
}

void EvaluationReader::end_finding() {
  set_findings(++counted_);
  if (is_allowlisted_ || sdk::lower_case(action_) != "stop") return;
  ++current_.stopping;
  if (current_.stops.size() == kMostListed) return;
  current_.stops.push_back(
      sdk::excerpt(gate_ + "/" + trigger_ + ": " + message_, kMostListedBytes));
}

void EvaluationReader::begin_header() {
  columns_.clear();
}

void EvaluationReader::add_column(std::string_view name) {
  if (columns_.size() < kMostColumns) columns_.push_back(column_of(name));
}

void EvaluationReader::begin_row() {
  column_ = 0;
  begin_finding();
}

void EvaluationReader::cell(std::string_view text) {
  switch (next_column()) {
    case Column::kGate: return set_gate(text);
    case Column::kTrigger: return set_trigger(text);
    case Column::kMessage: return set_message(text);
    case Column::kAction: return set_action(text);
    case Column::kAllowlisted:
      if (text == "true") set_allowlisted();
      return;
    case Column::kOther: return;
  }
}

/// A finding that is allowlisted has the rule there that says so.
void EvaluationReader::object_cell() {
  if (next_column() == Column::kAllowlisted) set_allowlisted();
}

EvaluationReader::Column EvaluationReader::column_of(std::string_view name) {
  if (name == "Gate") return Column::kGate;
  if (name == "Trigger") return Column::kTrigger;
  if (name == "Check_Output") return Column::kMessage;
  if (name == "Gate_Action") return Column::kAction;
  if (name == "Whitelisted" || name == "Allowlisted") return Column::kAllowlisted;
  return Column::kOther;
}

EvaluationReader::Column EvaluationReader::next_column() {
  const std::size_t at = column_++;
  return at < columns_.size() ? columns_[at] : Column::kOther;
}

}  // namespace portside::anchore
