// SPDX-License-Identifier: Apache-2.0
#include "advisory/match.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "advisory/affected.hpp"
#include "advisory/index_impl.hpp"

namespace portside::advisory {
namespace {

using format::AdvisoryRecord;
using format::Extent;
using format::RowRecord;

/// A row that is true of the present package.
struct Candidate {
  std::string_view id;
  std::uint32_t source = 0;
  RowRecord row = {};
  std::string_view fixed;
};

Severity severity_of(const RowRecord& row) noexcept {
  const bool known = row.severity >= static_cast<std::int32_t>(Severity::kNone) &&
                     row.severity <= static_cast<std::int32_t>(Severity::kCritical);
  return known ? static_cast<Severity>(row.severity) : Severity::kUnknown;
}

/// Rated harmless is more than not rated.
int rating(const RowRecord& row) noexcept {
  const Severity severity = severity_of(row);
  return severity == Severity::kUnknown ? -1 : static_cast<int>(severity);
}

/// By id; of the same id the one that the finding is made of first. Sources are sorted by name.
bool comes_first(const Candidate& a, const Candidate& b) noexcept {
  const auto key = [](const Candidate& each) {
    return std::tuple(each.id, each.fixed.empty(), -rating(each.row), each.source, each.fixed,
                      each.row.advisory);
  };
  return key(a) < key(b);
}

class Matcher {
 public:
  Matcher(const Index::Impl& index, std::string_view release, VersionScheme scheme,
          const std::function<void(const Finding&)>& found)
      : index_(index), release_(release), scheme_(scheme), found_(found) {}

  void match(const InstalledPackage& package, std::size_t place) {
    candidates_.clear();
    const bool has_source = !package.source_name.empty();
    const bool has_source_version = has_source && !package.source_version.empty();
    collect(NameKind::kSource, has_source ? package.source_name : package.name,
            has_source_version ? package.source_version : package.version, package);
    collect(NameKind::kBinary, package.name, package.version, package);
    std::sort(candidates_.begin(), candidates_.end(), comes_first);
    for (std::size_t begin = 0; begin < candidates_.size();) {
      std::size_t end = begin + 1;
      while (end < candidates_.size() && candidates_[end].id == candidates_[begin].id) ++end;
      report(begin, end, place);
      begin = end;
    }
  }

  MatchSummary& summary() noexcept { return summary_; }

 private:
  void collect(NameKind kind, std::string_view name, std::string_view version,
               const InstalledPackage& package) {
    const auto number = static_cast<std::uint32_t>(kind);
    const Extent rows = index_.rows_of(release_hashes_[number], release_, number, name);
    const AffectedCheck check(index_, scheme_, version, package.module);
    for (std::uint32_t i = 0; i < rows.count; ++i) {
      const RowRecord row = index_.row(rows.first + i);
      const Affected affected = check.is_affected(row);
      if (affected.verdict == Verdict::kNo) continue;
      const AdvisoryRecord advisory = index_.advisory(row.advisory);
      const std::string_view id = index_.text(advisory.id);
      if (affected.verdict == Verdict::kUnknown) {
        count_indeterminate(name, version, affected.other, id);
      } else {
        candidates_.push_back({id, advisory.source, row, affected.fixed});
      }
    }
  }

  void count_indeterminate(std::string_view name, std::string_view version, std::string_view other,
                           std::string_view id) {
    if (summary_.indeterminate++ > 0) return;
    std::string& text = summary_.first_indeterminate;
    text.append(name).append(" ").append(version).append(" against ").append(other);
    text.append(" (").append(id).append(")");
  }

  /// The candidates from `begin` to `end` have the same id.
  void report(std::size_t begin, std::size_t end, std::size_t place) {
    const Candidate& best = candidates_[begin];
    const auto first = candidates_.begin();
    const Candidate& rated = *std::max_element(
        first + static_cast<std::ptrdiff_t>(begin), first + static_cast<std::ptrdiff_t>(end),
        [](const Candidate& a, const Candidate& b) { return rating(a.row) < rating(b.row); });
    const RowRecord& rating_row = rating(best.row) >= 0 ? best.row : rated.row;
    const AdvisoryRecord advisory = index_.advisory(best.row.advisory);
    finding_.package = place;
    finding_.id = best.id;
    finding_.fixed_version = best.fixed;
    finding_.severity = severity_of(rating_row);
    finding_.severity_text = index_.text(rating_row.severity_text);
    finding_.status = index_.text(best.row.status);
    finding_.title = index_.text(advisory.title);
    finding_.description = index_.text(advisory.description);
    finding_.data_source = index_.text(index_.source(advisory.source).name);
    read(advisory.aliases, finding_.aliases);
    read(advisory.links, finding_.links);
    read(advisory.cwe_ids, finding_.cwe_ids);
    read(advisory.cvss_vectors, finding_.cvss_vectors);
    found_(finding_);
  }

  void read(Extent extent, std::vector<std::string_view>& texts) const {
    index_.check(format::kLists, extent);
    texts.clear();
    for (std::uint32_t i = 0; i < extent.count; ++i) {
      texts.push_back(index_.listed(extent.first + i));
    }
  }

  const Index::Impl& index_;
  const std::string_view release_;
  const VersionScheme scheme_;
  const std::function<void(const Finding&)>& found_;
  /// By NameKind.
  const std::array<std::uint64_t, 2> release_hashes_ = {format::hash_of_release(release_, 0),
                                                        format::hash_of_release(release_, 1)};
  std::vector<Candidate> candidates_;
  Finding finding_;
  MatchSummary summary_;
};

}  // namespace

MatchSummary match(const Index& index, std::string_view release, VersionScheme scheme,
                   const std::vector<InstalledPackage>& packages,
                   const std::function<void(const Finding&)>& found) {
  Matcher matcher(index.impl(), release, scheme, found);
  for (std::size_t place = 0; place < packages.size(); ++place) {
    matcher.match(packages[place], place);
  }
  return std::move(matcher.summary());
}

}  // namespace portside::advisory
