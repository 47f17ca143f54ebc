// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "advisory/advisory.hpp"
#include "cli/terminal.hpp"
#include "feeds/index_feed.hpp"

namespace portside::cli {

/// What an index says of itself.
struct IndexInfo {
  std::string file;
  Millis built_at = 0;
  std::size_t rows = 0;
  std::vector<advisory::DataSource> sources;
};

/// For people; `now` (epoch milliseconds) makes ages of times.
void print_index_info(const IndexInfo& info, Millis now, const Terminal& terminal);
/// For programs.
void print_index_info_json(const IndexInfo& info, std::ostream& out);

/// One line for each reason.
void print_passed_over(const std::map<std::string, feeds::PassedOver, std::less<>>& passed_over,
                       std::ostream& out);

}  // namespace portside::cli
