// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>

#include "portside/api/error.hpp"

namespace portside::scan {

/// The exception that is being handled, as an AdapterError: itself when it is one, else kInternal
/// with what it says. `doing` begins the message. Call it in a catch block only.
AdapterError current_error(const std::string& doing);

/// Runs `call` and lets nothing but an AdapterError out.
template <typename Call>
decltype(auto) with_adapter_errors(const std::string& doing, Call&& call) {
  try {
    return std::forward<Call>(call)();
  } catch (...) {
    throw current_error(doing);
  }
}

}  // namespace portside::scan
