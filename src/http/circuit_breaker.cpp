// SPDX-License-Identifier: Apache-2.0
#include "http/circuit_breaker.hpp"

#include <algorithm>

namespace portside::http {
namespace {

constexpr int kFailures = 5;
constexpr Millis kPause = 10'000;
constexpr std::size_t kMaxCircuits = 10'000;

}  // namespace

std::optional<Millis> CircuitBreaker::refused(const std::string& target, Millis now) {
  const std::scoped_lock lock(mutex_);
  const auto found = states_.find(target);
  if (found == states_.end() || found->second.failures < kFailures) return std::nullopt;
  State& state = found->second;
  if (now < state.open_until) return state.open_until - now;
  if (now < state.trying_until) return state.trying_until - now;
  state.trying_until = now + kPause;
  return std::nullopt;
}

void CircuitBreaker::succeeded(const std::string& target) {
  const std::scoped_lock lock(mutex_);
  states_.erase(target);
}

void CircuitBreaker::failed(const std::string& target, Millis begun, Millis now,
                            const std::string& why) {
  const std::scoped_lock lock(mutex_);
  if (states_.size() >= kMaxCircuits && !states_.contains(target)) states_.clear();
  State& state = states_[target];
  state.trying_until = 0;
  state.why = why;
  if (state.failures > 0 && begun < state.last_failure) return;
  state.last_failure = now;
  state.failures = std::min(state.failures + 1, kFailures);
  state.open_until = now + kPause;
}

void CircuitBreaker::given_up(const std::string& target) {
  const std::scoped_lock lock(mutex_);
  if (const auto found = states_.find(target); found != states_.end())
    found->second.trying_until = 0;
}

std::string CircuitBreaker::last_failure(const std::string& target) {
  const std::scoped_lock lock(mutex_);
  const auto found = states_.find(target);
  return found == states_.end() ? std::string() : found->second.why;
}

}  // namespace portside::http
