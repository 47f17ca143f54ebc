// SPDX-License-Identifier: Apache-2.0
#include "anchore/continuation.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "anchore/api.hpp"
#include "portside/sdk/continuation.hpp"

namespace portside::anchore {
namespace {

constexpr std::uint64_t kContinuationFormat = 1;
/// Of looks, failures and renewals: a week of looks is far less.
constexpr std::uint64_t kMostCounted = 1'000'000;
/// Epoch milliseconds: the end of the year 9999.
constexpr std::uint64_t kLastTime = 253'402'300'799'999;

constexpr std::pair<Step, std::string_view> kSteps[] = {
    {Step::kFind, "find"},
    {Step::kCredentials, "credentials"},
    {Step::kCredentialsAgain, "credentials_again"},
    {Step::kFindAgain, "find_again"},
    {Step::kImage, "image"},
    {Step::kAnalysis, "analysis"},
    {Step::kMatch, "match"},
    {Step::kFeeds, "feeds"},
    {Step::kLookForReport, "look_for_report"},
};

Step step_of(const sdk::ContinuationReader& reader) {
  const std::string word = reader.text("step");
  for (const auto& each : kSteps) {
    if (word == each.second) return each.first;
  }
  reader.throw_stale();
}

int count_of(const sdk::ContinuationReader& reader, const char* key) {
  return static_cast<int>(reader.number(key, kMostCounted));
}

std::string digest_of(const sdk::ContinuationReader& reader, Step step) {
  const bool needs_one = step == Step::kAnalysis || step == Step::kMatch || step == Step::kFeeds ||
                         step == Step::kLookForReport;
  std::string digest = reader.text("digest");
  const bool is_good = digest.empty() ? !needs_one : is_image_digest(digest);
  if (!is_good) reader.throw_stale();
  return digest;
}

std::string_view word_of_step(Step step) {
  const auto* const found = std::find_if(std::begin(kSteps), std::end(kSteps),
                                         [&](const auto& each) { return each.first == step; });
  return found->second;
}

}  // namespace

Json to_json(const Continuation& continuation) {
  return sdk::ContinuationWriter(kContinuationFormat)
      .text("step", word_of_step(continuation.step))
      .number("api", static_cast<std::uint64_t>(continuation.api))
      .text("digest", continuation.digest)
      .number("since", static_cast<std::uint64_t>(continuation.since))
      .number("asked_at", static_cast<std::uint64_t>(continuation.asked_at))
      .number("polls", static_cast<std::uint64_t>(continuation.polls))
      .number("failures", static_cast<std::uint64_t>(continuation.failures))
      .number("renewals", static_cast<std::uint64_t>(continuation.renewals))
      .flag("refresh", continuation.refresh)
      .flag("foreign", continuation.is_foreign)
      .flag("for_tag", continuation.for_tag)
      .json();
}

Continuation parse_continuation(const Json& text) {
  const sdk::ContinuationReader reader(text, "Anchore", kContinuationFormat);
  Continuation continuation;
  continuation.step = step_of(reader);
  continuation.api = static_cast<int>(reader.number("api", 2));
  if (continuation.api == 0) reader.throw_stale();
  continuation.digest = digest_of(reader, continuation.step);
  continuation.since = static_cast<Millis>(reader.number("since", kLastTime));
  continuation.asked_at = static_cast<Millis>(reader.number("asked_at", kLastTime));
  continuation.polls = count_of(reader, "polls");
  continuation.failures = count_of(reader, "failures");
  continuation.renewals = count_of(reader, "renewals");
  continuation.refresh = reader.flag("refresh");
  continuation.is_foreign = reader.flag("foreign");
  continuation.for_tag = reader.flag("for_tag");
  return continuation;
}

}  // namespace portside::anchore
