// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <utility>

#include "portside/api/error.hpp"

namespace portside::runtime {

/// The AdapterError that the caller of a plugin gets for the exception that is being handled. Made
/// of host memory and host types throughout. `who` names the plugin instance, `method` what it was
/// doing. Call it in a catch block only.
AdapterError adopt_current_exception(std::string_view who, std::string_view method);

/// Runs `call` and lets nothing but an AdapterError of the host's own out.
template <typename Call>
decltype(auto) guarded(std::string_view who, std::string_view method, Call&& call) {
  try {
    return std::forward<Call>(call)();
  } catch (...) {
    throw adopt_current_exception(who, method);
  }
}

}  // namespace portside::runtime
