// SPDX-License-Identifier: Apache-2.0
// Files that are not what they were: whatever happens to one, it is an AdapterError or an answer.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "advisory/index.hpp"
#include "advisory/index_format.hpp"
#include "error_of.hpp"
#include "sample.hpp"

namespace portside::advisory {
namespace {

using testing::TempFolder;

class DamagedIndex : public ::testing::Test {
 protected:
  DamagedIndex() {
    IndexBuilder builder;
    add_sample(builder);
    const IndexFile file(builder);
    std::ifstream stream(file.path(), std::ios::binary);
    bytes_ = {std::istreambuf_iterator<char>(stream), {}};
  }

  std::string file(const std::string& bytes) const { return folder_.write("index", bytes); }

  /// Opens it and asks everything; "" or the error.
  static std::string use(const std::string& path) {
    try {
      const Index index(path);
      (void)index.sources();
      (void)index.covers("Debian:12");
      (void)index.updated_at("Debian:12");
      const auto ignore = [](const Finding&) {};
      (void)match(index, "Debian:12", VersionScheme::kDeb,
                  {{"openssl", "3.0.11-1", {}, {}, {}}, {"bash", "5", {}, {}, {}}}, ignore);
      (void)match(index, "AlmaLinux:9", VersionScheme::kRpm,
                  {{"nodejs", "1:17.0-1", {}, {}, "nodejs:18:1:2"}}, ignore);
      index.verify();
    } catch (const AdapterError& error) {
      return error.message;
    }
    return "";
  }

  /// With a header that is true again, so that the damage is met where it is read.
  static std::string with_true_header(std::string bytes) {
    format::Header header;
    std::memcpy(&header, bytes.data(), sizeof header);
    header.file_bytes = bytes.size();
    header.body_checksum = format::checksum(std::string_view(bytes).substr(sizeof header));
    header.header_checksum = format::header_checksum(header);
    bytes.replace(0, sizeof header, reinterpret_cast<const char*>(&header), sizeof header);
    return bytes;
  }

  TempFolder folder_;
  std::string bytes_;
};

TEST_F(DamagedIndex, IsWholeToBeginWith) {
  EXPECT_EQ(use(file(bytes_)), "");
  EXPECT_EQ(use(file(with_true_header(bytes_))), "");
}

TEST_F(DamagedIndex, IsRefusedAtEveryShorterLength) {
  for (std::size_t size = 0; size < bytes_.size(); ++size) {
    const std::string path = file(bytes_.substr(0, size));
    ASSERT_EQ(testing::code_of([&] { Index index(path); }), ErrorCode::kMalformedData) << size;
  }
  EXPECT_NE(use(file(bytes_ + "x")), "");
}

TEST_F(DamagedIndex, ShowsEveryChangedByte) {
  for (std::size_t at = 0; at < bytes_.size(); ++at) {
    std::string damaged = bytes_;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 8)));
    ASSERT_NE(use(file(damaged)), "") << at;
  }
}

TEST_F(DamagedIndex, IsReadWithinItsBounds) {
  for (std::size_t at = sizeof(format::Header); at < bytes_.size(); ++at) {
    for (const char value : {'\0', '\x01', '\x7f', '\xff'}) {
      std::string damaged = bytes_;
      damaged[at] = value;
      use(file(with_true_header(damaged)));
    }
  }
}

TEST_F(DamagedIndex, HidesNoPackage) {
  format::Header header;
  std::memcpy(&header, bytes_.data(), sizeof header);
  const auto groups = header.tables[format::kGroups];
  ASSERT_EQ(groups.count, 3U);
  for (std::uint64_t at = 0; at < groups.count; ++at) {
    std::string moved = bytes_;
    const std::size_t top = groups.offset + at * sizeof(format::GroupRecord) + 7;
    moved[top] = static_cast<char>(moved[top] ^ 0x80);
    EXPECT_NE(use(file(with_true_header(moved))), "") << at;
  }
  std::string turned = bytes_;
  turned[header.tables[format::kBuckets].offset] = 3;
  turned[header.tables[format::kBuckets].offset + 4] = 1;
  EXPECT_NE(use(file(with_true_header(turned))), "");
}

TEST_F(DamagedIndex, HasNoTableOutsideOfTheFile) {
  std::mt19937_64 random(1);
  for (std::size_t table = 0; table < format::kTables; ++table) {
    for (int round = 0; round < 40; ++round) {
      std::string damaged = bytes_;
      format::TablePlace place;
      place.offset = round % 2 == 0 ? random() >> (round % 64) : round;
      place.count = random() >> ((round * 7) % 64);
      damaged.replace(offsetof(format::Header, tables) + table * sizeof place, sizeof place,
                      reinterpret_cast<const char*>(&place), sizeof place);
      use(file(with_true_header(damaged)));
    }
  }
}

}  // namespace
}  // namespace portside::advisory
