// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "portside/api/key_values.hpp"

namespace portside::state {

/// Keeps the key values of all adapter instances. Rules and errors: portside/api/key_values.hpp.
/// Thread-safe, and safe between processes that open the same file.
class StateStore {
 public:
  virtual ~StateStore() = default;

  /// The part that belongs to one instance. The store must outlive it.
  virtual std::shared_ptr<KeyValues> open(const std::string& instance_id) = 0;
};

/// In memory: gone with the object.
std::unique_ptr<StateStore> make_memory_store();

/// In an SQLite file that is made when needed, mode 0600. Throws kIo naming the file and the cause:
/// not writable, not a database, one of another kind or program, made by a newer version.
std::unique_ptr<StateStore> make_sqlite_store(const std::string& path);

}  // namespace portside::state
