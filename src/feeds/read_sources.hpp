// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "feeds/archive_reader.hpp"

namespace portside::feeds {

class FeedSink;

/// What reading came to.
struct ReadSummary {
  /// Files and entries of archives that were advisories.
  std::size_t documents = 0;
};

/// Reads files and folders (recursively, in the order of their names): JSON, packed JSON, and
/// archives of it. What a file is, its content says.
///
/// A file that is named in `paths` has to be, or hold, advisories. In folders and archives other
/// files are passed over, and said; those whose names begin with a dot silently. Throws
/// AdapterError, each message beginning with the name: kIo, kNotFound (no advisories),
/// kMalformedData (damaged), kTooLarge, kUnsupported.
ReadSummary read_sources(const std::vector<std::string>& paths, FeedSink& sink,
                         const ContainerLimits& limits = {});

}  // namespace portside::feeds
