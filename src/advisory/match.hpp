// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "advisory/advisory.hpp"
#include "advisory/index.hpp"
#include "advisory/version.hpp"

namespace portside::advisory {

/// An installed package. Views of texts that the caller keeps.
struct InstalledPackage {
  std::string_view name;
  std::string_view version;
  /// The source package that it was built from; "" = as name and version.
  std::string_view source_name;
  std::string_view source_version;
  /// rpm: `NAME:STREAM` of the module that it belongs to; "" = none.
  std::string_view module;
};

/// One advisory that is true of one package. Views are valid while the index is.
struct Finding {
  /// Position in the packages that were given.
  std::size_t package = 0;
  std::string_view id;
  /// The first fixed version of the range that the package is in; "" = none yet.
  std::string_view fixed_version;
  Severity severity = Severity::kUnknown;
  std::string_view severity_text;
  std::string_view status;
  std::string_view title;
  std::string_view description;
  std::string_view data_source;
  std::vector<std::string_view> aliases;
  std::vector<std::string_view> links;
  std::vector<std::string_view> cwe_ids;
  std::vector<std::string_view> cvss_vectors;
};

/// What matching came to besides findings.
struct MatchSummary {
  /// Pairs of package and advisory that could not be decided, because one of the versions is none.
  std::uint64_t indeterminate = 0;
  /// One example, for the report: `PACKAGE VERSION against VERSION (ID)`.
  std::string first_indeterminate;
};

/// Holds packages against the advisories for one release. `found` is called in the order of the
/// packages, for each in the order of the ids; what it throws passes through. Throws
/// AdapterError(kMalformedData) when the index is damaged. [any]
MatchSummary match(const Index& index, std::string_view release, VersionScheme scheme,
                   const std::vector<InstalledPackage>& packages,
                   const std::function<void(const Finding&)>& found);

}  // namespace portside::advisory
