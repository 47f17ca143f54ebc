// SPDX-License-Identifier: Apache-2.0
#include "advisory/index_content.hpp"

#include <algorithm>
#include <compare>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

namespace portside::advisory {

using format::AdvisoryRecord;
using format::Extent;
using format::GroupRecord;
using format::Header;
using format::RangeRecord;
using format::ReleaseRecord;
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

constexpr std::uint32_t kNowhere = 0xffffffff;

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
    rank_texts();
    count_packages();
    make_sources();
    rank_advisories();
    make_rows();
    make_advisories();
    make_buckets();
    return joined(built_at);
  }

 private:
  void rank_texts() {
    const TextPool& pool = content_.texts;
    text_ranks_ = ranks_of(sorted_places(
        pool.size(), [&](std::uint32_t a, std::uint32_t b) { return pool.at(a) < pool.at(b); }));
    texts_at_.assign(pool.size(), kNowhere);
    bytes_.reserve(pool.bytes());
    texts_.emplace_back();  // kEmptyText
  }

  /// To sort by.
  std::uint32_t rank(std::uint32_t text) const { return text_ranks_[text]; }

  /// Where the text is in the file: behind those that were used before it. What is read together
  /// stands together.
  std::uint32_t use(std::uint32_t text) {
    std::uint32_t& at = texts_at_[text];
    const std::string& bytes = content_.texts.at(text);
    if (bytes.empty()) return format::kEmptyText;
    if (at == kNowhere) {
      at = static_cast<std::uint32_t>(texts_.size());
      texts_.push_back(
          {static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(bytes.size())});
      bytes_ += bytes;
    }
    return at;
  }

  template <typename Places>
  Extent add_list(const Places& places) {
    const auto first = static_cast<std::uint32_t>(lists_.size());
    for (const std::uint32_t place : places) lists_.push_back(use(place));
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
      return std::tuple(rank(sources[at].name), rank(sources[at].remark));
    };
    const auto places = sorted_places(
        sources.size(), [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
    source_ranks_ = ranks_of(places);
    for (const std::uint32_t place : places) {
      const IndexContent::Source& from = sources[place];
      const auto first = static_cast<std::uint32_t>(releases_.size());
      const auto count = static_cast<std::uint32_t>(from.releases.size());
      sources_.push_back({use(from.name), use(from.remark), {first, count}});
      add_releases(place, from);
    }
  }

  void add_releases(std::uint32_t place, const IndexContent::Source& source) {
    std::vector<std::pair<std::uint32_t, Millis>> releases(source.releases.begin(),
                                                           source.releases.end());
    std::sort(releases.begin(), releases.end(),
              [&](const auto& a, const auto& b) { return rank(a.first) < rank(b.first); });
    for (const auto& release : releases) {
      const auto packages = package_counts_.find({place, release.first});
      releases_.push_back({release.second, use(release.first),
                           packages == package_counts_.end() ? 0 : packages->second});
    }
  }

  /// How many packages of each release the advisories of each source name.
  void count_packages() {
    using Key = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>;
    std::vector<Key> named;
    named.reserve(content_.rows.size());
    for (const IndexContent::Row& row : content_.rows) {
      named.emplace_back(content_.advisories[row.record.advisory].source, row.group.release,
                         row.group.kind, row.group.name);
    }
    std::sort(named.begin(), named.end());
    named.erase(std::unique(named.begin(), named.end()), named.end());
    for (const Key& key : named) ++package_counts_[{std::get<0>(key), std::get<1>(key)}];
  }

  std::strong_ordering compare_lists(Extent a, Extent b) const {
    for (std::uint32_t i = 0; i < std::min(a.count, b.count); ++i) {
      const auto order = rank(content_.lists[a.first + i]) <=> rank(content_.lists[b.first + i]);
      if (order != 0) return order;
    }
    return a.count <=> b.count;
  }

  bool is_before(const AdvisoryRecord& a, const AdvisoryRecord& b) const {
    const auto key = [&](const AdvisoryRecord& each) {
      return std::tuple(rank(each.id), source_ranks_[each.source], rank(each.title),
                        rank(each.description));
    };
    if (key(a) != key(b)) return key(a) < key(b);
    for (const auto list : {&AdvisoryRecord::aliases, &AdvisoryRecord::links,
                            &AdvisoryRecord::cwe_ids, &AdvisoryRecord::cvss_vectors}) {
      const auto order = compare_lists(a.*list, b.*list);
      if (order != 0) return order < 0;
    }
    return false;
  }

  void rank_advisories() {
    const auto& advisories = content_.advisories;
    advisory_ranks_ =
        ranks_of(sorted_places(advisories.size(), [&](std::uint32_t a, std::uint32_t b) {
          return is_before(advisories[a], advisories[b]);
        }));
    advisories_at_.assign(advisories.size(), kNowhere);
  }

  /// Where the advisory is in the file, as use() for texts.
  std::uint32_t use_advisory(std::uint32_t place) {
    std::uint32_t& at = advisories_at_[place];
    if (at == kNowhere) {
      at = static_cast<std::uint32_t>(used_advisories_.size());
      used_advisories_.push_back(place);
      use(content_.advisories[place].id);
    }
    return at;
  }

  void make_advisories() {
    for (const std::uint32_t place : used_advisories_) {
      const AdvisoryRecord& from = content_.advisories[place];
      AdvisoryRecord record;
      record.id = use(from.id);
      record.source = source_ranks_[from.source];
      record.title = use(from.title);
      record.description = use(from.description);
      record.aliases = add_list(from.aliases);
      record.links = add_list(from.links);
      record.cwe_ids = add_list(from.cwe_ids);
      record.cvss_vectors = add_list(from.cvss_vectors);
      advisories_.push_back(record);
    }
  }

  GroupRecord group_of(const IndexContent::Group& group) const {
    const std::uint64_t release =
        format::hash_of_release(content_.texts.at(group.release), group.kind);
    GroupRecord record;
    record.hash = format::sum_on(release, content_.texts.at(group.name));
    record.release = rank(group.release);
    record.name = rank(group.name);
    record.kind = group.kind;
    return record;
  }

  static auto key_of(const GroupRecord& group) {
    return std::tuple(group.hash, group.release, group.kind, group.name);
  }

  std::strong_ordering compare_ranges(Extent a, Extent b) const {
    const auto key = [&](std::size_t at) {
      const RangeRecord& range = content_.ranges[at];
      return std::tuple(rank(range.introduced), rank(range.fixed), rank(range.last_affected),
                        rank(range.limit));
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
      return std::tuple(advisory_ranks_[each.advisory], each.severity, rank(each.severity_text),
                        rank(each.status), rank(each.module));
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
    std::uint32_t last = kNowhere;
    for (const std::uint32_t place : places) {
      if (last == kNowhere || key_of(groups[last]) != key_of(groups[place])) {
        add_group(groups[place], rows[place].group);
      }
      last = place;
      ++groups_.back().rows.count;
      add_row(rows[place].record);
    }
  }

  /// As many as groups.
  void make_buckets() {
    std::size_t next = 0;
    for (std::size_t bucket = 0; bucket < groups_.size(); ++bucket) {
      buckets_.push_back(static_cast<std::uint32_t>(next));
      while (next < groups_.size() &&
             format::bucket_of(groups_[next].hash, groups_.size()) == bucket) {
        ++next;
      }
    }
    buckets_.push_back(static_cast<std::uint32_t>(next));
  }

  void add_group(GroupRecord record, const IndexContent::Group& group) {
    record.release = use(group.release);
    record.name = use(group.name);
    record.rows.first = static_cast<std::uint32_t>(rows_.size());
    groups_.push_back(record);
  }

  void add_row(const RowRecord& from) {
    RowRecord record;
    record.advisory = use_advisory(from.advisory);
    record.severity = from.severity;
    record.ranges = {static_cast<std::uint32_t>(ranges_.size()), from.ranges.count};
    for (std::uint32_t i = 0; i < from.ranges.count; ++i) {
      const RangeRecord& range = content_.ranges[from.ranges.first + i];
      RangeRecord used;
      used.introduced = use(range.introduced);
      used.fixed = use(range.fixed);
      used.last_affected = use(range.last_affected);
      used.limit = use(range.limit);
      ranges_.push_back(used);
    }
    record.versions = add_list(from.versions);
    record.severity_text = use(from.severity_text);
    record.status = use(from.status);
    record.module = use(from.module);
    rows_.push_back(record);
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
    append(format::kReleases, releases_);
    append(format::kAdvisories, advisories_);
    append(format::kGroups, groups_);
    append(format::kBuckets, buckets_);
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
  /// Positions in the file of what is used already.
  std::vector<std::uint32_t> texts_at_;
  std::vector<std::uint32_t> advisories_at_;
  std::vector<std::uint32_t> used_advisories_;
  /// By source and release, as content_ names them.
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> package_counts_;

  Header header_;
  std::vector<SourceRecord> sources_;
  std::vector<ReleaseRecord> releases_;
  std::vector<AdvisoryRecord> advisories_;
  std::vector<GroupRecord> groups_;
  std::vector<std::uint32_t> buckets_;
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
