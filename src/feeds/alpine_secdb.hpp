// SPDX-License-Identifier: Apache-2.0
//
// Alpine's security database (secdb.alpinelinux.org): one JSON document for each repository of each
// release, with the version of each source package that fixed an issue.
#pragma once

#include "portside/api/millis.hpp"

namespace portside::feeds {

class FeedSink;
struct JsonValue;

/// Whether an object looks like one: a release and a list of packages.
bool is_alpine_secdb(const JsonValue& document) noexcept;

/// Gives what a document says. A fix in version `0` means that the package never had the issue. Of
/// an issue that several versions fix, the newest counts: the fixes before it were not complete.
/// `modified_at`: of the file, epoch milliseconds; 0 = unknown. [any]
void read_alpine_secdb(const JsonValue& document, Millis modified_at, FeedSink& sink);

}  // namespace portside::feeds
