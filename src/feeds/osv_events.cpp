// SPDX-License-Identifier: Apache-2.0
#include "feeds/osv_events.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace portside::feeds {
namespace {

using advisory::VersionRange;
using advisory::VersionScheme;
using EventKind = OsvEvent::Kind;

/// Before all versions.
bool is_beginning(const OsvEvent& event) noexcept {
  return event.kind == EventKind::kIntroduced && event.version == "0";
}

int order_of(VersionScheme scheme, const OsvEvent& left, const OsvEvent& right) noexcept {
  if (is_beginning(left) || is_beginning(right)) {
    return static_cast<int>(is_beginning(right)) - static_cast<int>(is_beginning(left));
  }
  return advisory::compare_versions(scheme, left.version, right.version).value_or(0);
}

/// Walks from one version to the next.
class Walk {
 public:
  /// What happens at one version.
  struct Step {
    std::string version;
    bool introduced = false;
    bool fixed = false;
    bool limit = false;
    bool last_affected = false;
  };

  void take(const Step& step) {
    if (is_open_ && step.fixed) close({start_, step.version});
    if (is_open_ && step.limit) close({start_, "", "", step.version});
    // Introduced and fixed at once, out of nothing: an empty stretch.
    const bool is_empty = step.fixed && ranges_before_ == ranges_.size();
    if (!is_open_ && step.introduced && !is_empty) {
      is_open_ = true;
      start_ = step.version == "0" ? "" : step.version;
    }
    if (is_open_ && step.last_affected) close({start_, "", step.version});
    ranges_before_ = ranges_.size();
  }

  std::vector<VersionRange> finish() {
    if (is_open_) close({start_, "", ""});
    return std::move(ranges_);
  }

 private:
  void close(VersionRange range) {
    ranges_.push_back(std::move(range));
    is_open_ = false;
  }

  std::vector<VersionRange> ranges_;
  std::size_t ranges_before_ = 0;
  std::string start_;
  bool is_open_ = false;
};

bool are_versions(VersionScheme scheme, const std::vector<OsvEvent>& events) {
  return std::all_of(events.begin(), events.end(), [&](const OsvEvent& event) {
    return is_beginning(event) || advisory::is_version(scheme, event.version);
  });
}

/// A version has to be below one of the limits; `*` is none. Behind the last one nothing is
/// affected, as behind a fix; but that it is one, nobody says.
void apply_limits(VersionScheme scheme, std::vector<OsvEvent>& events) {
  std::optional<OsvEvent> last;
  bool unlimited = false;
  for (const OsvEvent& event : events) {
    if (event.kind != EventKind::kLimit) continue;
    unlimited = unlimited || event.version == "*";
    if (!last || order_of(scheme, *last, event) < 0) last = event;
  }
  std::erase_if(events, [](const OsvEvent& event) { return event.kind == EventKind::kLimit; });
  if (!last || unlimited) return;
  std::erase_if(events, [&](const OsvEvent& event) {
    const int order = order_of(scheme, event, *last);
    return order > 0 || (order == 0 && event.kind != EventKind::kFixed);
  });
  events.push_back(*last);
}

}  // namespace

std::vector<VersionRange> ranges_of(std::vector<OsvEvent> events, VersionScheme scheme) {
  apply_limits(scheme, events);
  if (are_versions(scheme, events)) {
    std::stable_sort(events.begin(), events.end(), [&](const OsvEvent& a, const OsvEvent& b) {
      return order_of(scheme, a, b) < 0;
    });
  }
  Walk walk;
  for (std::size_t i = 0; i < events.size();) {
    Walk::Step step;
    step.version = events[i].version;
    std::size_t next = i;
    for (; next < events.size(); ++next) {
      const OsvEvent& event = events[next];
      const bool is_same =
          next == i || (is_beginning(event) == is_beginning(events[i]) &&
                        advisory::compare_versions(scheme, events[i].version, event.version) == 0);
      if (!is_same) break;
      step.introduced = step.introduced || event.kind == EventKind::kIntroduced;
      step.fixed = step.fixed || event.kind == EventKind::kFixed;
      step.limit = step.limit || event.kind == EventKind::kLimit;
      step.last_affected = step.last_affected || event.kind == EventKind::kLastAffected;
    }
    walk.take(step);
    i = next;
  }
  return walk.finish();
}

bool is_in(const std::vector<VersionRange>& ranges, std::string_view version,
           VersionScheme scheme) {
  return std::any_of(ranges.begin(), ranges.end(), [&](const VersionRange& range) {
    const auto order = [&](const std::string& bound) {
      return advisory::compare_versions(scheme, version, bound);
    };
    if (!range.introduced.empty() && order(range.introduced).value_or(-1) < 0) return false;
    const std::string& end = range.fixed.empty() ? range.limit : range.fixed;
    if (!end.empty()) return order(end).value_or(0) < 0;
    return range.last_affected.empty() || order(range.last_affected).value_or(1) <= 0;
  });
}

}  // namespace portside::feeds
