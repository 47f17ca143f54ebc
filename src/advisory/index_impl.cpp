// SPDX-License-Identifier: Apache-2.0
#include "advisory/index_impl.hpp"

#include <array>

#include "portside/api/error.hpp"

namespace portside::advisory {

using format::GroupRecord;
using format::Header;
using format::TextRecord;

namespace {

constexpr const char* kBuildAgain = "; build it again with `portside advisories build`";

/// In the order of format::Table.
constexpr std::array kRecordBytes = {sizeof(format::SourceRecord),
                                     sizeof(format::ReleaseRecord),
                                     sizeof(format::AdvisoryRecord),
                                     sizeof(GroupRecord),
                                     sizeof(std::uint32_t),
                                     sizeof(format::RowRecord),
                                     sizeof(format::RangeRecord),
                                     sizeof(std::uint32_t),
                                     sizeof(TextRecord),
                                     sizeof(char)};
static_assert(kRecordBytes.size() == format::kTables);

}  // namespace

Index::Impl::Impl(const std::string& path) : path_(path), file_(path) {
  read_header();
  for (std::size_t table = 0; table < format::kTables; ++table) {
    check_table(static_cast<format::Table>(table), kRecordBytes[table]);
  }
}

void Index::Impl::read_header() {
  const std::string_view bytes = file_.bytes();
  const std::string_view magic(format::kMagic.data(), format::kMagic.size());
  if (bytes.substr(0, magic.size()) != magic) {
    throw AdapterError(
        ErrorCode::kMalformedData,
        path_ + ": is no index of advisories: it does not begin like one" + kBuildAgain);
  }
  if (bytes.size() < sizeof(Header)) damaged();
  std::memcpy(&header_, bytes.data(), sizeof(Header));
  if (header_.byte_order != format::kByteOrder) {
    throw AdapterError(ErrorCode::kUnsupported,
                       path_ + ": the index of advisories was built on a machine with another " +
                           "order of bytes" + kBuildAgain);
  }
  if (header_.format != format::kFormat) {
    throw AdapterError(ErrorCode::kUnsupported, path_ + ": the index of advisories has format " +
                                                    std::to_string(header_.format) +
                                                    ", this program reads format " +
                                                    std::to_string(format::kFormat) + kBuildAgain);
  }
  if (header_.header_checksum != format::header_checksum(header_)) damaged();
  if (header_.file_bytes != bytes.size()) damaged();
}

void Index::Impl::check_table(format::Table table, std::size_t record_bytes) const {
  const format::TablePlace place = header_.tables[table];
  const std::size_t size = file_.bytes().size();
  if (place.offset > size || place.count > (size - place.offset) / record_bytes) damaged();
}

format::Extent Index::Impl::rows_of(std::uint64_t release_hash, std::string_view release,
                                    std::uint32_t kind, std::string_view name) const {
  const std::uint64_t hash = format::sum_on(release_hash, name);
  if (count(format::kBuckets) < 2) return {};
  const std::size_t bucket = format::bucket_of(hash, count(format::kBuckets) - 1);
  const auto begin = record<std::uint32_t>(format::kBuckets, bucket);
  const auto end = record<std::uint32_t>(format::kBuckets, bucket + 1);
  // What is overlooked here would be a package without advisories.
  if (begin > end) damaged();
  std::uint64_t last = 0;
  for (auto at = begin; at < end; ++at) {
    const auto group = record<GroupRecord>(format::kGroups, at);
    const bool is_in_place =
        group.hash >= last && format::bucket_of(group.hash, count(format::kBuckets) - 1) == bucket;
    if (!is_in_place) damaged();
    last = group.hash;
    if (group.hash != hash) continue;
    if (group.kind == kind && text(group.name) == name && text(group.release) == release) {
      check(format::kRows, group.rows);
      return group.rows;
    }
  }
  return {};
}

void Index::Impl::verify() const {
  if (format::checksum(file_.bytes().substr(sizeof(Header))) != header_.body_checksum) damaged();
}

void Index::Impl::damaged() const {
  throw AdapterError(ErrorCode::kMalformedData,
                     path_ + ": the index of advisories is damaged" + kBuildAgain);
}

}  // namespace portside::advisory
