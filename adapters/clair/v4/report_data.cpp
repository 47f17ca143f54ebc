// SPDX-License-Identifier: Apache-2.0
#include "clair/v4/report_data.hpp"

namespace portside::clair::v4 {

std::uint32_t ReportData::package_number(std::string_view id) {
  const std::uint32_t number = package_ids.number_of(id);
  if (number == packages.size()) packages.emplace_back();
  return number;
}

std::uint32_t ReportData::vulnerability_number(std::string_view id) {
  const std::uint32_t number = vulnerability_ids.number_of(id);
  if (number == vulnerabilities.size()) vulnerabilities.emplace_back();
  return number;
}

std::size_t ReportData::bytes() const noexcept {
  constexpr std::size_t kTableEntryBytes = 32;
  const std::size_t entries =
      std::size_t{package_ids.size()} + vulnerability_ids.size() + names.size() + repeated.size();
  return arena.bytes() + short_texts.bytes() + entries * kTableEntryBytes +
         packages.size() * sizeof(ReportPackage) +
         vulnerabilities.size() * sizeof(ReportVulnerability) + pairs.size() * sizeof(ReportPair) +
         cvss.size() * sizeof(ReportCvss);
}

}  // namespace portside::clair::v4
