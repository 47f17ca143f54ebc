// SPDX-License-Identifier: Apache-2.0
#include "advisory/index_content.hpp"

#include <algorithm>
#include <compare>
#include <numeric>
#include <tuple>

namespace portside::advisory {

using format::AdvisoryRecord;
using format::Extent;
using format::GroupRecord;
using format::Header;
using format::RangeRecord;
using format::RowRecord;
using format::SourceRecord;
using format::TextRecord;

std::uint32_t TextPool::add(std::string_view text) {
  const auto [place, is_new] =
      places_.try_emplace(std::string(text), static_cast<std::uint32_t>(texts_.size()));
  if (is_new) {
    texts_.push_back(&place->first);
    bytes_ += text.size();
  }
  return place->second;
}

namespace {

using Ranks = std::vector<std::uint32_t>;

/// 0, 1, 2, ... in the order of `less`.
template <typename Less>
std::vector<std::uint32_t> sorted_places(std::size_t count, Less less) {
  std::vector<std::uint32_t> places(count);
  std::iota(places.begin(), places.end(), 0U);
  std::sort(places.begin(), places.end(), less);
  return places;
}

Ranks ranks_of(const std::vector<std::uint32_t>& places) {
  Ranks ranks(places.size());
  for (std::size_t rank = 0; rank < places.size(); ++rank) {
    ranks[places[rank]] = static_cast<std::uint32_t>(rank);
  }
  return ranks;
}

/// Puts records one behind the other, in their final order and with their final positions.
class FileMaker {
 public:
  explicit FileMaker(const IndexContent& content) : content_(content) {}

  std::string make(Millis built_at) {
    make_texts();
    make_sources();
    make_advisories();
    make_rows();
    return joined(built_at);
  }

 private:
  void make_texts() {
    const TextPool& pool = content_.texts;
    const auto places = sorted_places(
        pool.size(), [&](std::uint32_t a, std::uint32_t b) { return pool.at(a) < pool.at(b); });
    bytes_.reserve(pool.bytes());
    for (const std::uint32_t place : places) {
      const std::string& text = pool.at(place);
      texts_.push_back(
          {static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(text.size())});
      bytes_ += text;
    }
    text_ranks_ = ranks_of(places);
  }

  std::uint32_t text(std::uint32_t place) const { return text_ranks_[place]; }

  template <typename Places>
  Extent add_list(const Places& places) {
    const auto first = static_cast<std::uint32_t>(lists_.size());
    for (const std::uint32_t place : places) lists_.push_back(text(place));
    return {first, static_cast<std::uint32_t>(lists_.size() - first)};
  }

  Extent add_list(Extent extent) { return add_list(list(extent)); }

  std::vector<std::uint32_t> list(Extent extent) const {
    const auto begin = content_.lists.begin() + extent.first;
    return {begin, begin + extent.count};
  }

  void make_sources() {
    const auto& sources = content_.sources;
    const auto key = [&](std::uint32_t at) {
      return std::tuple(text(sources[at].name), text(sources[at].remark));
    };
    const auto places = sorted_places(
        sources.size(), [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
    source_ranks_ = ranks_of(places);
    for (const std::uint32_t place : places) {
      const IndexContent::Source& from = sources[place];
      std::vector<std::uint32_t> releases(from.releases.begin(), from.releases.end());
      std::sort(releases.begin(), releases.end(),
                [&](std::uint32_t a, std::uint32_t b) { return text(a) < text(b); });
      sources_.push_back({from.updated_at, text(from.name), text(from.remark), add_list(releases)});
    }
  }

  std::strong_ordering compare_lists(Extent a, Extent b) const {
    for (std::uint32_t i = 0; i < std::min(a.count, b.count); ++i) {
      const auto order = text(content_.lists[a.first + i]) <=> text(content_.lists[b.first + i]);
      if (order != 0) return order;
    }
    return a.count <=> b.count;
  }

  bool is_before(const AdvisoryRecord& a, const AdvisoryRecord& b) const {
    const auto key = [&](const AdvisoryRecord& each) {
      return std::tuple(text(each.id), source_ranks_[each.source], text(each.title),
                        text(each.description));
    };
    if (key(a) != key(b)) return key(a) < key(b);
    for (const auto list : {&AdvisoryRecord::aliases, &AdvisoryRecord::links,
                            &AdvisoryRecord::cwe_ids, &AdvisoryRecord::cvss_vectors}) {
      const auto order = compare_lists(a.*list, b.*list);
      if (order != 0) return order < 0;
    }
    return false;
  }

  void make_advisories() {
    const auto& advisories = content_.advisories;
    const auto places = sorted_places(advisories.size(), [&](std::uint32_t a, std::uint32_t b) {
      return is_before(advisories[a], advisories[b]);
    });
    advisory_ranks_ = ranks_of(places);
    for (const std::uint32_t place : places) {
      const AdvisoryRecord& from = advisories[place];
      advisories_.push_back({text(from.id), source_ranks_[from.source], text(from.title),
                             text(from.description), add_list(from.aliases), add_list(from.links),
                             add_list(from.cwe_ids), add_list(from.cvss_vectors)});
    }
  }

  GroupRecord group_of(const IndexContent::Group& group) const {
    const std::uint64_t release =
        format::hash_of_release(content_.texts.at(group.release), group.kind);
    GroupRecord record;
    record.hash = format::hash_on(release, content_.texts.at(group.name));
    record.release = text(group.release);
    record.name = text(group.name);
    record.kind = group.kind;
    return record;
  }

  static auto key_of(const GroupRecord& group) {
    return std::tuple(group.hash, group.release, group.kind, group.name);
  }

  std::strong_ordering compare_ranges(Extent a, Extent b) const {
    const auto key = [&](std::size_t at) {
      const RangeRecord& range = content_.ranges[at];
      return std::tuple(text(range.introduced), text(range.fixed), text(range.last_affected));
    };
    for (std::uint32_t i = 0; i < std::min(a.count, b.count); ++i) {
      const auto order = key(a.first + i) <=> key(b.first + i);
      if (order != 0) return order;
    }
    return a.count <=> b.count;
  }

  /// Of the same group.
  bool is_before(const RowRecord& a, const RowRecord& b) const {
    const auto key = [&](const RowRecord& each) {
      return std::tuple(advisory_ranks_[each.advisory], each.severity, text(each.severity_text),
                        text(each.status), text(each.module));
    };
    if (key(a) != key(b)) return key(a) < key(b);
    const auto ranges = compare_ranges(a.ranges, b.ranges);
    return ranges != 0 ? ranges < 0 : compare_lists(a.versions, b.versions) < 0;
  }

  void make_rows() {
    const auto& rows = content_.rows;
    std::vector<GroupRecord> groups;
    groups.reserve(rows.size());
    for (const IndexContent::Row& row : rows) groups.push_back(group_of(row.group));
    const auto places = sorted_places(rows.size(), [&](std::uint32_t a, std::uint32_t b) {
      if (key_of(groups[a]) != key_of(groups[b])) return key_of(groups[a]) < key_of(groups[b]);
      return is_before(rows[a].record, rows[b].record);
    });
    for (const std::uint32_t place : places) {
      if (groups_.empty() || key_of(groups_.back()) != key_of(groups[place])) {
        groups_.push_back(groups[place]);
        groups_.back().rows.first = static_cast<std::uint32_t>(rows_.size());
      }
      ++groups_.back().rows.count;
      add_row(rows[place].record);
    }
  }

  void add_row(const RowRecord& from) {
    const auto first = static_cast<std::uint32_t>(ranges_.size());
    for (std::uint32_t i = 0; i < from.ranges.count; ++i) {
      const RangeRecord& range = content_.ranges[from.ranges.first + i];
      ranges_.push_back({text(range.introduced), text(range.fixed), text(range.last_affected)});
    }
    rows_.push_back({advisory_ranks_[from.advisory],
                     from.severity,
                     text(from.severity_text),
                     text(from.status),
                     text(from.module),
                     {first, from.ranges.count},
                     add_list(from.versions)});
  }

  template <typename Record>
  void append(format::Table table, const std::vector<Record>& records) {
    append(table, {reinterpret_cast<const char*>(records.data()), records.size() * sizeof(Record)},
           records.size());
  }

  void append(format::Table table, std::string_view bytes, std::size_t count) {
    file_.resize((file_.size() + format::kAlignment - 1) / format::kAlignment * format::kAlignment);
    header_.tables[table] = {file_.size(), count};
    file_ += bytes;
  }

  std::string joined(Millis built_at) {
    file_.resize(sizeof(Header));
    append(format::kSources, sources_);
    append(format::kAdvisories, advisories_);
    append(format::kGroups, groups_);
    append(format::kRows, rows_);
    append(format::kRanges, ranges_);
    append(format::kLists, lists_);
    append(format::kTexts, texts_);
    append(format::kBytes, bytes_, bytes_.size());
    header_.file_bytes = file_.size();
    header_.built_at = built_at;
    header_.body_checksum = format::checksum(std::string_view(file_).substr(sizeof(Header)));
    header_.header_checksum = format::header_checksum(header_);
    file_.replace(0, sizeof(Header), reinterpret_cast<const char*>(&header_), sizeof(Header));
    return std::move(file_);
  }

  const IndexContent& content_;
  Ranks text_ranks_;
  Ranks source_ranks_;
  Ranks advisory_ranks_;

  Header header_;
  std::vector<SourceRecord> sources_;
  std::vector<AdvisoryRecord> advisories_;
  std::vector<GroupRecord> groups_;
  std::vector<RowRecord> rows_;
  std::vector<RangeRecord> ranges_;
  std::vector<std::uint32_t> lists_;
  std::vector<TextRecord> texts_;
  std::string bytes_;
  std::string file_;
};

}  // namespace

std::string file_of(const IndexContent& content, Millis built_at) {
  return FileMaker(content).make(built_at);
}

}  // namespace portside::advisory
