// SPDX-License-Identifier: Apache-2.0
#include "anchore/feeds.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "portside/sdk/json_call.hpp"
#include "portside/sdk/json_stream.hpp"
#include "portside/sdk/rfc3339.hpp"

namespace portside::anchore {
namespace {

using sdk::JsonRule;
using sdk::JsonScalar;

/// Places of times, the best first: when the data was made says more than when it was fetched.
constexpr std::array<const char*, 5> kTimePlaces = {
    "/*/groups/*/data_service_built_at", "/*/data_service_built_at", "/*/enterprise_received_at",
    "/*/groups/*/last_sync", "/*/last_full_sync"};

/// Collects what a list of feeds says.
struct FeedsReader {
  /// The newest time at each of the places.
  std::array<std::optional<Millis>, kTimePlaces.size()> newest = {};
  std::uint64_t feeds = 0;
  bool has_records = false;

  FeedsState state() const {
    FeedsState state;
    for (const auto& time : newest) {
      if (!state.updated_at) state.updated_at = time;
    }
    state.never_synced = feeds > 0 && !has_records && !state.updated_at;
    return state;
  }
};

/// Python writes times without their zone, which is UTC.
std::optional<Millis> time_of_feed(std::string_view text) {
  constexpr std::size_t kLongestTime = 40;
  if (text.size() > kLongestTime) return std::nullopt;
  const auto time = sdk::parse_rfc3339(text);
  return time ? time : sdk::parse_rfc3339(std::string(text) + "Z");
}

void learn_time(std::optional<Millis>& newest, const JsonScalar& value) {
  const auto time = value.is_string() ? time_of_feed(value.text) : std::nullopt;
  if (time) newest = std::max(newest.value_or(*time), *time);
}

std::vector<JsonRule> feeds_rules(FeedsReader& reader) {
  std::vector<JsonRule> rules;
  rules.push_back({"/*", [&reader](std::string_view key) {
                     // Members of an object are no feeds.
                     if (key.empty()) ++reader.feeds;
                   }});
  rules.push_back({"/*/groups/*/record_count", {}, {}, [&reader](const JsonScalar& value) {
                     std::uint64_t count = 0;
                     std::from_chars(value.text.data(), value.text.data() + value.text.size(),
                                     count);
                     reader.has_records = reader.has_records || count > 0;
                   }});
  for (std::size_t i = 0; i < kTimePlaces.size(); ++i) {
    rules.push_back({kTimePlaces[i], {}, {}, [&newest = reader.newest[i]](const JsonScalar& value) {
                       learn_time(newest, value);
                     }});
  }
  return rules;
}

}  // namespace

FeedsState read_feeds(const HttpResponse& answer) {
  constexpr char kWhat[] = "Anchore's list of feeds";
  FeedsReader reader;
  sdk::JsonLimits limits;
  limits.text_bytes = std::size_t{1} << 20U;
  sdk::JsonStream json(kWhat, feeds_rules(reader), limits);
  sdk::read_json(answer, json, {kWhat});
  return reader.state();
}

}  // namespace portside::anchore
