// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "portside/api/error.hpp"
#include "portside/api/key_values.hpp"

namespace portside {

/// Key values of the host's own in an SQLite file, made when needed with mode 0600; `name` sets
/// them apart from others in the same file. Safe between processes that open the same file. Throws
/// kIo naming the file and the cause. [any]
std::shared_ptr<KeyValues> open_key_values(const std::string& path, const std::string& name);

}  // namespace portside
