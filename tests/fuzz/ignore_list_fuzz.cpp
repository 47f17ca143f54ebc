// SPDX-License-Identifier: Apache-2.0
//
// The first byte chooses the format, the rest is an ignore list. Only kConfigInvalid may come out;
// the rows of a report are only moved by what was read.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "portside/api/error.hpp"
#include "portside/host/ignore_list.hpp"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

portside::ScanReport sample() {
  portside::ScanReport report;
  for (const char* id : {"CVE-1", "CVE-2", "CVE-3"}) {
    portside::Vulnerability row;
    row.id = id;
    row.package = "liblzma5";
    row.source_name = "xz-utils";
    row.purl = "pkg:deb/debian/liblzma5@5.6.0?arch=amd64";
    row.aliases = {"DSA-1"};
    report.vulnerabilities.push_back(row);
  }
  return report;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto format =
      data[0] % 2 == 0 ? portside::ConfigFormat::kYaml : portside::ConfigFormat::kJson;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  try {
    const auto list = portside::parse_ignore_list(text, format, "fuzz");
    portside::ScanReport report = sample();
    const auto notes = portside::apply_ignores(std::span(&report, 1), list, "2024-06-15");
    require(report.vulnerabilities.size() + report.suppressed.size() == 3);
    require(notes.warnings.size() + notes.unused.size() <= list.rules.size());
    for (const auto& rule : list.rules) require(!rule.id.empty());
    for (const auto& each : report.suppressed) require(each.until.empty() || each.until >= "2024");
  } catch (const portside::AdapterError& error) {
    require(error.code == portside::ErrorCode::kConfigInvalid && !error.message.empty());
  }
  return 0;
}
