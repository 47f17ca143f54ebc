// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "advisory/index.hpp"
#include "advisory/index_format.hpp"
#include "advisory/mapped_file.hpp"

namespace portside::advisory {

/// The mapped file as tables. Everything is compared with the bounds of its table when it is read,
/// and throws AdapterError(kMalformedData) where it lies outside.
class Index::Impl {
 public:
  explicit Impl(const std::string& path);

  const format::Header& header() const noexcept { return header_; }
  std::size_t count(format::Table table) const noexcept {
    return static_cast<std::size_t>(header_.tables[table].count);
  }

  format::SourceRecord source(std::size_t at) const {
    return record<format::SourceRecord>(format::kSources, at);
  }
  format::ReleaseRecord release(std::size_t at) const {
    return record<format::ReleaseRecord>(format::kReleases, at);
  }
  format::AdvisoryRecord advisory(std::size_t at) const {
    return record<format::AdvisoryRecord>(format::kAdvisories, at);
  }
  format::RowRecord row(std::size_t at) const {
    return record<format::RowRecord>(format::kRows, at);
  }
  format::RangeRecord range(std::size_t at) const {
    return record<format::RangeRecord>(format::kRanges, at);
  }
  std::string_view text(std::uint32_t at) const {
    if (at == format::kEmptyText) return {};
    const auto place = record<format::TextRecord>(format::kTexts, at);
    const std::size_t bytes = count(format::kBytes);
    if (place.offset > bytes || place.size > bytes - place.offset) damaged();
    return {table(format::kBytes) + place.offset, place.size};
  }

  /// The text at a position of kLists.
  std::string_view listed(std::size_t at) const {
    return text(record<std::uint32_t>(format::kLists, at));
  }

  /// Throws unless all positions of the extent are in the table: a damaged count must not become a
  /// long loop or a large reservation.
  void check(format::Table table, format::Extent extent) const {
    if (extent.first > count(table) || extent.count > count(table) - extent.first) damaged();
  }

  /// Rows about the name, in the order of their advisories' ids. `release_hash`:
  /// format::hash_of_release(release, kind).
  format::Extent rows_of(std::uint64_t release_hash, std::string_view release, std::uint32_t kind,
                         std::string_view name) const;

  void verify() const;

 private:
  template <typename Record>
  Record record(format::Table table, std::size_t at) const {
    if (at >= count(table)) damaged();
    Record record;
    std::memcpy(&record, this->table(table) + at * sizeof(Record), sizeof(Record));
    return record;
  }

  const char* table(format::Table table) const noexcept {
    return file_.bytes().data() + header_.tables[table].offset;
  }

  void read_header();
  void check_table(format::Table table, std::size_t record_bytes) const;
  [[noreturn]] void damaged() const;

  const std::string path_;
  const MappedFile file_;
  format::Header header_;
};

}  // namespace portside::advisory
