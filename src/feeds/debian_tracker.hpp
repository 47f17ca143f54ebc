// SPDX-License-Identifier: Apache-2.0
//
// The export of Debian's security tracker (security-tracker.debian.org/tracker/data/json): source
// package -> issue -> release -> what became of it. One document of tens of megabytes.
#pragma once

#include <string>

#include "portside/api/millis.hpp"

namespace portside::feeds {

class FeedSink;
struct JsonValue;

/// Whether an object looks like one issue of it.
bool is_debian_issue(const JsonValue& issue) noexcept;

/// Gives what the tracker says of one issue (its `key` is the id) in a source package. Resolved in
/// version `0` means that the release never had it; what is undetermined is passed over, and said.
/// `modified_at`: of the export, epoch milliseconds; 0 = unknown.
/// [any]
void read_debian_issue(const std::string& package, const JsonValue& issue, Millis modified_at,
                       FeedSink& sink);

}  // namespace portside::feeds
