// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "conformance/attempt.hpp"
#include "conformance/bench.hpp"
#include "conformance/checks.hpp"

namespace portside::conformance {
namespace {

constexpr Millis kLongestPause = Millis{7} * 24 * 3'600'000;

/// A trouble that a plugin meets from outside.
struct Trouble {
  std::string what;
  /// The code of the errors that the host throws, when it lasts for a while only.
  std::optional<ErrorCode> passing = {};
  std::function<void(Bench&)> make;
};

std::vector<Trouble> troubles() {
  return {
      {"nothing is wrong", {}, [](Bench&) {}},
      {"the container registry answers 503", ErrorCode::kRegistryUnavailable,
       [](Bench& bench) {
         bench.registry().fail(
             AdapterError(ErrorCode::kRegistryUnavailable, "the registry answers 503"), 1'000'000);
       }},
      {"the manifest is malformed",
       {},
       [](Bench& bench) {
         bench.manifest() = "{\"layers\": 7";
         for (const std::string& digest : {bench.request().image.digest, bench.artifact().digest}) {
           bench.registry().put_manifest(digest, bench.request().image.manifest_media_type,
                                         bench.manifest());
         }
       }},
      {"the server cannot be reached", ErrorCode::kScannerUnreachable,
       [](Bench& bench) { bench.host().set_backend(unreachable_backend()); }},
      {"the server answers 401",
       {},
       [](Bench& bench) { bench.host().set_backend(answering_backend(401, "{}")); }},
      {"the server answers nonsense", {}, [](Bench& bench) {
         bench.host().set_backend(answering_backend(200, "<html>\n</html>"));
       }}};
}

/// Lets an object meet each trouble and shows `judge` how every operation went. Stops at the first
/// result.
template <typename Judge>
Obstacle meet_troubles(const CheckSubject& subject, Judge&& judge) {
  for (const Trouble& trouble : troubles()) {
    Bench bench(subject);
    if (Obstacle obstacle = bench.prepare()) return obstacle;
    trouble.make(bench);
    for (const Outcome& outcome : bench.run()) {
      const std::string where = outcome.operation + "(), when " + trouble.what + ",";
      if (Obstacle result = judge(outcome.attempt, where, trouble)) return result;
    }
  }
  return std::nullopt;
}

bool is_never_worth_a_retry(ErrorCode code) {
  return code == ErrorCode::kInvalidArgument || code == ErrorCode::kConfigInvalid ||
         code == ErrorCode::kPluginContract || code == ErrorCode::kScannerAuthentication;
}

Obstacle judge_retry(const AdapterError& error, const std::string& where, const Trouble& trouble) {
  const std::string said = where + " threw " + quoted(error);
  if (error.retry_after && !error.can_retry) {
    return failed(said + " with a pause and without can_retry", "both or neither",
                  "use retry_in() or no_retry()");
  }
  if (error.retry_after && (*error.retry_after <= 0 || *error.retry_after > kLongestPause)) {
    return failed(said + " with a pause of " + std::to_string(*error.retry_after) + " ms",
                  "more than 0 and at most a week", "mind the unit: milliseconds, not a date");
  }
  if (error.can_retry && is_never_worth_a_retry(error.code)) {
    return failed(said + " and calls it worth a retry",
                  "no retry where somebody has to correct something first",
                  "choose the code that fits, or leave can_retry as the code sets it");
  }
  if (!error.can_retry && trouble.passing == error.code) {
    return failed(said + " and calls it not worth a retry",
                  "can_retry, as this trouble passes by itself",
                  "let the host's error pass, or leave can_retry as the code sets it");
  }
  return std::nullopt;
}

}  // namespace

CheckResult check_error_shape(const CheckSubject& subject) {
  const auto judge = [](const Attempt& attempt, const std::string& where,
                        const Trouble&) -> Obstacle {
    const auto seen = misshapen(attempt, where);
    if (!seen) return std::nullopt;
    return failed(*seen, "an AdapterError with a code of error.hpp and one line of text",
                  "catch what your libraries throw, and put longer texts into the detail");
  };
  return meet_troubles(subject, judge).value_or(passed());
}

CheckResult check_retryable_flag_sane(const CheckSubject& subject) {
  int errors = 0;
  const auto judge = [&errors](const Attempt& attempt, const std::string& where,
                               const Trouble& trouble) -> Obstacle {
    if (!attempt.error) return std::nullopt;
    ++errors;
    return judge_retry(*attempt.error, where, trouble);
  };
  if (const Obstacle result = meet_troubles(subject, judge)) return *result;
  if (errors > 0) return passed();
  return skipped("no operation threw an AdapterError, whatever was wrong",
                 "give a configuration and a backend with which the plugin reads something");
}

}  // namespace portside::conformance
