// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <string>

namespace portside::http {

/// Keeps retries from multiplying the load of a target that is down: each may have 10 of them at
/// once, and then one for every ten requests. [any]
class RetryBudget {
 public:
  /// A request began, not counting its retries.
  void earn(const std::string& target);

  /// True when another attempt may be made; it is counted then.
  bool spend(const std::string& target);

 private:
  std::mutex mutex_;
  /// What targets have spent and not earned again; those that have not are not kept.
  std::map<std::string, double> debts_;
};

}  // namespace portside::http
