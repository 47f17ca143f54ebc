// SPDX-License-Identifier: Apache-2.0
#include "state/key_value_rules.hpp"

#include "portside/api/error.hpp"

namespace portside::state {

void check_key(const std::string& key) {
  if (key.empty()) {
    throw AdapterError(ErrorCode::kInvalidArgument,
                       "a key of the adapter's state is empty; expected 1 to " +
                           std::to_string(kMaxKeyBytes) + " bytes");
  }
  if (key.size() > kMaxKeyBytes) {
    throw AdapterError(ErrorCode::kTooLarge,
                       "a key of the adapter's state has " + std::to_string(key.size()) +
                           " bytes; expected at most " + std::to_string(kMaxKeyBytes));
  }
}

void check_changes(const std::vector<KeyValues::Change>& changes) {
  for (const auto& [key, value] : changes) {
    check_key(key);
    if (value && value->size() > kMaxValueBytes) {
      throw AdapterError(ErrorCode::kTooLarge,
                         "a value of the adapter's state has " + std::to_string(value->size()) +
                             " bytes; expected at most " + std::to_string(kMaxValueBytes));
    }
  }
}

std::string lower_bound_of(const std::string& prefix, const std::string& after) {
  if (after < prefix) return prefix;
  // The next string after `after` is the one with a zero byte more.
  return after + '\0';
}

}  // namespace portside::state
