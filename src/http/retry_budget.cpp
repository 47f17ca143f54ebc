// SPDX-License-Identifier: Apache-2.0
#include "http/retry_budget.hpp"

namespace portside::http {
namespace {

constexpr double kMaxDebt = 10;
constexpr double kEarned = 0.1;
constexpr std::size_t kMaxBudgets = 10'000;

}  // namespace

void RetryBudget::earn(const std::string& target) {
  const std::scoped_lock lock(mutex_);
  const auto found = debts_.find(target);
  if (found == debts_.end()) return;
  found->second -= kEarned;
  if (found->second <= 0) debts_.erase(found);
}

bool RetryBudget::spend(const std::string& target) {
  const std::scoped_lock lock(mutex_);
  if (debts_.size() >= kMaxBudgets && !debts_.contains(target)) debts_.clear();
  double& debt = debts_[target];
  if (debt + 1 > kMaxDebt) return false;
  debt += 1;
  return true;
}

}  // namespace portside::http
