// SPDX-License-Identifier: Apache-2.0
//
// Records in the format of OSV (ossf.github.io/osv-schema).
#pragma once

namespace portside::feeds {

class FeedSink;
struct JsonValue;

/// Whether an object looks like one: an id, and the time of its last change or what is affected.
bool is_osv_record(const JsonValue& value) noexcept;

/// Gives what a record says about releases of distributions that we know; everything else is
/// passed over, and said. Takes any object. [any]
void read_osv(const JsonValue& record, FeedSink& sink);

}  // namespace portside::feeds
