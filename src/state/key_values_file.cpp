// SPDX-License-Identifier: Apache-2.0
#include "portside/host/key_values_file.hpp"

#include "state/state_store.hpp"

namespace portside {

std::shared_ptr<KeyValues> open_key_values(const std::string& path, const std::string& name) {
  const std::shared_ptr<state::StateStore> store = state::make_sqlite_store(path);
  const std::shared_ptr<KeyValues> values = store->open(name);
  // The store has to outlive its parts.
  return {values.get(), [store, values](KeyValues*) {}};
}

}  // namespace portside
