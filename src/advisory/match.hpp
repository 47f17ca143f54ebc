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
  /// rpm: the module that it belongs to, `NAME:STREAM`; the whole label of the rpm database
  /// (`nodejs:16:8060020...:ad008a3a`) will do; "" = none.
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
  /// Pairs of package and advisory that could not be decided, because one of the versions is none,
  /// or because it is not known which stream of a module one of them means.
  std::uint64_t indeterminate = 0;
  /// One example, for the report: `PACKAGE VERSION against VERSION (ID)`.
  std::string first_indeterminate;
};

/// Holds packages against the advisories for one release. `found` is called in the order of the
/// packages, for each in the order of the ids; what it throws passes through. Throws
/// AdapterError(kMalformedData) when the index is damaged. [any]
///
/// Names: a row about a source package is compared with the source's name and version, a row about
/// a binary package with the package's own.
///
/// Versions: affected is what stands in `versions`, or in a range: not older than `introduced`,
/// older than `fixed`, or not newer than `last_affected`.
///
/// Modules of rpm: versions say something within one stream only. A row of a module is about
/// packages of the same module and stream, a row of none about packages of none. Where a version
/// shows that it was built for a module (`...module+el8...`) but nobody says for which, the pair is
/// indeterminate if the row's versions would fit.
///
/// A package has one finding for each id, however many rows and sources say so: of the one with a
/// fixed version, then of the one with the higher severity, then of the source whose name is first
/// in the alphabet. If that one does not rate it, it has the highest severity of the others.
MatchSummary match(const Index& index, std::string_view release, VersionScheme scheme,
                   const std::vector<InstalledPackage>& packages,
                   const std::function<void(const Finding&)>& found);

}  // namespace portside::advisory
