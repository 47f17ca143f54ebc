// SPDX-License-Identifier: Apache-2.0
#include "anchore/continuation.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "anchore/api.hpp"
#include "portside/api/error.hpp"

namespace portside::anchore {
namespace {

constexpr int kContinuationFormat = 1;
/// Of looks, failures and renewals: a week of looks is far less.
constexpr std::uint64_t kMostCounted = 1'000'000;
/// Epoch milliseconds: the end of the year 9999.
constexpr std::uint64_t kLastTime = 253'402'300'799'999;

[[noreturn]] void throw_stale() {
  throw AdapterError(ErrorCode::kStaleContinuation,
                     "the scan was begun by another version of the Anchore adapter");
}

const nlohmann::json& continuation_member(const nlohmann::json& document, const char* key) {
  const auto found = document.find(key);
  if (found == document.end()) throw_stale();
  return *found;
}

std::uint64_t continuation_number(const nlohmann::json& document, const char* key,
                                  std::uint64_t most) {
  const nlohmann::json& member = continuation_member(document, key);
  if (!member.is_number_unsigned()) throw_stale();
  const auto value = member.get<std::uint64_t>();
  if (value > most) throw_stale();
  return value;
}

int continuation_count(const nlohmann::json& document, const char* key) {
  return static_cast<int>(continuation_number(document, key, kMostCounted));
}

bool continuation_flag(const nlohmann::json& document, const char* key) {
  const nlohmann::json& member = continuation_member(document, key);
  if (!member.is_boolean()) throw_stale();
  return member.get<bool>();
}

std::string continuation_digest(const nlohmann::json& document, Step step) {
  const nlohmann::json& member = continuation_member(document, "digest");
  if (!member.is_string()) throw_stale();
  auto digest = member.get<std::string>();
  const bool needs_one =
      step == Step::kAnalysis || step == Step::kFeeds || step == Step::kLookForReport;
  const bool is_good = digest.empty() ? !needs_one : is_image_digest(digest);
  if (!is_good) throw_stale();
  return digest;
}

constexpr std::pair<Step, std::string_view> kSteps[] = {
    {Step::kFind, "find"},
    {Step::kCredentials, "credentials"},
    {Step::kCredentialsAgain, "credentials_again"},
    {Step::kImage, "image"},
    {Step::kAnalysis, "analysis"},
    {Step::kFeeds, "feeds"},
    {Step::kLookForReport, "look_for_report"},
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
                         {"refresh", continuation.refresh},
                         {"foreign", continuation.is_foreign}}
              .dump()};
}

Continuation parse_continuation(const Json& text) {
  const auto document = nlohmann::json::parse(text.text, nullptr, /*allow_exceptions=*/false);
  if (!document.is_object()) throw_stale();
  if (continuation_count(document, "format") != kContinuationFormat) throw_stale();
  Continuation continuation;
  continuation.step = continuation_step(document);
  continuation.api = continuation_count(document, "api");
  if (continuation.api != 1 && continuation.api != 2) throw_stale();
  continuation.digest = continuation_digest(document, continuation.step);
  continuation.since = static_cast<Millis>(continuation_number(document, "since", kLastTime));
  continuation.polls = continuation_count(document, "polls");
  continuation.failures = continuation_count(document, "failures");
  continuation.renewals = continuation_count(document, "renewals");
  continuation.refresh = continuation_flag(document, "refresh");
  continuation.is_foreign = continuation_flag(document, "foreign");
  return continuation;
}

}  // namespace portside::anchore
