// SPDX-License-Identifier: Apache-2.0
#include "report/coverage_sentence.hpp"

namespace portside::report {

std::string counted(std::uint64_t count, std::string_view noun) {
  std::string out = std::to_string(count) + ' ' + std::string(noun);
  if (count == 1) return out;
  if (!noun.ends_with('y')) return out + 's';
  out.pop_back();
  return out + "ies";
}

std::string coverage_sentence(const ScanReport& report) {
  const Coverage& coverage = report.coverage;
  const std::string os = coverage.os.empty() ? "this image" : coverage.os;
  switch (coverage.outcome) {
    case CoverageOutcome::kScanned:
      if (coverage.packages == 0) {
        return "no vulnerabilities found; the scanner does not tell how many packages it looked at";
      }
      return "no vulnerabilities found in " + counted(coverage.packages, "package");
    case CoverageOutcome::kNothingToScan:
      return "nothing to scan: the image holds no packages that the scanner looks for";
    case CoverageOutcome::kUnsupported:
      if (!report.vulnerabilities.empty()) {
        return "the scanner could look into a part of this image only; what else there is is not "
               "known";
      }
      // The system may be one that it knows, and the packages none that it can read.
      return "the scanner cannot look into this image" +
             (coverage.os.empty() ? "" : " (" + coverage.os + ')') +
             "; nothing is known about its vulnerabilities";
    case CoverageOutcome::kNoData:
      return "the scanner has no vulnerability data for " + os +
             "; nothing is known about the image's vulnerabilities";
    case CoverageOutcome::kUnstated: break;
  }
  return "the scanner did not say what it covered; nothing is known about the image's "
         "vulnerabilities";
}

}  // namespace portside::report
