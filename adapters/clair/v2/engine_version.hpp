// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>

#include "portside/api/json.hpp"
#include "portside/api/key_values.hpp"

namespace portside::clair::v2 {

/// The version of the engine of the Clair that runs now, as its answers to posted layers tell it
/// (IndexedByVersion); 3 in all of Clair 2.0 and 2.1. A layer that an older one looked at has to be
/// posted again for the newer one to see it. Methods are [any].
class EngineVersion {
 public:
  explicit EngineVersion(KeyValues& state) : state_(state) {}

  void saw(int version);

  /// Of the last answer, perhaps in an earlier process; 0 when there was none.
  int newest() const;

 private:
  KeyValues& state_;
  std::mutex mutex_;
  int seen_ = 0;
};

/// `IndexedByVersion` of the answer to a posted layer; 0 when it cannot be told. The answer holds
/// the registry's credentials: it is read and goes nowhere.
int engine_of_answer(const std::string& body);

}  // namespace portside::clair::v2
