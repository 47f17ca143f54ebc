// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <istream>

#include "portside/api/millis.hpp"

namespace portside::feeds {

class FeedSink;

/// What a document turned out to be.
enum class Format : std::uint8_t {
  kUnknown = 0,  ///< nothing was given
  kOsv,
  kAlpineSecdb,
  kDebianTracker,
};

/// Reads one document to its end and gives what it says. What it is, its content says: one OSV
/// record, a list of them, `{"vulns": [...]}`, a secdb or an export of Debian's tracker.
/// `modified_at`: of the file, epoch milliseconds; the time of documents that have none in them; 0
/// = unknown. Throws AdapterError: kMalformedData, kTooLarge. [any]
Format read_document(std::istream& document, Millis modified_at, FeedSink& sink);

}  // namespace portside::feeds
