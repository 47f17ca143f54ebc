// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "anchore/policy_evaluation.hpp"

namespace portside::anchore {

/// Collects an evaluation while its document goes past, whatever the version of the document.
class EvaluationReader {
 public:
  explicit EvaluationReader(PolicyEvaluation& evaluation);

  // Of the evaluations that follow, and of one that ended without it.
  void set_policy(std::string_view text);
  void set_tag(std::string_view text);

  void begin_evaluation();
  /// Of several evaluations the worst stays.
  void end_evaluation();
  void set_status(std::string_view text);
  /// The first text counts; `N/A` is none.
  void set(std::string PolicyEvaluation::*member, std::string_view text);
  void set_findings(std::uint64_t count);

  void begin_problem();
  void set_problem_type(std::string_view text);
  void set_problem_details(std::string_view text);
  void end_problem();

  // A finding of v2: an object.
  void begin_finding();
  void set_gate(std::string_view text) { gate_ = text; }
  void set_trigger(std::string_view text) { trigger_ = text; }
  void set_message(std::string_view text) { message_ = text; }
  void set_action(std::string_view text) { action_ = text; }
  void set_allowlisted() { is_allowlisted_ = true; }
  void end_finding();

  // Findings of v1: a table, whose header tells what the columns are.
  void begin_header();
  void add_column(std::string_view name);
  void begin_row();
  /// A cell with a text, a number or a boolean.
  void cell(std::string_view text);
  /// A cell with anything else.
  void object_cell();

 private:
  enum class Column : std::uint8_t { kOther, kGate, kTrigger, kMessage, kAction, kAllowlisted };

  static Column column_of(std::string_view name);
  Column next_column();

  /// The one that counts of those that have ended.
  PolicyEvaluation& evaluation_;
  bool has_evaluation_ = false;
  /// The one that goes past.
  PolicyEvaluation current_;
  std::string policy_id_;
  std::string tag_;
  std::string problem_type_;
  std::string problem_details_;
  std::string gate_;
  std::string trigger_;
  std::string message_;
  std::string action_;
  bool is_allowlisted_ = false;
  std::uint64_t counted_ = 0;
  std::vector<Column> columns_;
  std::size_t column_ = 0;
};

}  // namespace portside::anchore
