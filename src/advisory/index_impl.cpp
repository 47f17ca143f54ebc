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

constexpr std::array<std::size_t, format::kTables> kRecordBytes = {
    sizeof(format::SourceRecord), sizeof(format::AdvisoryRecord),
    sizeof(GroupRecord),          sizeof(format::RowRecord),
    sizeof(format::RangeRecord),  sizeof(std::uint32_t),
    sizeof(TextRecord),           sizeof(char)};

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

std::string_view Index::Impl::text(std::uint32_t at) const {
  const auto place = record<TextRecord>(format::kTexts, at);
  const std::size_t bytes = count(format::kBytes);
  if (place.offset > bytes || place.size > bytes - place.offset) damaged();
  return file_.bytes().substr(header_.tables[format::kBytes].offset + place.offset, place.size);
}

format::Extent Index::Impl::rows_of(std::uint64_t release_hash, std::string_view release,
                                    std::uint32_t kind, std::string_view name) const {
  const std::uint64_t hash = format::hash_on(release_hash, name);
  std::size_t begin = 0;
  std::size_t end = count(format::kGroups);
  while (begin < end) {
    const std::size_t middle = begin + (end - begin) / 2;
    if (record<GroupRecord>(format::kGroups, middle).hash < hash) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  for (; begin < count(format::kGroups); ++begin) {
    const auto group = record<GroupRecord>(format::kGroups, begin);
    if (group.hash != hash) break;
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
