// SPDX-License-Identifier: Apache-2.0
#include "report/row_order.hpp"

#include <algorithm>
#include <tuple>

namespace portside::report {
namespace {

bool before(const Vulnerability& a, const Vulnerability& b) {
  if (a.severity != b.severity) return a.severity > b.severity;
  return std::tie(a.package, a.id, a.version, a.location, a.purl) <
         std::tie(b.package, b.id, b.version, b.location, b.purl);
}

}  // namespace

Rows in_order(const std::vector<Vulnerability>& rows) {
  Rows out(rows.begin(), rows.end());
  std::ranges::stable_sort(out, before);
  return out;
}

SuppressedRows in_order(const std::vector<SuppressedVulnerability>& rows) {
  SuppressedRows out(rows.begin(), rows.end());
  std::ranges::stable_sort(out,
                           [](const SuppressedVulnerability& a, const SuppressedVulnerability& b) {
                             return before(a.vulnerability, b.vulnerability);
                           });
  return out;
}

}  // namespace portside::report
