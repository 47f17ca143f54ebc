// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "advisory/index_format.hpp"
#include "portside/api/millis.hpp"

namespace portside::advisory {

/// Texts, each kept once, named by the order in which they came.
class TextPool {
 public:
  std::uint32_t add(std::string_view text);
  std::size_t size() const noexcept { return texts_.size(); }
  /// Of all texts together.
  std::size_t bytes() const noexcept { return bytes_; }
  const std::string& at(std::size_t place) const { return *texts_[place]; }

 private:
  std::unordered_map<std::string, std::uint32_t> places_;
  std::vector<const std::string*> texts_;  // keys of places_, which do not move
  std::size_t bytes_ = 0;
};

/// What an index will consist of, in the order in which it came: the records of the file, but with
/// positions in TextPool and in the vectors here.
struct IndexContent {
  struct Source {
    std::uint32_t name = 0;
    std::uint32_t remark = 0;
    /// With the time of the newest statement about each.
    std::map<std::uint32_t, Millis> releases = {};

    void speaks_for(std::uint32_t release, Millis time) {
      Millis& newest = releases[release];
      newest = std::max(newest, time);
    }
  };
  struct Group {
    std::uint32_t release = 0;
    std::uint32_t kind = 0;
    std::uint32_t name = 0;
  };
  struct Row {
    Group group = {};
    format::RowRecord record = {};
  };

  TextPool texts;
  std::vector<Source> sources;
  std::vector<format::AdvisoryRecord> advisories;
  std::vector<Row> rows;
  std::vector<format::RangeRecord> ranges;
  std::vector<std::uint32_t> lists;
};

/// The bytes of the file: the same for the same content in whatever order it came.
std::string file_of(const IndexContent& content, Millis built_at);

}  // namespace portside::advisory
