// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace portside::sdk {
class JsonStream;
}  // namespace portside::sdk

namespace portside::anchore {

/// One evaluation of an image by a policy of Anchore's. Texts are excerpts (sdk::excerpt()).
struct PolicyEvaluation {
  /// `pass`, `fail`, in lower case; "" when Anchore did not evaluate.
  std::string status;
  /// `go`, `warn`, `stop`.
  std::string final_action;
  /// `policy_evaluation`, `allowlisted`, `denylisted` (v1: `whitelisted`, `blacklisted`).
  std::string final_action_reason;
  std::string policy_id;
  std::string evaluated_tag;
  /// As Anchore writes it: RFC 3339.
  std::string evaluated_at;
  std::uint64_t findings = 0;
  /// Findings that are not allowlisted and whose action is `stop`, and how many there are:
  /// `gate/trigger: message`; the first 20.
  std::uint64_t stopping = 0;
  std::vector<std::string> stops;
  /// Evaluation problems that Anchore tells of; the first 20.
  std::vector<std::string> problems;
};

/// A parser of the answers of `/images/{digest}/check` with details, in both versions and all their
/// shapes. The policy itself, which may be large, is passed over. Of several evaluations
/// the one that counts is the first that fails, else the first with a word that is not known, else
/// the first that passes.
std::unique_ptr<sdk::JsonStream> policy_evaluation_parser(PolicyEvaluation& evaluation);

}  // namespace portside::anchore
