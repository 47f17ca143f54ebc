// SPDX-License-Identifier: Apache-2.0
#include "report/row_order.hpp"

#include <algorithm>
#include <tuple>

#include "portside/host/overview.hpp"

namespace portside::report {
namespace {

bool before(const Vulnerability& a, const Vulnerability& b) {
  const Severity worse = known_severity(a.severity);
  const Severity better = known_severity(b.severity);
  if (worse != better) return worse > better;
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
