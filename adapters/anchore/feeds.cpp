// SPDX-License-Identifier: Apache-2.0
#include "anchore/feeds.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "anchore/distribution.hpp"
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

/// The newest time at each of the places.
using FeedTimes = std::array<std::optional<Millis>, kTimePlaces.size()>;

void learn_times(FeedTimes& newest, const FeedTimes& times) {
  for (std::size_t i = 0; i < times.size(); ++i) newest[i] = std::max(newest[i], times[i]);
}

std::optional<Millis> best_time(const FeedTimes& times) {
  const auto* const found =
      std::find_if(times.begin(), times.end(), [](const auto& time) { return time.has_value(); });
  return found == times.end() ? std::nullopt : *found;
}

/// Python writes times without their zone, which is UTC.
std::optional<Millis> time_of_feed(std::string_view text) {
  constexpr std::size_t kLongestTime = 40;
  if (text.size() > kLongestTime) return std::nullopt;
  const auto time = sdk::parse_rfc3339(text);
  return time ? time : sdk::parse_rfc3339(std::string(text) + "Z");
}

/// One group of records of a feed.
struct FeedGroup {
  bool is_enabled = true;
  std::string name = {};
  std::optional<std::uint64_t> records = {};

  bool may_have_records() const { return !records || *records > 0; }
};

/// One feed, or what all of them come to.
struct FeedSum {
  bool is_enabled = true;
  bool lists_groups = false;
  std::uint64_t groups = 0;
  bool counts_records = false;
  bool may_have_records = false;
  bool lists_distributions = false;
  std::vector<std::string> distributions = {};
  FeedTimes times = {};
};

/// Collects what a list of feeds says. A feed or group is judged at its end: `enabled` and the
/// number of records may come behind all else.
class FeedsReader {
 public:
  FeedsState state() {
    FeedsState state;
    state.updated_at = best_time(all_.times);
    state.never_synced =
        feeds_ > 0 && !all_.may_have_records &&
        (all_.counts_records || (all_.groups == 0 && feeds_ == listing_ && !state.updated_at));
    if (state.never_synced) state.updated_at.reset();
    state.lists_distributions = all_.lists_distributions;
    state.distributions = std::move(all_.distributions);
    return state;
  }

  std::vector<JsonRule> rules() {
    std::vector<JsonRule> rules;
    rules.push_back(
        {"/*", [this](std::string_view key) { begin_feed(key); }, [this] { end_feed(); }});
    rules.push_back({"/*/groups", [this](std::string_view) { feed_.lists_groups = true; }});
    rules.back().only_array = true;
    rules.push_back(
        {"/*/groups/*", [this](std::string_view) { begin_group(); }, [this] { end_group(); }});
    rules.push_back({"/*/groups/*/name", {}, {}, [this](const JsonScalar& value) {
                       if (value.is_string()) group_.name = value.text.substr(0, kLongestName);
                     }});
    rules.push_back({"/*/groups/*/record_count", {}, {}, [this](const JsonScalar& value) {
                       if (value.kind == JsonScalar::Kind::kNumber)
                         group_.records = count_of(value);
                     }});
    rules.push_back({"/*/enabled", {}, {}, [this](const JsonScalar& value) {
                       feed_.is_enabled = value.text != "false";
                     }});
    rules.push_back({"/*/groups/*/enabled", {}, {}, [this](const JsonScalar& value) {
                       group_.is_enabled = value.text != "false";
                     }});
    add_times(rules);
    return rules;
  }

 private:
  static constexpr std::size_t kLongestName = 64;
  static constexpr std::size_t kMostDistributions = 1'000;

  void add_times(std::vector<JsonRule>& rules) {
    for (std::size_t i = 0; i < kTimePlaces.size(); ++i) {
      const bool is_of_group = std::string_view(kTimePlaces[i]).starts_with("/*/groups/");
      FeedTimes& times = is_of_group ? group_times_ : feed_times_;
      rules.push_back({kTimePlaces[i], {}, {}, [&time = times[i]](const JsonScalar& value) {
                         if (value.is_string()) time = time_of_feed(value.text);
                       }});
    }
  }

  void begin_feed(std::string_view key) {
    feed_ = {};
    feed_times_ = {};
    // Members of an object are no feeds.
    feed_.is_enabled = key.empty();
    is_feed_ = key.empty();
  }

  void end_feed() {
    if (!is_feed_ || !feed_.is_enabled) return;
    ++feeds_;
    if (feed_.lists_groups) ++listing_;
    if (feed_.groups == 0 || feed_.may_have_records) learn_times(feed_.times, feed_times_);
    learn_times(all_.times, feed_.times);
    all_.groups += feed_.groups;
    all_.counts_records |= feed_.counts_records;
    all_.may_have_records |= feed_.may_have_records;
    all_.lists_distributions |= feed_.lists_distributions;
    for (std::string& name : feed_.distributions) {
      if (all_.distributions.size() < kMostDistributions) {
        all_.distributions.push_back(std::move(name));
      }
    }
  }

  void begin_group() {
    group_ = {};
    group_times_ = {};
  }

  void end_group() {
    if (!group_.is_enabled) return;
    ++feed_.groups;
    feed_.counts_records |= group_.records.has_value();
    // A group without a number has records when it says when they came.
    feed_.may_have_records |=
        group_.records ? *group_.records > 0 : best_time(group_times_).has_value();
    const bool is_distribution = is_distribution_group(group_.name);
    feed_.lists_distributions |= is_distribution;
    if (!group_.may_have_records()) return;
    learn_times(feed_.times, group_times_);
    if (is_distribution && feed_.distributions.size() < kMostDistributions) {
      feed_.distributions.push_back(group_.name);
    }
  }

  static std::uint64_t count_of(const JsonScalar& value) {
    std::uint64_t count = 0;
    std::from_chars(value.text.data(), value.text.data() + value.text.size(), count);
    return count;
  }

  FeedSum all_;
  std::uint64_t feeds_ = 0;
  /// Feeds that have a list of groups, be it empty.
  std::uint64_t listing_ = 0;
  bool is_feed_ = false;
  FeedSum feed_;
  FeedTimes feed_times_ = {};
  FeedGroup group_;
  FeedTimes group_times_ = {};
};

}  // namespace

bool has_data_for(const FeedsState& feeds, const std::string& os) {
  if (!feeds.lists_distributions || os.empty()) return true;
  return std::ranges::any_of(feeds.distributions,
                             [&](const std::string& group) { return is_group_for(group, os); });
}

FeedsState read_feeds(const HttpResponse& answer) {
  constexpr char kWhat[] = "Anchore's list of feeds";
  FeedsReader reader;
  sdk::JsonLimits limits;
  limits.text_bytes = std::size_t{1} << 20U;
  sdk::JsonStream json(kWhat, reader.rules(), limits);
  sdk::read_json(answer, json, {kWhat});
  return reader.state();
}

}  // namespace portside::anchore
