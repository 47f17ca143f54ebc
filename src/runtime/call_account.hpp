// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <string>

namespace portside::runtime {

/// For whom calls are made: one for each adapter, so that one that hangs does not use up what the
/// others may.
struct CallAccount {
  explicit CallAccount(std::string id) : who(std::move(id)) {}

  /// The adapter id, for messages.
  const std::string who;
  /// Calls that were given up and still run.
  std::atomic<std::size_t> abandoned{0};
};

}  // namespace portside::runtime
