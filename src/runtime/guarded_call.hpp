// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <utility>

#include "runtime/escaped_exception.hpp"
#include "runtime/instance.hpp"

namespace portside::runtime {

/// One call of a plugin's object on this thread: makes the object if need be, keeps it while the
/// call runs, waits for a serialised object's turn, and lets nothing but AdapterErrors out.
template <typename Interface, typename Call>
decltype(auto) guarded_call(Instance& instance, const CallContext* context,
                            Instance::Use::Turn turn, std::string_view method, Call&& call) {
  const Instance::Use use(instance, context, turn);
  return guarded(instance.id(), method, [&]() -> decltype(auto) {
    return std::forward<Call>(call)(*static_cast<Interface*>(use.object()));
  });
}

}  // namespace portside::runtime
