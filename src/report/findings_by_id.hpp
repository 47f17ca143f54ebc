// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "report/row_order.hpp"

namespace portside::report {

/// The rows of one vulnerability id, the worst first.
struct ById {
  std::string_view id;
  Rows rows;
};

/// Rows that are in order, by id; the ids in the order in which they first come.
std::vector<ById> by_id(const Rows& rows);

/// The rating that stands for all: of CVSS 3 before 4 before 2, the highest; null without
/// any of 0.1 or more.
const Cvss* main_rating(const Vulnerability& row);
/// The highest of one major version (`2`, `3`, `4`); null without any.
const Cvss* highest_rating(const Vulnerability& row, char major);

}  // namespace portside::report
