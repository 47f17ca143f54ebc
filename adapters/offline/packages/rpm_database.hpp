// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "offline/packages/package.hpp"
#include "portside/api/call_context.hpp"

namespace portside::offline {

/// Reads rpm's database in SQLite from a file of ours (SQLite may write to it and beside it).
/// `location` is its path in the image. The database is taken for hostile: nothing in its schema is
/// run, and what is read has bounds. Throws kMalformedData, kTooLarge, kCancelled,
/// kDeadlineExceeded.
void read_rpm_database(const std::string& file, const std::string& location, PackageList& list,
                       const CallContext& context);

}  // namespace portside::offline
