// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "feeds/ecosystem.hpp"
#include "portside/api/severity.hpp"

namespace portside::feeds {

struct JsonValue;

struct OsvSeverity {
  Severity severity = Severity::kUnknown;
  /// The word, or the vector, that says so.
  std::string text;
};

/// How bad an OSV record calls a vulnerability in one affected package. The nearest word counts: of
/// the package, then of the record, then for AlmaLinux and Rocky the first word of the summary
/// (`Important: openssl security update`). Without a word the highest base score of CVSS v3 vectors
/// does; CVSS v4 is not computed.
OsvSeverity severity_of(const JsonValue& record, const JsonValue& affected,
                        Distribution distribution);

/// The vectors of a record and of its packages, each once.
std::vector<std::string> cvss_vectors_of(const JsonValue& record);

}  // namespace portside::feeds
