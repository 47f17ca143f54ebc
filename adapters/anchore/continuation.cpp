// SPDX-License-Identifier: Apache-2.0
#include "anchore/continuation.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "anchore/api.hpp"
#include "portside/api/error.hpp"

namespace portside::anchore {
namespace {

constexpr std::int64_t kContinuationFormat = 1;

[[noreturn]] void throw_stale() {
  throw AdapterError(ErrorCode::kStaleContinuation,
                     "the scan was begun by another version of the Anchore adapter");
}

const nlohmann::json& continuation_member(const nlohmann::json& document, const char* key) {
  const auto found = document.find(key);
  if (found == document.end()) throw_stale();
  return *found;
}

template <typename Number>
Number continuation_number(const nlohmann::json& document, const char* key) {
  const nlohmann::json& member = continuation_member(document, key);
  if (!member.is_number_unsigned()) throw_stale();
  const auto value = member.get<std::uint64_t>();
  if (value > static_cast<std::uint64_t>(std::numeric_limits<Number>::max())) throw_stale();
  return static_cast<Number>(value);
}

constexpr std::pair<Step, std::string_view> kSteps[] = {
    {Step::kCredentials, "credentials"},
    {Step::kCredentialsAgain, "credentials_again"},
    {Step::kImage, "image"},
    {Step::kAnalysis, "analysis"},
    {Step::kFeeds, "feeds"},
    {Step::kReport, "report"},
};

Step continuation_step(const nlohmann::json& document) {
  const nlohmann::json& word = continuation_member(document, "step");
  for (const auto& each : kSteps) {
    if (word.is_string() && word.get_ref<const std::string&>() == each.second) return each.first;
  }
  throw_stale();
}

std::string word_of_step(Step step) {
  const auto* const found = std::find_if(std::begin(kSteps), std::end(kSteps),
                                         [&](const auto& each) { return each.first == step; });
  return std::string(found->second);
}

}  // namespace

Json to_json(const Continuation& continuation) {
  return {nlohmann::json{{"format", kContinuationFormat},
                         {"step", word_of_step(continuation.step)},
                         {"api", continuation.api},
                         {"digest", continuation.digest},
                         {"since", continuation.since},
                         {"polls", continuation.polls},
                         {"failures", continuation.failures},
                         {"renewals", continuation.renewals},
                         {"refresh", continuation.refresh}}
              .dump()};
}

Continuation parse_continuation(const Json& text) {
  const auto document = nlohmann::json::parse(text.text, nullptr, /*allow_exceptions=*/false);
  if (!document.is_object()) throw_stale();
  if (continuation_number<std::int64_t>(document, "format") != kContinuationFormat) throw_stale();
  Continuation continuation;
  continuation.step = continuation_step(document);
  continuation.api = continuation_number<int>(document, "api");
  if (continuation.api != 1 && continuation.api != 2) throw_stale();
  const nlohmann::json& digest = continuation_member(document, "digest");
  if (!digest.is_string()) throw_stale();
  continuation.digest = digest.get<std::string>();
  if (!continuation.digest.empty() && !is_image_digest(continuation.digest)) throw_stale();
  continuation.since = continuation_number<Millis>(document, "since");
  continuation.polls = continuation_number<int>(document, "polls");
  continuation.failures = continuation_number<int>(document, "failures");
  continuation.renewals = continuation_number<int>(document, "renewals");
  const nlohmann::json& refresh = continuation_member(document, "refresh");
  if (!refresh.is_boolean()) throw_stale();
  continuation.refresh = refresh.get<bool>();
  return continuation;
}

}  // namespace portside::anchore
