// SPDX-License-Identifier: Apache-2.0
#include "advisory/affected.hpp"

namespace portside::advisory {
namespace {

using format::Extent;
using format::RangeRecord;
using format::RowRecord;

/// kYes when `left` is before `right`, or `or_same` and they are the same.
Verdict is_before(VersionScheme scheme, std::string_view left, std::string_view right,
                  bool or_same) noexcept {
  const auto order = compare_versions(scheme, left, right);
  if (!order) return Verdict::kUnknown;
  return *order < 0 || (or_same && *order == 0) ? Verdict::kYes : Verdict::kNo;
}

/// Releases of modular packages tell by their name: `1.module+el8.6.0+123+abcdef`,
/// `1.module_el8.6.0+123+abcdef`.
bool looks_modular(std::string_view version) noexcept {
  return version.find(".module+") != std::string_view::npos ||
         version.find(".module_") != std::string_view::npos;
}

/// Labels go on behind the stream: `nodejs:16:8060020...:ad008a3a`.
bool is_of_stream(std::string_view label, std::string_view stream) noexcept {
  if (label.substr(0, stream.size()) != stream) return false;
  return label.size() == stream.size() || label[stream.size()] == ':';
}

}  // namespace

Affected AffectedCheck::is_affected(const RowRecord& row) const {
  const Affected affected = by_versions(row);
  if (affected.verdict == Verdict::kNo || scheme_ != VersionScheme::kRpm) return affected;
  switch (in_same_module(row)) {
    case Verdict::kNo: return {};
    case Verdict::kYes: return affected;
    case Verdict::kUnknown: break;
  }
  const std::string_view other =
      affected.verdict == Verdict::kUnknown ? affected.other : affected.fixed;
  return {Verdict::kUnknown, {}, other};
}

Affected AffectedCheck::by_versions(const RowRecord& row) const {
  index_.check(format::kRanges, row.ranges);
  Affected undecided;
  for (std::uint32_t i = 0; i < row.ranges.count; ++i) {
    const Affected affected = by_range(index_.range(row.ranges.first + i));
    if (affected.verdict == Verdict::kYes) return affected;
    if (affected.verdict == Verdict::kUnknown) undecided = affected;
  }
  const Affected listed = by_list(row.versions);
  return listed.verdict == Verdict::kNo ? undecided : listed;
}

Affected AffectedCheck::by_range(const RangeRecord& range) const {
  const std::string_view introduced = index_.text(range.introduced);
  const std::string_view fixed = index_.text(range.fixed);
  const std::string_view last = index_.text(range.last_affected);
  const std::string_view end = fixed.empty() ? index_.text(range.limit) : fixed;
  // From behind: most versions are decided by the end.
  Affected affected{Verdict::kYes, fixed, {}};
  if (!end.empty() || !last.empty()) {
    affected.other = end.empty() ? last : end;
    affected.verdict = is_before(scheme_, version_, affected.other, end.empty());
  }
  if (introduced.empty() || affected.verdict == Verdict::kNo) return affected;
  const Verdict begun = is_before(scheme_, introduced, version_, true);
  if (begun == Verdict::kNo) return {};
  if (begun == Verdict::kUnknown) return {Verdict::kUnknown, {}, introduced};
  return affected;
}

/// As OSV says, a listed text is affected; a version in other words is, too.
Affected AffectedCheck::by_list(Extent versions) const {
  index_.check(format::kLists, versions);
  if (versions.count == 0) return {};
  const bool comparable = is_version(scheme_, version_);
  for (std::uint32_t i = 0; i < versions.count; ++i) {
    const std::string_view listed = index_.listed(versions.first + i);
    if (listed == version_) return {Verdict::kYes, {}, {}};
    if (comparable && compare_versions(scheme_, listed, version_) == 0) {
      return {Verdict::kYes, {}, {}};
    }
  }
  if (comparable) return {};
  return {Verdict::kUnknown, {}, index_.listed(versions.first)};
}

Verdict AffectedCheck::in_same_module(const RowRecord& row) const {
  const std::string_view stream = index_.text(row.module);
  if (!stream.empty() && !module_.empty()) {
    return is_of_stream(module_, stream) ? Verdict::kYes : Verdict::kNo;
  }
  const bool row_is_modular = !stream.empty() || is_of_some_module(row);
  const bool package_is_modular = !module_.empty() || looks_modular(version_);
  if (row_is_modular != package_is_modular) return Verdict::kNo;
  return row_is_modular ? Verdict::kUnknown : Verdict::kYes;
}

bool AffectedCheck::is_of_some_module(const RowRecord& row) const {
  for (std::uint32_t i = 0; i < row.ranges.count; ++i) {
    const RangeRecord range = index_.range(row.ranges.first + i);
    for (const std::uint32_t text :
         {range.fixed, range.introduced, range.last_affected, range.limit}) {
      if (looks_modular(index_.text(text))) return true;
    }
  }
  for (std::uint32_t i = 0; i < row.versions.count; ++i) {
    if (looks_modular(index_.listed(row.versions.first + i))) return true;
  }
  return false;
}

}  // namespace portside::advisory
