// SPDX-License-Identifier: Apache-2.0
#include "scan/notified_keys.hpp"

#include "portside/api/error.hpp"

namespace portside::scan {

NotifiedKeys::Handling::Handling(NotifiedKeys& keys, const std::string& adapter_id,
                                 const std::string& key)
    : keys_(keys), key_(adapter_id, key) {
  if (key.empty()) return;
  const std::scoped_lock lock(keys_.mutex_);
  is_repeated_ = keys_.handled_.contains(key_);
  if (is_repeated_ || keys_.under_way_.insert(key_).second) return;
  throw AdapterError(ErrorCode::kConflict, "this notification of " + adapter_id +
                                               " is being handled already; try again when that "
                                               "has ended");
}

NotifiedKeys::Handling::~Handling() {
  if (key_.second.empty() || is_repeated_) return;
  const std::scoped_lock lock(keys_.mutex_);
  keys_.under_way_.erase(key_);
  if (!is_handled_ || !keys_.handled_.insert(key_).second) return;
  keys_.order_.push_back(key_);
  if (keys_.order_.size() <= keys_.max_kept_) return;
  keys_.handled_.erase(keys_.order_.front());
  keys_.order_.pop_front();
}

void NotifiedKeys::Handling::handled() {
  is_handled_ = true;
}

}  // namespace portside::scan
