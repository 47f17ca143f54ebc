// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace portside::offline {

/// The bytes of a database that these statements make; `?` stands for the next of `blobs`.
std::string sqlite_database(const std::vector<std::string>& statements,
                            const std::vector<std::string>& blobs = {});

/// rpm's database with these packages.
std::string rpm_database(const std::vector<std::string>& blobs);

/// A database in WAL mode with a table of packages; `log` gets what is not in it yet: the packages.
std::string rpm_database_with_log(const std::vector<std::string>& blobs, std::string& log);

}  // namespace portside::offline
