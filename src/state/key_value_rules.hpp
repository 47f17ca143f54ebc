// SPDX-License-Identifier: Apache-2.0
//
// The rules of portside/api/key_values.hpp that do not depend on where the values are kept.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "portside/api/key_values.hpp"

namespace portside::state {

inline constexpr std::size_t kMaxKeyBytes = 512;
inline constexpr std::size_t kMaxValueBytes = std::size_t{1} << 20U;

/// Throws kInvalidArgument for an empty key, kTooLarge for a long one.
void check_key(const std::string& key);

/// Checks all keys and values; throws as check_key(), and kTooLarge for a long value.
void check_changes(const std::vector<KeyValues::Change>& changes);

/// No key that begins with `prefix` and sorts after `after` is smaller than this.
std::string lower_bound_of(const std::string& prefix, const std::string& after);

}  // namespace portside::state
