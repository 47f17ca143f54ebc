// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

namespace portside::runtime {

/// For whom calls are made: one for each instance. The instances that an adapter has one after the
/// other share a counter, so that an adapter that hangs does not use up what the others may.
struct CallAccount {
  using Counter = std::atomic<std::size_t>;

  explicit CallAccount(std::string id,
                       std::shared_ptr<Counter> abandoned_calls = std::make_shared<Counter>(0))
      : who(std::move(id)), abandoned(std::move(abandoned_calls)) {}

  /// The adapter id, for messages.
  const std::string who;
  /// Calls that were given up and still run.
  const std::shared_ptr<Counter> abandoned;
};

}  // namespace portside::runtime
