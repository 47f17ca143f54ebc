// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "portside/testing/conformance_check.hpp"

namespace portside::conformance {

using testing::CheckResult;
using testing::CheckStatus;
using testing::CheckSubject;
using testing::Quirks;

inline CheckResult passed() {
  return {};
}

/// The sentences: what was seen; what the rule is; what to do.
inline CheckResult failed(const std::string& seen, const std::string& rule,
                          const std::string& remedy) {
  return {CheckStatus::kFailed, seen + "; expected " + rule + "; " + remedy};
}
inline CheckResult warning(const std::string& seen, const std::string& rule,
                           const std::string& remedy) {
  return {CheckStatus::kWarning, seen + "; expected " + rule + "; " + remedy};
}
inline CheckResult skipped(const std::string& why, const std::string& remedy) {
  return {CheckStatus::kSkipped, why + "; " + remedy};
}

/// Something that keeps a check from going on, or nothing.
using Obstacle = std::optional<CheckResult>;

/// The result of a check that was made of several objects: the worst that has something to say. A
/// check that could be made of one of them was made.
inline CheckResult combined(CheckResult a, CheckResult b) {
  const auto rank = [](const CheckResult& result) {
    return result.status == CheckStatus::kSkipped ? -1 : static_cast<int>(result.status);
  };
  return rank(a) >= rank(b) ? std::move(a) : std::move(b);
}

}  // namespace portside::conformance
