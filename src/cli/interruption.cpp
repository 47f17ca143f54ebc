// SPDX-License-Identifier: Apache-2.0
#include "cli/interruption.hpp"

#include <csignal>
#include <cstdlib>
#include <utility>

#include "cli/exit_code.hpp"
#include "portside/api/error.hpp"

namespace portside::cli {

Interruption::Interruption()
    : interrupt_(SIGINT, [this] { act(); }), terminate_(SIGTERM, [this] { act(); }) {}

void Interruption::act() {
  const std::lock_guard lock(mutex_);
  if (std::exchange(happened_, true)) std::_Exit(static_cast<int>(ExitCode::kError));
  for (const auto& cancel : cancels_) cancel();
}

void Interruption::watch(std::function<void()> cancel) {
  const std::lock_guard lock(mutex_);
  if (happened_) cancel();
  cancels_.push_back(std::move(cancel));
}

void Interruption::clear() {
  const std::lock_guard lock(mutex_);
  cancels_.clear();
}

bool Interruption::happened() const {
  const std::lock_guard lock(mutex_);
  return happened_;
}

void Interruption::throw_if_happened() const {
  if (happened()) throw AdapterError(ErrorCode::kCancelled, "interrupted");
}

}  // namespace portside::cli
