// SPDX-License-Identifier: Apache-2.0
//
// The file of an index: a header, then tables of records, each at a multiple of 8 bytes, numbers in
// the byte order of the machine. Texts are kept once, and named by their position. Texts and
// advisories stand in the order in which rows use them: what is read together lies together.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace portside::advisory::format {

inline constexpr std::array<char, 8> kMagic = {'p', 'o', 'r', 't', 'a', 'd', 'v', '\n'};
inline constexpr std::uint32_t kByteOrder = 0x01020304;
/// Raised when anything below changes its meaning.
inline constexpr std::uint32_t kFormat = 2;
inline constexpr std::size_t kAlignment = 8;
/// The position of the text "".
inline constexpr std::uint32_t kEmptyText = 0;

/// Positions in another table.
struct Extent {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

/// Bytes of the table kBytes.
struct TextRecord {
  std::uint32_t offset = 0;
  std::uint32_t size = 0;
};

/// Sorted by name and remark.
struct SourceRecord {
  std::uint32_t name = 0;
  std::uint32_t remark = 0;
  Extent releases;  ///< in kReleases
};

/// One release that one source speaks for. Sorted by source and name.
struct ReleaseRecord {
  std::int64_t updated_at = 0;
  std::uint32_t name = 0;
  std::uint32_t packages = 0;  ///< groups with a row of the source
};

struct AdvisoryRecord {
  std::uint32_t id = 0;
  std::uint32_t source = 0;
  std::uint32_t title = 0;
  std::uint32_t description = 0;
  Extent aliases;  ///< all four in kLists
  Extent links;
  Extent cwe_ids;
  Extent cvss_vectors;
};

struct RangeRecord {
  std::uint32_t introduced = 0;
  std::uint32_t fixed = 0;
  std::uint32_t last_affected = 0;
  std::uint32_t limit = 0;
};

/// One package of one release of one advisory. Sorted by group, id, source and all else.
struct RowRecord {
  std::uint32_t advisory = 0;
  std::int32_t severity = 0;
  std::uint32_t severity_text = 0;
  std::uint32_t status = 0;
  std::uint32_t module = 0;
  Extent ranges;
  Extent versions;  ///< in kLists
};

/// All rows about one name of one release. Sorted by hash, release, kind and name.
struct GroupRecord {
  std::uint64_t hash = 0;
  std::uint32_t release = 0;
  std::uint32_t name = 0;
  std::uint32_t kind = 0;
  Extent rows;
  std::uint32_t unused = 0;
};

enum Table : std::size_t {
  kSources,
  kReleases,
  kAdvisories,
  kGroups,
  kBuckets,  ///< 32 bits each: the first group of the bucket; one more at the end
  kRows,
  kRanges,
  kLists,  ///< positions of texts, 32 bits each
  kTexts,
  kBytes,
  kTables,
};

struct TablePlace {
  std::uint64_t offset = 0;
  std::uint64_t count = 0;  ///< records
};

struct Header {
  std::array<char, 8> magic = kMagic;
  std::uint32_t byte_order = kByteOrder;
  std::uint32_t format = kFormat;
  std::uint64_t file_bytes = 0;
  std::int64_t built_at = 0;
  /// Of all that comes after the header.
  std::uint64_t body_checksum = 0;
  std::array<TablePlace, kTables> tables = {};
  /// Of the header up to here.
  std::uint64_t header_checksum = 0;
};

static_assert(sizeof(Header) == offsetof(Header, header_checksum) + 8);
static_assert(sizeof(SourceRecord) == 16 && sizeof(ReleaseRecord) == 16 &&
              sizeof(AdvisoryRecord) == 48);
static_assert(sizeof(RowRecord) == 36 && sizeof(GroupRecord) == 32);
static_assert(std::is_trivially_copyable_v<Header>);

/// Each step can be undone: a changed word always changes the sum. Finds damage, not forgery.
inline std::uint64_t sum_on(std::uint64_t sum, std::string_view bytes) noexcept {
  constexpr std::uint64_t kPrime = 0x9E3779B185EBCA87;
  const auto add = [&sum](std::uint64_t word) {
    sum = (sum ^ word) * kPrime;
    sum ^= sum >> 32U;
  };
  add(bytes.size());
  for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), 8);
    add(word);
  }
  std::uint64_t rest = 0;
  if (!bytes.empty()) std::memcpy(&rest, bytes.data(), bytes.size());
  add(rest);
  return sum;
}

inline std::uint64_t checksum(std::string_view bytes) noexcept {
  return sum_on(0, bytes);
}

inline std::uint64_t header_checksum(const Header& header) noexcept {
  return checksum({reinterpret_cast<const char*>(&header), offsetof(Header, header_checksum)});
}

/// Groups are sorted by hash, hence by bucket.
inline std::size_t bucket_of(std::uint64_t hash, std::size_t buckets) noexcept {
  return static_cast<std::size_t>((hash >> 32U) * buckets >> 32U);
}

/// To be continued with the package's name, by sum_on().
inline std::uint64_t hash_of_release(std::string_view release, std::uint32_t kind) noexcept {
  return sum_on(kind + 1, release);
}

}  // namespace portside::advisory::format
