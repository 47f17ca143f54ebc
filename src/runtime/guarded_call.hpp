// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <utility>

#include "runtime/adapter_slot.hpp"
#include "runtime/escaped_exception.hpp"

namespace portside::runtime {

/// One call of a plugin's object on this thread: finds the instance, makes its object if need be,
/// keeps it while the call runs, waits for a serialised object's turn, and lets nothing but
/// AdapterErrors out.
template <typename Interface, typename Call>
decltype(auto) guarded_call(Entrance& entrance, const CallContext* context,
                            Instance::Use::Turn turn, std::string_view method, Call&& call) {
  const Stay stay = entrance.enter();
  const Instance::Use use(stay.instance(), context, turn);
  return guarded(entrance.id(), method, [&]() -> decltype(auto) {
    return std::forward<Call>(call)(*static_cast<Interface*>(use.object()));
  });
}

}  // namespace portside::runtime
